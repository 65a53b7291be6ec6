"""What an entry of a calendar says, once it is read: moments, lengths, rules and words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.ingest.ics_zone import Zone

FIRST_YEAR, LAST_YEAR, OLDEST_SERIES = 1970, 2199, 1600


class UnreadableError(Exception):
    """This one entry cannot be used; ``code`` and the text say why, ``raw`` shows its own time text."""

    def __init__(self, code: str, why: str, raw: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why
        self.raw = raw


@dataclass(frozen=True, slots=True)
class When:
    """A moment as it was written: wall time and zone; a day without a time, or a time that names no zone."""

    wall: dt.datetime
    zone: Zone
    all_day: bool = False
    floating: bool = False

    @property
    def utc(self) -> dt.datetime:
        """Return the instant."""
        return self.zone.utc(self.wall)


@dataclass(frozen=True, slots=True)
class Entry:
    """One VEVENT, read. ``span`` is a length on the clock on the wall, ``exact`` one in real time.

    ``lengths`` holds those of single repeat dates, by their wall time.
    """

    row: int
    uid: str
    key: str
    title: str
    place: str | None
    description: str | None
    speakers: tuple[str, ...]
    busy: str
    cancelled: bool
    sequence: int
    start: When
    span: dt.timedelta | None
    exact: dt.timedelta | None
    rules: tuple[Any, ...] = ()
    excluded: tuple[dt.datetime, ...] = ()
    excluding: tuple[Any, ...] = ()
    extra: tuple[dt.datetime, ...] = ()
    lengths: Mapping[dt.datetime, dt.timedelta] = field(default_factory=dict)
    replaces: When | None = None
    from_there_on: bool = False
    raw: str = ""
    remarks: tuple[tuple[str, str], ...] = field(default=())

    def times(self, wall: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
        """Return start and end in UTC of the occurrence at this wall time; the end is never earlier."""
        start = self.start.zone.utc(wall)
        exact = self.lengths.get(wall, self.exact)
        if exact is not None:
            return start, start + exact
        span = self.span or dt.timedelta()
        end = self.start.zone.utc(wall + span)
        # A start inside a skipped hour moves forward; the entry keeps the length it was given.
        skipped = self.start.zone.wall(start) != wall
        return start, max(end, start + span) if skipped else max(end, start)
