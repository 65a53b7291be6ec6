"""Where the list begins: the header line among preambles, titles, group headers and several tables."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.ingest import values
from pipeline.ingest.importer import Finding
from pipeline.ingest.vocabulary import said

T = TypeVar("T")
_LOOK = 30  # rows after which a first header is no longer looked for
_IDENTIFIER = re.compile(r"[a-z][A-Za-z0-9_]*|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_BELOW = 12  # rows that a header is compared with
ENOUGH = 0.5
_MEASURED = ("day", "time", "number", "phone")
_DATA = ("email", "url", *_MEASURED)
_CERTAIN = 0.72  # no other line can be a better header than one this sure

#: A text longer than this above the names is a sentence, not the header of a group.
_LONG_GROUP = 40


@dataclass(slots=True)
class Section:
    """One table within the rows: indices of its header rows, its first record and past its last."""

    headers: list[int] = field(default_factory=list)
    start: int = 0
    stop: int = 0
    title: str | None = None
    again: set[int] = field(default_factory=set)  # rows within it that say the header once more

    def of(self, items: list[T]) -> list[T]:
        """Return what belongs to its records, of a list with one item per row."""
        if not self.again:
            return items[self.start : self.stop]
        return [items[at] for at in range(self.start, self.stop) if at not in self.again]

    def findings(self, lines: list[int]) -> list[Finding]:
        """Return what to say of rows within it that are no records."""
        said = "the names of the columns stand here once more; the line was left out"
        return [Finding("repaired", "table.header_again", said, row=lines[at]) for at in sorted(self.again)]

    @property
    def header(self) -> int | None:
        """Return the index of the row whose words name the columns."""
        return self.headers[-1] if self.headers else None


def usual_width(rows: list[list[str]]) -> int:
    """Return the number of filled columns that most rows have."""
    counts = Counter(len(trimmed(row)) for row in rows if any(item.strip() for item in row))
    return max(counts, key=lambda width: (counts[width] * (width > 1), width)) if counts else 0


def trimmed(row: list[str]) -> list[str]:
    """Return a row without the empty cells at its end."""
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def header_score(rows: list[list[str]], at: int) -> float:
    """Return how much row ``at`` looks like the names of the columns below it (0 to about 1.5)."""
    row = [item.strip() for item in trimmed(rows[at])]
    filled = [item for item in row if item]
    below = [other for other in rows[at + 1 : at + 1 + _BELOW] if other != rows[at]]
    if not filled or (len(filled) == 1 and len(row) > 1 and below):
        return 0.0
    known = sum(said(item).best for item in filled) / len(filled)
    data = sum(map(_is_data, filled)) / len(filled)
    again = _repeated_below(row, below)
    fill = min(1.0, len(filled) / max(1, usual_width(below[:2]))) if below else 1.0
    shape = sum(bool(_IDENTIFIER.fullmatch(item)) or item.endswith(("?", ":")) for item in filled) / len(
        filled
    )
    score = 0.75 * known + 0.35 * _contrast(row, below) + 0.15 * shape
    score -= 1.2 * data + 0.9 * again + 0.25 * (len(set(filled)) < len(filled) * 0.8)
    score -= 0.3 * (max(map(len, filled)) > 160)
    return score * (0.3 + 0.7 * fill)


def _is_data(item: str) -> bool:
    """Return whether a cell holds an address, a date or a number, and is no known header ("S.No")."""
    return values.kind(item) in _DATA and said(item).best < 0.8


def _repeated_below(row: list[str], below: list[list[str]]) -> float:
    """Return the share of cells that stand again below in their own column, as values do."""
    filled = [(at, item) for at, item in enumerate(row) if item]
    records = [other for other in below if not _of_header_words(other)]
    hits = sum(any(at < len(other) and other[at].strip() == item for other in records) for at, item in filled)
    return hits / len(filled)


def _of_header_words(row: list[str]) -> bool:
    """Return whether a row is made of header words: the header of a further table, not a record."""
    filled = [item for item in row if item.strip()]
    return len(filled) > 1 and sum(said(item).best for item in filled) >= 0.6 * len(filled)


def _contrast(row: list[str], below: list[list[str]]) -> float:
    """Return the share of columns whose values are all of one kind that the header's cell is not."""
    hits, columns = 0.0, 0
    for at, item in enumerate(row):
        kinds = Counter(values.kind(other[at]) for other in below if at < len(other))
        kinds.pop("empty", None)
        if not kinds or not item:
            continue
        columns += 1
        usual, count = kinds.most_common(1)[0]
        longer = sum(len(other[at]) for other in below if at < len(other)) / len(below) > 2.5 * len(item) + 10
        hits += (usual != "text" and count >= 0.7 * kinds.total() and values.kind(item) != usual) or (
            0.5 * longer
        )
    return hits / columns if columns else 0.0


def looks_like_data(rows: list[list[str]], at: int) -> bool:
    """Return whether a row is one more record: a person, or values of the same kind as below."""
    row = [item.strip() for item in rows[at]]
    below = rows[at + 1 : at + 1 + _BELOW]
    known = sum(said(item).best >= 0.8 for item in row)
    if known >= 2 and 2 * known >= sum(map(bool, row)):
        return False
    for column, item in enumerate(row):
        others = [other[column] for other in below if column < len(other) and other[column].strip()]
        if not item or not others or said(item).best >= 0.8:
            continue
        persons = sum(values.is_person(other) for other in others) / len(others)
        firms = sum(values.is_organization(other) for other in others) / len(others)
        if (persons >= 0.6 and values.is_person(item)) or (firms >= 0.5 and values.is_organization(item)):
            return True
    return False


def first_section(rows: list[list[str]]) -> Section:
    """Return the first table: where its header is, if it has one, and where its records begin."""
    if len(rows) > 1 and len(rows[0]) > 1 and header_score(rows, 0) >= _CERTAIN:
        return section_at(rows, 0)
    scores = [header_score(rows, at) for at in range(min(_LOOK, len(rows)))]
    width = usual_width(rows)
    if width == 1:
        return _single_column(rows)
    best = max(scores)
    for at, score in enumerate(scores):
        if score >= ENOUGH and score >= 0.6 * best and _is_preamble(rows, at):
            return section_at(rows, at)
    at = next((at for at in range(len(scores)) if len(trimmed(rows[at])) >= max(2, 0.7 * width)), 0)
    if _unknown_header(rows, at, scores[at]):
        return section_at(rows, at)
    return Section([], at, len(rows))


def _single_column(rows: list[list[str]]) -> Section:
    at = next((at for at in range(min(_LOOK, len(rows))) if said(rows[at][0]).best >= 0.8), None)
    return Section([], 0, len(rows)) if at is None else section_at(rows, at)


def _unknown_header(rows: list[list[str]], at: int, score: float) -> bool:
    """Return whether a row of unknown words is a header: people put one there, unless it is a record."""
    row = [item.strip() for item in trimmed(rows[at])]
    if not row or len(rows) <= at + 1:
        return any(said(item).best for item in row)
    if any(map(_is_data, row)):
        return False
    if _names_other_kinds(rows, at):
        return True
    if looks_like_data(rows, at) or _repeated_below(row, rows[at + 1 : at + 1 + _BELOW]) > 0:
        return False
    return score > 0.1 or all(len(item) <= 40 for item in row)


def _names_other_kinds(rows: list[list[str]], at: int) -> bool:
    """Return whether plain words stand above a column of addresses, or above several of dates and numbers."""
    below = rows[at + 1 : at + 1 + _BELOW]
    found: Counter[str] = Counter()
    for column, item in enumerate(rows[at]):
        kinds = Counter(values.kind(row[column]) for row in below if column < len(row))
        kinds.pop("empty", None)
        usual, count = kinds.most_common(1)[0] if kinds else ("text", 0)
        if item.strip() and values.kind(item) == "text" and count >= max(2, 0.7 * kinds.total()):
            found[usual] += 1
    return bool(found["email"] or found["url"]) or sum(found[kind] for kind in _MEASURED) > 1


def section_at(rows: list[list[str]], at: int) -> Section:
    """Return the section whose first header row is ``at``; further header rows belong to it."""
    headers = [at]
    if at + 2 < len(rows) and _fills_gaps(rows[at], rows[at + 1]):
        lower = [*rows[at + 1], *[""] * (len(rows[at]) - len(rows[at + 1]))]
        rows[at + 1] = [
            item or (rows[at][place] if place < len(rows[at]) else "") for place, item in enumerate(lower)
        ]
        return Section([at, at + 1], at + 2, len(rows))
    while headers[-1] + 1 < len(rows) and len(headers) < 3 and _is_second_header(rows, headers[-1]):
        headers.append(headers[-1] + 1)
    return Section(headers, headers[-1] + 1, len(rows))


def _fills_gaps(upper: list[str], lower: list[str]) -> bool:
    """Return whether a row names just the columns that the row above leaves open below its group headers."""
    named = [place for place, item in enumerate(lower) if item.strip()]
    above = [*map(str.strip, upper), *[""] * len(lower)]
    if not 2 <= len(named) < sum(map(bool, above)) or not all(
        said(lower[place]).best >= 0.8 for place in named
    ):
        return False
    # A group header stands above its first column and leaves the next one open.
    return any(not above[place] for place in named) and all(
        not above[place] or (place + 1 in named and not above[place + 1]) for place in named
    )


def _is_second_header(rows: list[list[str]], at: int) -> bool:
    """Return whether the row below a header is a header too: the same words, or finer ones under groups."""
    upper, lower = trimmed(rows[at]), trimmed(rows[at + 1])
    if lower and [item.strip() for item in lower] == [item.strip() for item in upper]:
        return True
    named = sum(bool(item.strip()) for item in lower)
    if len(rows) <= at + 2 or named < 2 or 2 * named < len(upper):
        return False
    below = header_score(rows, at + 1)
    grouped = sum(bool(item.strip()) for item in upper) < sum(bool(item.strip()) for item in lower)
    return (
        below >= ENOUGH and (grouped or below > header_score(rows, at)) and not looks_like_data(rows, at + 1)
    )


def _is_preamble(rows: list[list[str]], at: int) -> bool:
    """Return whether the rows above a header are no records: clearly narrower than it."""
    filled = sum(bool(item.strip()) for item in rows[at])
    return all(
        sum(bool(item.strip()) for item in row) <= max(2, 0.8 * filled) < filled or filled <= 1
        for row in rows[:at]
    )


def group_names(rows: list[list[str]], section: Section) -> list[str]:
    """Return the group header above each column, each reaching to the next; empty without groups."""
    if section.header is None or section.header == 0:
        return []
    named, above = trimmed(rows[section.header]), trimmed(rows[section.header - 1])
    filled = [item for item in above if item.strip()]
    if (
        not 2 <= len(filled) < sum(bool(item.strip()) for item in named)
        or max(map(len, filled)) > _LONG_GROUP
    ):
        return []
    groups, group = [], ""
    for at in range(len(named)):
        group = (above[at].strip() if at < len(above) else "") or group
        groups.append(group)
    return groups
