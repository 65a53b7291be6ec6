"""Where the list begins: the header line among preambles, titles, group headers and several tables."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from pipeline.ingest import values
from pipeline.ingest.vocabulary import said

_LOOK = 30  # rows after which a first header is no longer looked for
_IDENTIFIER = re.compile(r"[a-z]+(?:[_A-Z0-9][A-Za-z0-9]*)*|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_BELOW = 12  # rows that a header is compared with
_ENOUGH = 0.5
_MOST_TRIED = 1000  # odd rows looked at as a further header; a file with more is damaged, not many tables
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

    @property
    def header(self) -> int | None:
        """Return the index of the row whose words name the columns."""
        return self.headers[-1] if self.headers else None


def usual_width(rows: list[list[str]]) -> int:
    """Return the number of filled columns that most rows have."""
    counts = Counter(len(_trimmed(row)) for row in rows if any(item.strip() for item in row))
    return max(counts, key=lambda width: (counts[width] * (width > 1), width)) if counts else 0


def _trimmed(row: list[str]) -> list[str]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def header_score(rows: list[list[str]], at: int) -> float:
    """Return how much row ``at`` looks like the names of the columns below it (0 to about 1.5)."""
    row = [item.strip() for item in _trimmed(rows[at])]
    filled = [item for item in row if item]
    below = [other for other in rows[at + 1 : at + 1 + _BELOW] if other != rows[at]]
    if not filled or (len(filled) == 1 and len(row) > 1 and below):
        return 0.0
    known = sum(said(item).best for item in filled) / len(filled)
    data = sum(
        values.kind(item) in ("email", "url", "day", "time", "number", "phone") for item in filled
    ) / len(filled)
    again = _repeated_below(row, below)
    fill = min(1.0, len(filled) / max(1, usual_width(below[:2]))) if below else 1.0
    shape = sum(bool(_IDENTIFIER.fullmatch(item)) or item.endswith(("?", ":")) for item in filled) / len(
        filled
    )
    score = 0.75 * known + 0.35 * _contrast(row, below) + 0.15 * shape
    score -= 1.2 * data + 0.9 * again + 0.25 * (len(set(filled)) < len(filled) * 0.8)
    score -= 0.3 * (max(map(len, filled)) > 160)
    return score * (0.3 + 0.7 * fill)


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
    for column, item in enumerate(row):
        others = [other[column] for other in below if column < len(other) and other[column].strip()]
        if not item or not others or said(item).best >= 0.8:
            continue
        persons = sum(values.is_person(other) for other in others) / len(others)
        firms = sum(values.is_organization(other) for other in others) / len(others)
        if (persons >= 0.6 and values.is_person(item)) or (firms >= 0.5 and values.is_organization(item)):
            return True
    return False


def find_sections(rows: list[list[str]], gaps: set[int]) -> list[Section]:
    """Return the tables in these rows; ``gaps`` holds the indices of rows that follow an empty line."""
    if not rows:
        return []
    first = first_section(rows)
    sections = [first]
    above = first.headers[0] - 1 if first.headers else -1
    if above >= 0 and len(_trimmed(rows[above])) == 1:
        first.title = rows[above][0].strip()
    at = first.start + 1 if gaps or len(set(map(len, rows))) > 1 else len(rows)
    tried = 0
    while at < len(rows) and tried < _MOST_TRIED:
        looked = _may_begin_another(rows, at, gaps)
        tried += looked
        if looked and _begins_another(rows, at, sections[-1], gaps):
            sections[-1].stop = at
            sections.append(_section_at(rows, at))
            title = at - 1
            if title >= sections[-2].start and len(_trimmed(rows[title])) == 1:
                sections[-1].title = rows[title][0].strip()
                sections[-2].stop = title
            at = sections[-1].start
        at += 1
    sections[-1].stop = len(rows)
    return sections


def first_section(rows: list[list[str]]) -> Section:
    """Return the first table: where its header is, if it has one, and where its records begin."""
    if len(rows) > 1 and len(rows[0]) > 1 and header_score(rows, 0) >= _CERTAIN:
        return _section_at(rows, 0)
    scores = [header_score(rows, at) for at in range(min(_LOOK, len(rows)))]
    width = usual_width(rows)
    if width == 1:
        return _single_column(rows)
    best = max(scores)
    for at, score in enumerate(scores):
        if score >= _ENOUGH and score >= 0.6 * best and _is_preamble(rows, at):
            return _section_at(rows, at)
    at = next((at for at in range(len(scores)) if len(_trimmed(rows[at])) >= max(2, 0.7 * width)), 0)
    if _unknown_header(rows, at, scores[at]):
        return _section_at(rows, at)
    return Section([], at, len(rows))


def _single_column(rows: list[list[str]]) -> Section:
    at = next((at for at in range(min(_LOOK, len(rows))) if said(rows[at][0]).best >= 0.8), None)
    return Section([], 0, len(rows)) if at is None else _section_at(rows, at)


def _unknown_header(rows: list[list[str]], at: int, score: float) -> bool:
    """Return whether a row of unknown words is a header: people put one there, unless it is a record."""
    row = [item.strip() for item in _trimmed(rows[at])]
    if not row or len(rows) <= at + 1:
        return any(said(item).best for item in row)
    if any(values.kind(item) in ("email", "url", "day", "number", "phone", "time") for item in row):
        return False
    if looks_like_data(rows, at) or _repeated_below(row, rows[at + 1 : at + 1 + _BELOW]) > 0:
        return False
    return score > 0.1 or all(len(item) <= 40 for item in row)


def _section_at(rows: list[list[str]], at: int) -> Section:
    """Return the section whose first header row is ``at``; further header rows belong to it."""
    headers = [at]
    while headers[-1] + 1 < len(rows) and len(headers) < 3 and _is_second_header(rows, headers[-1]):
        headers.append(headers[-1] + 1)
    return Section(headers, headers[-1] + 1, len(rows))


def _is_second_header(rows: list[list[str]], at: int) -> bool:
    """Return whether the row below a header is a header too: the same words, or finer ones under groups."""
    upper, lower = _trimmed(rows[at]), _trimmed(rows[at + 1])
    if lower and [item.strip() for item in lower] == [item.strip() for item in upper]:
        return True
    if len(rows) <= at + 2 or not lower:
        return False
    below = header_score(rows, at + 1)
    grouped = sum(bool(item.strip()) for item in upper) < sum(bool(item.strip()) for item in lower)
    return (
        below >= _ENOUGH and (grouped or below > header_score(rows, at)) and not looks_like_data(rows, at + 1)
    )


def _may_begin_another(rows: list[list[str]], at: int, gaps: set[int]) -> bool:
    """Return whether a row is worth a closer look: apart from those above it, or of another width."""
    row, before = _trimmed(rows[at]), _trimmed(rows[at - 1])
    if len(row) < 2 or (len(row) == len(before) and at not in gaps):
        return False
    return not any("@" in item or "://" in item for item in row)


def _begins_another(rows: list[list[str]], at: int, current: Section, gaps: set[int]) -> bool:
    """Return whether a new table begins here: a header after an empty line or a title, of another shape."""
    row = _trimmed(rows[at])
    if len(row) < 2 or at + 1 >= len(rows):
        return False
    before = _trimmed(rows[at - 1])
    apart = at in gaps or (len(before) == 1 and at - 1 > current.start)
    header = current.header
    same = header is not None and [item.strip() for item in row] == [
        item.strip() for item in _trimmed(rows[header])
    ]
    if same:
        return apart
    if not apart and len(row) == len(before):
        return False
    return header_score(rows, at) >= _ENOUGH + 0.1 and not looks_like_data(rows, at)


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
    named, above = _trimmed(rows[section.header]), _trimmed(rows[section.header - 1])
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
