"""The rows above a list: they name the event, and often say when its doors are open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.ingest.cells import day
from pipeline.ingest.counted import were
from pipeline.ingest.importer import Finding

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from pipeline.ingest.importer import Inspection

_CODE = "table.preamble"
_LONGEST = 500
_CLOCK = r"(\d{1,2})(?:[:.h]([0-5]\d))?\s?([ap]\.?m\b\.?)?"
_SPAN = re.compile(
    rf"(?<![\d./:-]){_CLOCK}\s*(?:[-\u2013\u2014]|to|bis|until)\s*{_CLOCK}(?![\d/-])", re.IGNORECASE
)

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
    spans = {span for text in _blocks(inspections) for span in map(_span, _SPAN.finditer(text)) if span}
    return spans.pop() if len(spans) == 1 else None


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
    hours = _SPAN.search(text)
    days = (at.start() for at in _WORD.finditer(text) if day(text[at.start() :]))
    ends = [hours.start()] if hours else []
    return text[: min([*ends, *days], default=len(text))]


def _blocks(inspections: Iterable[Inspection | None]) -> list[str]:
    return [item.raw or "" for found in inspections if found for item in found.repairs if item.code == _CODE]


def _span(found: re.Match[str]) -> str | None:
    """Return one span of hours; null for one that may be days, counts or no time of a day."""
    hour, minute, half, until, minute_until, evening = found.groups()
    if not (minute or minute_until or half or evening):
        return None
    # "1-4 pm" begins in the afternoon, "10-4 pm" does not.
    same_half = int(hour) < int(until) or int(hour) == 12
    begin = _clock(hour, minute, half or (evening if same_half else None))
    end = _clock(until, minute_until, evening)
    return f"{begin}-{end}" if begin < end < "24" else None


def _clock(hour: str, minute: str | None, half: str | None) -> str:
    at = int(hour) % 12 + 12 * (half[0] in "pP") if half else int(hour)
    return f"{at:02}:{int(minute or 0):02}"
