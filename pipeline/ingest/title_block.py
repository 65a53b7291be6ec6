"""The rows above a list: they name the event, and often say when its doors are open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.hours_said import hours_said
from pipeline.ingest.cells import day
from pipeline.ingest.counted import were
from pipeline.ingest.importer import Finding

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from pipeline.ingest.importer import Inspection

_CODE = "table.preamble"
_LONGEST = 500
_WORD = re.compile(r"(?<!\w)\w")
#: What stands before the last day of several.
_SPAN_TO = re.compile(r"(?:[-\u2013\u2014/&+]|\d\W*(?:and|to|until|bis|und|et|au|y|e))\s*$", re.IGNORECASE)


def preamble(rows: Sequence[Sequence[str]], line: int) -> Finding:
    """Return the repair that these rows above the list were left out, with what they say."""
    words = [" ".join(cell.split()) for row in rows for cell in row]
    raw = " | ".join(filter(None, words))[:_LONGEST]
    return Finding(
        "repaired",
        _CODE,
        f"{were(len(rows), 'row above the list', 'rows above the list')} left out",
        row=line,
        raw=raw or None,
    )


def opening_hours(inspections: Iterable[Inspection | None]) -> str | None:
    """Return the hours, as ``11:00-15:30``, that rows above a list say; null when none, or several, do."""
    spans = {(span.begin, span.end) for text in _blocks(inspections) for span in hours_said(text)}
    if len(spans) != 1:
        return None
    begin, end = spans.pop()
    return f"{_clock(begin)}-{_clock(end)}"


def days_named(inspections: Iterable[Inspection | None]) -> list[dt.date]:
    """Return the single days that rows above a list name, as "3 December 2026"; the end of a span is none."""
    found = {
        day(text[at.start() :])
        for text in _blocks(inspections)
        for at in _WORD.finditer(text)
        if not _SPAN_TO.search(text[: at.start()])
    }
    return sorted(one for one in found if one)


def cells_above(inspections: Iterable[Inspection | None]) -> list[str]:
    """Return the filled cells of the rows above lists, as they stand there."""
    return [cell for text in _blocks(inspections) for cell in text.split(" | ")]


def without_times(text: str) -> str:
    """Return what stands before the first day or span of hours in a text."""
    hours = [span.at for span in hours_said(text)][:1]
    days = (at.start() for at in _WORD.finditer(text) if day(text[at.start() :]))
    return text[: min([*hours, *days], default=len(text))]


def _blocks(inspections: Iterable[Inspection | None]) -> list[str]:
    return [item.raw or "" for found in inspections if found for item in found.repairs if item.code == _CODE]


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
