"""Which days of a calendar are read, and which entries clearly lie outside: these are never parsed."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from pipeline.ingest.ics_expand import Window, repeats
from pipeline.ingest.ics_scan import limited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.ics_entry import Entry
    from pipeline.ingest.ics_scan import Block, Scan
    from pipeline.ingest.importer import Source
    from pipeline.settings import Settings

_DATE = re.compile(
    rb"^DT(START|END)[^:\n]*:(\d{8})|^(RRULE|RDATE|RECURRENCE-ID|DURATION)\b|^DTSTAMP[^:\n]*:(\d{8})",
    re.IGNORECASE | re.MULTILINE,
)
_UNTIL = re.compile(rb"UNTIL=(\d{8})", re.IGNORECASE)
#: Durations of less than five days; any other is computed.
_SHORT = re.compile(
    rb"^DURATION[^:\n]*:[ \t]*[+-]?PT(?:\d{1,2}H)?(?:\d{1,3}M)?(?:\d{1,3}S)?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FIVE_DAYS, _NOTHING = dt.timedelta(days=5), dt.timedelta()
_MARGIN = dt.timedelta(days=2)
_SERIES_MARGIN = dt.timedelta(days=60)
_NO_DATE = dt.date(2000, 1, 1)


def asked_window(settings: Settings) -> Window | None:
    """Return the days that the settings name, with a margin; None when they name none."""
    first, last = settings.text("calendar.first_day"), settings.text("calendar.last_day")
    if not first or not last:
        return None
    start = dt.datetime.combine(dt.date.fromisoformat(first), dt.time(), dt.UTC)
    end = dt.datetime.combine(dt.date.fromisoformat(last), dt.time(), dt.UTC)
    return Window(start - _MARGIN, end + _MARGIN)


def own_window(entries: Sequence[Entry], found: Scan, source: Source, settings: Settings) -> Window:
    """Return a window that holds every single entry, and series around the date of the file."""
    stamps = [match for block in found.events[:5000] if (match := _stamp(block))]
    known = [day for day in (source.modified, max(stamps, default=None)) if day]
    known = known or [max((entry.start.wall.date() for entry in entries), default=_NO_DATE)]
    start = _midnight(min(known)) - dt.timedelta(days=settings.integer("calendar.days_before"))
    end = _midnight(max(known)) + dt.timedelta(days=settings.integer("calendar.days_after"))
    single = [entry.times(entry.start.wall) for entry in entries if not repeats(entry)]
    return Window(
        min([start, *(begin for begin, _ in single)]),
        max([end, *(finish + dt.timedelta(seconds=1) for _, finish in single)]),
    )


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _stamp(block: Block) -> dt.date | None:
    days = [match[4] for match in _DATE.finditer(block.data) if match[4]]
    return _day(days[0]) if days else None


def _day(text: bytes) -> dt.date | None:
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


def near(blocks: Sequence[Block], window: Window | None) -> tuple[list[Block], str | None]:
    """Return the blocks that may touch the window; and how many do not, with what of them was too large."""
    if window is None:
        return list(blocks), None
    far = [_clearly_outside(block.data, window) for block in blocks]
    inside = [block for block, out in zip(blocks, far, strict=True) if not out]
    if not any(far):
        return inside, None
    cut = [part for block, out in zip(blocks, far, strict=True) if out for part in limited(block)[1]]
    parts = "".join(f"; left out of them: {part}" for part in cut[:3])
    return inside, f"{sum(far)} entries lie outside the days asked for{parts}"


def _clearly_outside(data: bytes, window: Window) -> bool:
    """Return whether the dates as text show that a block cannot touch the window: it is not parsed then."""
    start = end = None
    series, lasting = False, 0
    for match in _DATE.finditer(data):
        if match[1]:
            if match[1].upper() == b"START":
                start = _day(match[2])
            else:
                end = _day(match[2])
        elif match[3]:
            series = series or match[3].upper() != b"DURATION"
            lasting += match[3].upper() == b"DURATION"
    if start is None:
        return False
    if start > (window.end + _MARGIN).date() and b"RECURRENCE-ID" not in data.upper():
        return True
    if series:
        return _series_over(data, start, end, window)
    if lasting > len(_SHORT.findall(data)):
        return False
    return max(start, end or start) + (_FIVE_DAYS if lasting else _NOTHING) < (window.start - _MARGIN).date()


def _series_over(data: bytes, start: dt.date, end: dt.date | None, window: Window) -> bool:
    """Return whether a plain series of short entries ended long before the window."""
    upper = data.upper()
    until = [_day(found) for found in _UNTIL.findall(data)]
    if not until or None in until or b"RDATE" in upper or b"RECURRENCE-ID" in upper or b"DURATION" in upper:
        return False
    short = end is None or (end - start) < _SERIES_MARGIN / 2
    return short and max(day for day in until if day) < (window.start - _SERIES_MARGIN).date()
