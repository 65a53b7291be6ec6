"""Which student is meant by an ID, an address or a name, however the office spells it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.batch.student_names import same_words
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pipeline.batch.job import Office

    Row = Mapping[str, Any]

_IN_BRACKETS = re.compile(r"<([^<>]+)>\s*$")
#: Students named where several are meant, and those offered where nobody is.
_MOST, _NEAREST, _LIKE = 20, 3, 75


def hits(office: Office, wanted: str) -> list[Row]:
    """Return the users with this ID, e-mail address or name, by name; capitals and accents do not matter.

    A name may stand in any order ("Last, First"); its beginnings count where no name is just that. Raises
    ``UsageError`` that names the nearest when nobody is meant.
    """
    rows = list(office.users.values())
    for fits in _ways(wanted):
        if found := [row for row in rows if fits(row)]:
            return sorted(found, key=lambda row: (row["family_name"], row["name"], row["user_id"]))
    raise UsageError(
        f"nobody here is called {wanted!r}", where=str(office.places.root), do=_nearest(rows, wanted)
    )


def named(office: Office, wanted: str) -> str:
    """Return the ID of the one user that ``hits`` finds; raises ``UsageError`` that lists several."""
    found = hits(office, wanted)
    if len(found) == 1:
        return str(found[0]["user_id"])
    told = [*map(told_of, found[:_MOST]), *([f"and {len(found) - _MOST} more"] if found[_MOST:] else [])]
    raise UsageError(
        f"{wanted!r} can be {len(found)} students: {'; '.join(told)}",
        where=str(office.places.root),
        do="Give the ID or the e-mail address.",
    )


def told_of(row: Row) -> str:
    """Return name, address, ID and row of the list: what tells students of one name apart."""
    return f"{row['name']}, {row['email'] or 'no address'}, {row['user_id']} (row {row['row']})"


def _ways(wanted: str) -> Iterable[Callable[[Row], bool]]:
    """Yield what a student is found by, the surest first."""
    brackets = _IN_BRACKETS.search(wanted)
    mail = (brackets[1] if brackets else wanted).strip().casefold()
    letters, words = _letters(wanted), same_words(wanted)
    yield lambda row: bool(letters) and letters == _letters(row["user_id"])
    yield lambda row: bool(mail) and mail == (row["email"] or "").casefold()
    yield lambda row: bool(words) and words == same_words(row["name"])
    yield lambda row: bool(words) and _begin(words, same_words(row["name"]))


def _letters(user_id: str) -> str:
    """Return an ID as it may be typed from paper: without hyphens, in any case."""
    return re.sub(r"[\s-]", "", user_id).casefold()


def _begin(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Tell whether each of these words begins another word of the name."""
    left = list(name)
    for word in sorted(words, key=len, reverse=True):
        hit = next((one for one in left if one.startswith(word)), None)
        if hit is None:
            return False
        left.remove(hit)
    return True


def _nearest(rows: Iterable[Row], wanted: str) -> str:
    """Return whom a slip of the pen may have meant."""
    from rapidfuzz import fuzz, process

    names = {row["user_id"]: " ".join(same_words(row["name"])) for row in rows}
    asked = " ".join(same_words(wanted))
    near = process.extract(asked, names, scorer=fuzz.ratio, limit=_NEAREST, score_cutoff=_LIKE)
    by_id = {row["user_id"]: row for row in rows}
    if near:
        return f"Nearest: {'; '.join(told_of(by_id[user]) for _, _, user in near)}."
    return "Give the ID from the foot of a sheet, the e-mail address, or the name; manifest.parquet has all."
