"""When a talk of a schedule begins and how long it lasts, as the programs that write schedules put it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.ingest.ics_zone import Zone

_LONGEST = dt.timedelta(days=31)
_ISO = re.compile(r"P(?:(\d{1,2})D)?T?(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:\d+S)?", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,4})\s*(?:min(?:utes?|\.)?|m|')", re.IGNORECASE)


def start_of(told: tuple[str, str, str], zone: Zone, day_change: str) -> dt.datetime | None:
    """Return the start in UTC: from the full date, else from day and clock (after midnight: next day)."""
    date, of_day, start = told
    try:
        moment = dt.datetime.fromisoformat(date)
        return moment.astimezone(dt.UTC) if moment.tzinfo else zone.utc(moment)
    except (ValueError, OverflowError):
        pass
    try:
        day = dt.date.fromisoformat(of_day[:10])
        clock = dt.time.fromisoformat(_padded(start))
        later = clock < dt.time.fromisoformat(_padded(day_change))
        return zone.utc(dt.datetime.combine(day + dt.timedelta(days=later), clock))
    except (ValueError, OverflowError):
        return None


def _padded(clock: str) -> str:
    return f"0{clock}" if clock[1:2] == ":" else clock


def offset_of(date: str) -> str | None:
    """Return the offset that a full date states, as UTC+02:00; None when it states none, or states UTC."""
    try:
        offset = dt.datetime.fromisoformat(date).utcoffset()
    except ValueError:
        return None
    if not offset:
        return None
    hours, minutes = divmod(abs(offset) // dt.timedelta(minutes=1), 60)
    return f"UTC{'-' if offset < dt.timedelta() else '+'}{hours:02}:{minutes:02}"


def length_of(text: str) -> dt.timedelta | None:
    """Return a duration such as 0:45, 1:02:30 (days first), 0:45:00 (hours first), 45, 45 min or PT45M."""
    if minutes := _MINUTES.fullmatch(text.strip()):
        return dt.timedelta(minutes=int(minutes[1]))
    iso = _ISO.fullmatch(text.strip())
    if iso and any(iso.groups()):
        days, hours, of_hour = (int(part or 0) for part in iso.groups())
        length = dt.timedelta(days=days, hours=hours, minutes=of_hour)
        return length if length <= _LONGEST else None
    parts = text.split(":")
    if not all(part.isdecimal() and len(part) < 6 for part in parts) or len(parts) > 3:
        return None
    days, hours, of_hour = [0] * (3 - len(parts)) + [int(part) for part in parts]
    if len(parts) == 3 and (days == 0 or hours >= 24):
        # Nobody writes that there are no days: hours, minutes and seconds.
        days, hours, of_hour = 0, days, hours
    length = dt.timedelta(days=days, hours=hours, minutes=of_hour)
    return length if length <= _LONGEST else None
