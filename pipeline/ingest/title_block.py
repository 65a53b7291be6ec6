"""The rows above a list: they name the event, and often say when its doors are open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.ingest.importer import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.ingest.importer import Inspection

_CODE = "table.preamble"
_LONGEST = 500
_CLOCK = r"(\d{1,2})(?:[:.h]([0-5]\d))?\s?([ap]\.?m\b\.?)?"
_SPAN = re.compile(
    rf"(?<![\d./:-]){_CLOCK}\s*(?:[-\u2013\u2014]|to|bis|until)\s*{_CLOCK}(?![\d/-])", re.IGNORECASE
)


def preamble(rows: Sequence[Sequence[str]], line: int) -> Finding:
    """Return the repair that these rows above the list were left out, with what they say."""
    words = [" ".join(cell.split()) for row in rows for cell in row]
    raw = " | ".join(filter(None, words))[:_LONGEST]
    said = f"{len(rows)} rows above the list were" if len(rows) > 1 else "1 row above the list was"
    return Finding("repaired", _CODE, f"{said} left out", row=line, raw=raw or None)


def opening_hours(inspections: Iterable[Inspection | None]) -> str | None:
    """Return the hours, as ``11:00-15:30``, that rows above a list say; null when none, or several, do."""
    blocks = [
        item.raw or "" for found in inspections if found for item in found.repairs if item.code == _CODE
    ]
    spans = {span for text in blocks for span in map(_span, _SPAN.finditer(text)) if span}
    return spans.pop() if len(spans) == 1 else None


def _span(found: re.Match[str]) -> str | None:
    """Return one span of hours; null for one that may be days, counts or no time of a day."""
    hour, minute, half, until, minute_until, evening = found.groups()
    if not (minute or minute_until or half or evening):
        return None
    same_half = (
        int(hour) < int(until) or int(hour) == 12
    )  # "1-4 pm" begins in the afternoon, "10-4 pm" does not
    begin = _clock(hour, minute, half or (evening if same_half else None))
    end = _clock(until, minute_until, evening)
    return f"{begin}-{end}" if begin < end < "24" else None


def _clock(hour: str, minute: str | None, half: str | None) -> str:
    at = int(hour) % 12 + 12 * (half[0] in "pP") if half else int(hour)
    return f"{at:02}:{int(minute or 0):02}"
