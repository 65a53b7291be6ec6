"""Columns whose headers say nothing, told by their values where the list has no better column for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.ingest.column_profile import ColumnProfile

_LEAST = 0.6  # a guess as sure as this names the column already
_PERSON, _FIRM = 0.66, 0.62


def told_by_values(profiles: list[ColumnProfile], scores: dict[str, dict[str | None, float]]) -> None:
    """Let a column of names, or of firms, speak for itself when no header names one."""
    silent = [item for item in profiles if _is_silent(item)]
    filled = {item.name: scores[item.name] for item in profiles if item.filled}
    if not _any(filled, "name", "given_name", "family_name"):
        people = [item for item in silent if item.of("given") >= 0.4 and item.of("person") >= 0.6]
        if people:
            best = max(people, key=lambda item: round(item.of("given"), 1))
            scores[best.name]["name"] = _PERSON
    if not _any(filled, "organization"):
        firms = [
            item
            for item in silent
            if item.of("organization") >= 0.6
            and item.of("person") < 0.3
            and not (_words(item) or _sentences(item))
        ]
        if firms:
            scores[firms[0].name]["organization"] = _FIRM


def _is_silent(column: ColumnProfile) -> bool:
    """Return whether a header says nothing, or something that the values clearly contradict."""
    heard = column.said
    contradicted = heard.fields.keys() <= {"organization", "notes", "role"} and column.of("given") >= 0.6
    fitting = not heard.fields or contradicted
    return fitting and not heard.other and column.filled >= 2 and column.distinct >= 0.5


def _words(column: ColumnProfile) -> bool:
    """Return whether the cells are single plain words ("Energy", "Shipping"): a field as well as a firm."""
    return all(cell.isascii() and cell.isalpha() for cell in column.samples)


def _sentences(column: ColumnProfile) -> bool:
    """Return whether most cells are written as sentences are: of their words only the first begins large."""
    said = [re.findall(r"[^\W\d_]{4,}", cell)[1:] for cell in column.samples]
    small = [words for words in said if words and all(word.islower() for word in words)]
    return 2 * len(small) > len(column.samples)


def _any(scores: dict[str, dict[str | None, float]], *fields: str) -> bool:
    return any(options.get(field, 0.0) >= _LEAST for options in scores.values() for field in fields)
