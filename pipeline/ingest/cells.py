"""Cells to values: several values in one cell, addresses, handles, dates, statuses, work authorisation."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from functools import cache

from pipeline.ingest import authorization as authorization_words
from pipeline.ingest import values
from pipeline.ingest.vocabulary import plain

#: Separators in the order they are believed; a comma comes last because values contain it.
_SEPARATORS = ("|", "\n", ":::", "::", ";", " · ", "•", " / ")
#: Degrees as they follow a subject: MEngr, B.Sc., PhD.
_DEGREE = re.compile(r"(?:[BMD]\.?[A-Z][A-Za-z.]{0,5}|Ph\.?D\.?)")


_BLANKS = re.compile(r"[ \t\xa0\u3000]{2,}|[\t\xa0\u3000]")


def clean(cell: str) -> str | None:
    """Return the cell with blanks tidied, or None when it says nothing."""
    return None if values.is_null(cell) else tidy(cell)


def tidy(cell: str) -> str:
    """Return a cell that says something with its blanks tidied."""
    text = cell.replace("\r\n", "\n") if "\r" in cell else cell
    return (_BLANKS.sub(" ", text) if _BLANKS.search(text) else text).strip()


def separator_of(cells: list[str]) -> str | None:
    """Return the sign that parts several values in a column, or None when every cell holds one."""
    filled = [cell for cell in cells[:2000] if not values.is_null(cell)]
    for sign in _SEPARATORS:
        if sum(sign in cell.strip() for cell in filled) >= max(1, len(filled) // 20):
            return sign
    commas = [cell for cell in filled if "," in cell]
    if not commas or any(_is_prose(cell) for cell in commas[:50]):
        return None
    return ","


def _is_prose(cell: str) -> bool:
    return len(cell) > 80 and (cell.rstrip().endswith(".") or max(map(len, cell.split(","))) > 90)


def standing_alone(cells: list[str], separator: str | None) -> frozenset[str]:
    """Return the values of a column that its separator parts, in small letters; none where commas part."""
    if separator in (None, ","):
        return frozenset()
    return frozenset(part.strip().casefold() for cell in cells[:5000] for part in cell.split(separator))


def split_at_commas(cell: str, alone: frozenset[str], kind: str) -> list[str] | None:
    """Return the values of a cell that parts them by commas where its column does not, if all are values.

    ``kind``: the word list that knows values of this column.
    """
    parts = [part.strip() for part in cell.split(",")]
    if len(parts) < 2 or not all(part.casefold() in alone or _is_value(part, kind) for part in parts):
        return None
    return list(dict.fromkeys(parts))


def _is_value(text: str, kind: str) -> bool:
    return bool(kind) and not _DEGREE.fullmatch(text) and values.has_word(text, kind)


def split(cell: str, separator: str | None, dependent: frozenset[str] = frozenset()) -> list[str]:
    """Return the values of a cell; parts that never stand alone are put back to the value before them."""
    if separator is None:
        text = clean(cell)
        return [text] if text else []
    parts: list[str] = []
    depth = 0
    for raw in cell.split(separator):
        text = raw.strip()
        if parts and (depth or (separator == "," and text in dependent)):
            parts[-1] += f"{separator}{' ' if separator == ',' else ''}{text}"
        else:
            parts.append(text)
        depth = max(0, depth + raw.count("(") - raw.count(")"))
    kept = [item for part in parts if (item := clean(part.strip(" ;,|")))]
    return list(dict.fromkeys(kept))


def dependent_parts(cells: list[str], separator: str | None) -> frozenset[str]:
    """Return the parts between commas that only ever follow another part, such as "MEngr"."""
    if separator != ",":
        return frozenset()
    first: set[str] = set()
    follows: Counter[str] = Counter()
    before: dict[str, set[str]] = {}
    for cell in cells[:5000]:
        parts = [part.strip() for part in cell.split(",") if part.strip()]
        first.update(parts[:1])
        for previous, part in itertools.pairwise(parts):
            follows[part] += 1
            before.setdefault(part, set()).add(previous)
    level = values.words("level_words")
    found = set()
    for part, count in follows.items():
        only_after = part not in first
        if part.casefold().startswith(("and ", "or ", "& ", "und ", "et ", "y ", "e ")) or (
            only_after
            and (
                part.casefold() in level or _DEGREE.fullmatch(part) or (count >= 3 and len(before[part]) == 1)
            )
        ):
            found.add(part)
    return frozenset(found)


def emails(cell: str) -> list[str]:
    """Return the e-mail addresses in a cell, in small letters."""
    return list(dict.fromkeys(found.casefold().rstrip(".") for found in values.EMAIL.findall(cell[:2000])))


def address(cell: str) -> str | None:
    """Return the first web address in a cell."""
    found = re.search(r"https?\\?://[^\s,;|<>\"]{3,}|[^\s,;|<>\"]+\.[^\s,;|<>\"]{2,}", cell[:2000])
    return found[0].replace("\\:", ":") if found else None


def linkedin(cell: str) -> str | None:
    """Return the profile's address, or the slug when the cell holds only that."""
    found = re.search(r"linkedin\.com/[^\s,;|<>\"?#]+", cell[:2000], re.IGNORECASE)
    if found:
        return f"https://www.{found[0].rstrip('/')}"
    slug = cell.strip().strip("@/")
    return slug if re.fullmatch(r"(?:in/)?[\w%-]{3,100}", slug) else None


def handle(cell: str) -> str | None:
    """Return the handle without the @ sign."""
    found = re.search(r"(?:twitter|x)\.com/@?(\w{1,30})", cell, re.IGNORECASE)
    text = found[1] if found else cell.strip().lstrip("@")
    return text if re.fullmatch(r"\w{1,30}", text) else None


def status(cell: str, header: str = "") -> str:
    """Return active, cancelled, waitlisted or no_show; "yes" and "no" mean what the header asks."""
    text, head = cell.strip().casefold(), plain(header)
    if text in values.words("yes") or text in values.words("no"):
        return _answered(head, yes=text in values.words("yes"))
    for word in ("cancelled", "waitlisted", "no_show"):
        known = values.words(f"status_{word}")
        if text in known or any(len(item) > 4 and item in text for item in known):
            return word
    return "active"


def _answered(head: str, *, yes: bool) -> str:
    for word, asked in (("cancelled", "cancel"), ("waitlisted", "wait"), ("no_show", "no show")):
        if asked in head:
            return word if yes else "active"
    if yes:
        return "active"
    return "no_show" if "attended" in head or "attendance" in head else "cancelled"


def day(cell: str) -> dt.date | None:
    """Return the date in a cell when it can mean one day only: named months, or year first."""
    text = cell.strip()
    found = re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    if found:
        return _date(int(found[1]), int(found[2]), int(found[3]))
    found = re.match(
        r"(\d{1,2})(?:st|nd|rd|th)?[ .-]+(?:de )?([^\W\d_]{3,10})\.?,?[ -]+(?:de )?(\d{4}|\d{2})\b", text
    )
    if found:
        return _named(found[3], found[2], found[1])
    found = re.match(r"([^\W\d_]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", text)
    return _named(found[3], found[1], found[2]) if found else None


def _named(year: str, month: str, number: str) -> dt.date | None:
    known = _months().get(plain(month)) or _months().get(plain(month)[:3])
    full = int(year) + (2000 if len(year) == 2 else 0)
    return _date(full, known, int(number)) if known else None


@cache
def _months() -> dict[str, int]:
    """Return the number of each month by its names, folded."""
    return {name: number for number, names in enumerate(values.rows("months"), start=1) for name in names}


def _date(year: int, month: int, number: int) -> dt.date | None:
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def as_stated(cell: str, header: str) -> str:
    """Return a cell as it can be quoted: a bare yes or no stands behind a header that asks something else."""
    text = clean(cell) or ""
    bare = text.casefold() in (*values.words("yes"), *values.words("no"))
    return f"{clean(header)}: {text}" if bare and "sponsor" not in plain(header) else text


def authorization(cell: str, header: str, *, person: bool) -> str:
    """Return yes, no or unknown: an employer sponsors those who need it, a person needs no sponsorship."""
    head = plain(header)
    word = cell.strip().casefold()
    flag = next((answer for answer in ("yes", "no") if word in values.words(answer)), None)
    if flag:
        strict = any(
            word in head for word in ("citizen", "required", "requires", "require ", "authorized", "permit")
        )
        if person:
            strict = "sponsor" in head or "require" in head
        return {"yes": "no", "no": "yes"}[flag] if strict else flag
    if person:
        said = authorization_words.of_person(cell)
        known = {"authorized": "yes", "needs_now": "no", "needs_later": "no"}
        return known[said] if said else "unknown"
    return authorization_words.of_employer(cell) or authorization_words.by_single_words(cell) or "unknown"
