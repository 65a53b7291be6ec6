"""Several tables in one file: where each begins and ends."""

from __future__ import annotations

from pipeline.ingest import values
from pipeline.ingest.header import (
    ENOUGH,
    Section,
    first_section,
    header_score,
    looks_like_data,
    section_at,
    trimmed,
)

_MOST_TRIED = 1000  # odd rows looked at as a further header; a file with more is damaged, not many tables


def find_sections(rows: list[list[str]], gaps: set[int]) -> list[Section]:
    """Return the tables in these rows; ``gaps`` holds the indices of rows that follow an empty line."""
    if not rows:
        return []
    first = first_section(rows)
    sections = [first]
    above = first.headers[0] - 1 if first.headers else -1
    if above >= 0 and len(trimmed(rows[above])) == 1:
        first.title = rows[above][0].strip()
    again = _header_again(rows, first)
    at = first.start + 1 if gaps or again or len(set(map(len, rows))) > 1 else len(rows)
    tried = 0
    while at < len(rows) and tried < _MOST_TRIED:
        looked = at in again or _may_begin_another(rows, at, gaps)
        tried += looked
        if looked and _begins_another(rows, at, sections[-1], gaps):
            _begin(rows, at, sections)
            at = sections[-1].start
        elif at in again:
            sections[-1].again.add(at)
        at += 1
    sections[-1].stop = len(rows)
    return sections


def _begin(rows: list[list[str]], at: int, sections: list[Section]) -> None:
    """Add the section that begins at this row; a row of one cell above it is its title."""
    sections[-1].stop = at
    sections.append(section_at(rows, at))
    title = at - 1
    if title >= sections[-2].start and len(trimmed(rows[title])) == 1:
        sections[-1].title = rows[title][0].strip()
        sections[-2].stop = title


def _header_again(rows: list[list[str]], first: Section) -> set[int]:
    """Return the rows that begin like the header of the first table."""
    if first.header is None:
        return set()
    names = trimmed(rows[first.header])
    names = names[: max(2, len(names) * 2 // 3)]
    return {at for at in range(first.start + 1, len(rows)) if rows[at][: len(names)] == names}


def _may_begin_another(rows: list[list[str]], at: int, gaps: set[int]) -> bool:
    """Return whether a row is worth a closer look: apart from those above it, or of another width."""
    row, before = trimmed(rows[at]), trimmed(rows[at - 1])
    if len(row) < 2 or (len(row) == len(before) and at not in gaps):
        return False
    return not any("@" in item or "://" in item for item in row)


def _begins_another(rows: list[list[str]], at: int, current: Section, gaps: set[int]) -> bool:
    """Return whether a new table begins here: a header after an empty line or a title, of another shape."""
    row = trimmed(rows[at])
    if len(row) < 2 or at + 1 >= len(rows):
        return False
    before = trimmed(rows[at - 1])
    apart = at in gaps or (len(before) == 1 and at - 1 > current.start)
    names = trimmed(rows[current.header]) if current.header is not None else []
    if [item.strip() for item in row] == [item.strip() for item in names]:
        return apart or _stands_twice(rows, at, current)
    if _shares_names(row, names):
        return True
    if not apart and len(row) == len(before):
        return False
    return header_score(rows, at) >= ENOUGH + 0.1 and not looks_like_data(rows, at)


def _stands_twice(rows: list[list[str]], at: int, current: Section) -> bool:
    """Return whether the rows from here on are those of the table above once more."""
    count = min(len(rows) - at - 1, at - current.start)
    same = sum(_alike(rows[at + 1 + place], rows[current.start + place]) for place in range(count))
    return count > 0 and same >= 0.9 * count


def _alike(row: list[str], other: list[str]) -> bool:
    """Return whether two rows say the same, however their quotation marks were written."""
    return row == other or [cell.replace('"', "") for cell in row] == [c.replace('"', "") for c in other]


def _shares_names(row: list[str], names: list[str]) -> bool:
    """Return whether a row of another width begins with the same names of columns: a further table."""
    same = 0
    while same < min(len(row), len(names)) and row[same] == names[same]:
        same += 1
    return same >= max(2, 0.6 * len(names)) and all(
        values.kind(item) in ("text", "code", "empty") for item in row[:same]
    )
