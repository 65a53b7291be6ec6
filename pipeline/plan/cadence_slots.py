"""Free slots for the steps: inside the user's working hours, around their calendar, outside quiet hours."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipeline.event import parse_hours
from pipeline.zones import zone_of

if TYPE_CHECKING:
    import polars as pl

Zone = ZoneInfo | None
Span = tuple[dt.datetime, dt.datetime]
_GRID = dt.timedelta(minutes=5)


class Slots:
    """Gives out free time, each minute once; all times are UTC."""

    def __init__(
        self, sessions: pl.DataFrame, *, hours: str, zone: str, quiet: str, where: str, now: dt.datetime
    ) -> None:
        """``hours`` are the user's in ``zone``; ``quiet`` hours are the others', in ``where`` unless told."""
        self._busy = _busy(sessions)
        self._hours = parse_hours(hours, "profile.toml: working_hours")
        self._zone = zone_of(zone, "profile.toml")
        self._quiet = parse_hours(quiet, "followup.quiet_hours")
        self._where = zone_of(where, "event.toml")
        self._now = now
        self._free: dict[tuple[dt.date, str | None], list[Span]] = {}

    def take(
        self, day: dt.date, minutes: int, *, message: bool, hours: str | None = None, home: Zone = None
    ) -> Span | None:
        """Return a free span of this length on this day and keep it, or None when there is none.

        ``hours`` replaces the working hours (the same evening, in the zone of the event); a message is sent
        outside the quiet hours of ``home``, where the other person lives.
        """
        length = dt.timedelta(minutes=minutes)
        if not minutes:
            return None
        for begin, end in self._day(day, hours):
            start = begin
            while start + length <= end:
                if not (message and self._is_quiet(start, start + length, home)):
                    span = (start, start + length)
                    self._keep(span)
                    return span
                start += _GRID
        return None

    def keep(
        self, span: Span, day: dt.date, *, message: bool, hours: str | None = None, home: Zone = None
    ) -> bool:
        """Keep a span that was given before, and tell whether it is still free on this day."""
        free = any(begin <= span[0] and span[1] <= end for begin, end in self._day(day, hours))
        if not free or (message and self._is_quiet(*span, home)):
            return False
        self._keep(span)
        return True

    def _day(self, day: dt.date, hours: str | None) -> list[Span]:
        key = (day, hours)
        if key not in self._free:
            begin, end = parse_hours(hours, "followup.evening") if hours else self._hours
            zone = self._where if hours else self._zone
            span = _utc(day, begin, zone), _utc(day, end, zone)
            blocked = [*self._busy, (dt.datetime.min.replace(tzinfo=dt.UTC), self._now)]
            self._free[key] = _without([span], blocked)
        return self._free[key]

    def _keep(self, span: Span) -> None:
        self._busy.append(span)
        for key, spans in self._free.items():
            if any(begin < span[1] and span[0] < end for begin, end in spans):
                self._free[key] = _without(spans, [span])

    def common(self, day: dt.date, home: Zone) -> bool:
        """Tell whether the user's hours of this day, free or not, meet hours in which ``home`` is awake."""
        begin, end = (_utc(day, clock, self._zone) for clock in self._hours)
        while begin < end and self._is_quiet(begin, begin + _GRID, home):
            begin += _GRID
        return begin < end

    def _is_quiet(self, start: dt.datetime, end: dt.datetime, home: Zone) -> bool:
        begin, over = self._quiet
        zone = home or self._where
        first, last = start.astimezone(zone).time(), end.astimezone(zone).time()
        if begin <= over:
            return first < over and last > begin
        return first < over or last > begin or last < first


def _busy(sessions: pl.DataFrame) -> list[Span]:
    import polars as pl

    own = sessions.filter((pl.col("owner") == "mine") & (pl.col("busy") == "busy") & ~pl.col("all_day"))
    return sorted(own.select("start_utc", "end_utc").iter_rows())


def _utc(day: dt.date, clock: dt.time, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, clock, zone).astimezone(dt.UTC)


def _without(spans: list[Span], blocked: list[Span]) -> list[Span]:
    """Return what is left of the spans when the blocked ones are cut out."""
    for begin, end in blocked:
        left = []
        for start, stop in spans:
            if end <= start or stop <= begin:
                left.append((start, stop))
                continue
            left += [part for part in ((start, begin), (end, stop)) if part[0] < part[1]]
        spans = left
    return spans
