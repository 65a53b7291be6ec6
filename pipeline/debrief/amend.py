"""One interaction or promise put right by the user's word: it holds when its form is read again.

A row put right keeps in its source which row of which form it was, and hashes of the words that stood there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.debrief.words import plain
from pipeline.stable_id import stable_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

Row = dict[str, Any]
_MARK = re.compile(r" \(was (\S+) (\S*)\)$")


def amended(row: Mapping[str, Any], changes: Mapping[str, Any], taken: Collection[str]) -> Row:
    """Return the row with these changes; a row of another person gets an id of its own, none of ``taken``."""
    key = key_of(row)
    new = {**row, **changes}
    if new["person_id"] != row["person_id"]:
        new[key] = _moved_id(new, key, row[key], taken)
    if not _MARK.search(row["source"]):
        hashes = ",".join(sorted(_hashes(words_of(row))))
        new["source"] = f"{row['source']} (was {row[key]} {hashes})"
    if new.get("may_keep") == "no":
        new |= {"detail": None, "channel": None}
    return new


def key_of(row: Mapping[str, Any]) -> str:
    """Return which column is the key of this row: an interaction's or a promise's."""
    return "interaction_id" if "interaction_id" in row else "promise_id"


def words_of(row: Mapping[str, Any]) -> str:
    """Return what was said: the detail of an interaction, the text of a promise."""
    return str(row.get("detail" if "interaction_id" in row else "text") or "")


def spoken_source(source: str) -> str:
    """Return a source for people: form and line, and that it was put right."""
    return _MARK.sub(", put right by you", source)


def standing_words(known: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], set[str]]:
    """Return, by row as the form makes it and by form, the hashes of words the user has put right."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in known:
        mark = _MARK.search(row["source"])
        if mark:
            form = row["source"][: mark.start()].rpartition(":")[0]
            found.setdefault((mark[1], form), set()).update(filter(None, mark[2].split(",")))
    return found


def is_settled(standing: Mapping[tuple[str, str], set[str]], row: Mapping[str, Any]) -> bool:
    """Tell whether a row as a form says it is one that the user has put right since."""
    known = standing.get((row[key_of(row)], row["source"].rpartition(":")[0]))
    return known is not None and _hashes(words_of(row)) <= known


def _hashes(words: str) -> set[str]:
    return {stable_id("w", plain(part))[:8] for part in words.split("; ") if part.strip()}


def _moved_id(row: Row, key: str, old: str, taken: Collection[str]) -> str:
    if key == "interaction_id":
        new = stable_id("i", row["event"], row["person_id"], row["kind"])
        return stable_id("i", new, old) if new in taken else new
    return stable_id("o", row["event"], row["person_id"], row["owner"], plain(row["text"]))
