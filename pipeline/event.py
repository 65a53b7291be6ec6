"""What an event is: one frozen value, read from ``events/<slug>/event.toml``."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from pipeline.errors import SettingsError
from pipeline.floor_map import read_floor
from pipeline.profile import as_day
from pipeline.settings import read_toml
from pipeline.zones import zone_of

if TYPE_CHECKING:
    from pathlib import Path

EventKind = Literal["fair", "conference", "meetup"]
KINDS: tuple[EventKind, ...] = ("fair", "conference", "meetup")
#: No floor is larger than this (metres); what is beyond, or no number, is a slip.
_FURTHEST = 100_000.0
#: A ``map`` that ends so is a file; any other text is a remark.
_LISTS = (".csv", ".tsv", ".txt")
#: Minutes of the longest opening that goes past midnight.
_LONGEST_NIGHT = 12 * 60
#: A name that a folder may have on any system: not those that Windows keeps for devices.
SLUG = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Opening:
    """The hours of one day, in UTC; ``end`` is after ``start``."""

    start: dt.datetime
    end: dt.datetime


@dataclass(frozen=True, slots=True)
class Event:
    """One event. ``hours`` has one opening per day, in order; ``talks`` are titles the user must not miss."""

    slug: str
    name: str
    kind: EventKind
    tz: str
    hours: tuple[Opening, ...]
    place: str | None = None
    map: str | None = None
    floor: dict[str, tuple[float, float]] = field(default_factory=dict)
    talks: tuple[str, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone that times on paper are written in."""
        return ZoneInfo(self.tz)

    @property
    def first_day(self) -> dt.date:
        """Return the local date of the first opening."""
        return self.hours[0].start.astimezone(self.zone).date()

    @property
    def last_day(self) -> dt.date:
        """Return the local date of the last opening: of a night, that on which it begins."""
        return self.hours[-1].start.astimezone(self.zone).date()

    def day_of(self, moment: dt.datetime) -> dt.date:
        """Return the day of the event that a moment belongs to: of a night, that on which it begins."""
        local = moment.astimezone(self.zone).date()
        night = next((one for one in self.hours if one.start <= moment <= one.end), None)
        return night.start.astimezone(self.zone).date() if night else local


def read_event(path: Path) -> Event:
    """Return the event in this file; the slug is the name of its folder.

    Raises ``SettingsError`` when something that the plan needs is missing or unreadable.
    """
    if not path.is_file():
        raise SettingsError(
            f"there is no event {path.parent.name!r}",
            where=str(path),
            do="'meetwell event list' names the events; 'meetwell event add' makes one.",
        )
    return as_event(path.parent.name, event_table(path), str(path))


def event_table(path: Path) -> dict[str, Any]:
    """Return what an event file says; a ``map`` that is a list beside it gives the floor, unless it has one.

    Raises ``SettingsError`` when that list is missing or cannot be read.
    """
    table = read_toml(path)
    named = str(table.get("map") or "")
    if named.lower().endswith(_LISTS) and "floor" not in table:
        table["floor"] = {booth: list(spot) for booth, spot in read_floor(path.parent / named).items()}
    return table


def as_event(slug: str, table: dict[str, Any], where: str) -> Event:
    """Return the event a table of plain values describes; ``where`` names its source in messages."""
    known = {"slug", "name", "kind", "start", "end", "hours", "tz", "place", "map", "floor", "talks"}
    unknown = sorted(set(table) - known)
    if unknown:
        raise SettingsError(
            f"unknown key {unknown[0]}", where=where, do=f"Known: {', '.join(sorted(known))}."
        )
    if not SLUG.fullmatch(slug):
        raise SettingsError(
            f"{slug!r} is no short name of an event",
            where=where,
            do="Use small letters, digits and hyphens, at most 64, and no device's name such as con.",
        )
    kind = table.get("kind", "fair")
    if kind not in KINDS:
        raise SettingsError(f"kind is {kind!r}", where=where, do=f"It takes one of: {', '.join(KINDS)}.")
    zone = zone_of(str(table.get("tz") or "UTC"), where)
    return Event(
        slug=slug,
        name=str(table.get("name") or slug),
        kind=kind,
        tz=zone.key,
        hours=_openings(table, zone, where),
        place=table.get("place") or None,
        map=table.get("map") or None,
        floor=_floor(table.get("floor") or {}, where),
        talks=_talks(table.get("talks") or [], where),
    )


def _talks(table: Any, where: str) -> tuple[str, ...]:
    if isinstance(table, list) and all(isinstance(title, str) for title in table):
        return tuple(table)
    raise SettingsError(
        "the talks you marked cannot be read", where=where, do='Write their titles: talks = ["Opening"]'
    )


def _floor(table: Any, where: str) -> dict[str, tuple[float, float]]:
    try:
        floor = {str(booth): (float(x), float(y)) for booth, (x, y) in table.items()}
    except (AttributeError, TypeError, ValueError):
        floor = {"": (math.inf, math.inf)}
    if all(abs(metres) <= _FURTHEST for spot in floor.values() for metres in spot):
        return floor
    raise SettingsError(
        "the floor plan cannot be read", where=where, do="Write each booth in metres: A01 = [4, 12.5]"
    )


def _openings(table: dict[str, Any], zone: ZoneInfo, where: str) -> tuple[Opening, ...]:
    start = as_day(table.get("start"), where, "start")
    if start is None:
        raise SettingsError("the event has no start date", where=where, do="Add a line: start = 2026-11-26")
    end = as_day(table.get("end"), where, "end") or start
    days = (end - start).days + 1
    if not 1 <= days <= 31:
        what = f"ends on {end}, before it begins" if days < 1 else f"would last {days} days; 31 is the most"
        raise SettingsError(f"the event {what}", where=where, do="Check its first and its last day.")
    hours = table.get("hours")
    if not hours:
        raise SettingsError(
            "the event has no hours, so no day can be planned",
            where=where,
            do='Add a line: hours = "10:00-16:00" (or one entry per day).',
        )
    spans = [hours] * days if isinstance(hours, str) else list(hours)
    if len(spans) != days:
        raise SettingsError(
            f"hours has {len(spans)} entries for {days} days",
            where=where,
            do='Write one for all days, hours = "10-16", or one for each: hours = ["10-16", "9-13"].',
        )
    openings = tuple(
        _opening(start + dt.timedelta(days=index), span, zone, where) for index, span in enumerate(spans)
    )
    for one, following in pairwise(openings):
        if following.start < one.end:
            day = following.start.astimezone(zone).date()
            raise SettingsError(
                f"the hours of {day} begin before those of the day before end",
                where=where,
                do="Give each day its own, as hours = [...], so that they do not overlap.",
            )
    return openings


def _opening(day: dt.date, span: str, zone: ZoneInfo, where: str) -> Opening:
    begin, end, over = opening_hours(span, where)
    return Opening(
        dt.datetime.combine(day, begin, zone).astimezone(dt.UTC),
        dt.datetime.combine(day + over, end, zone).astimezone(dt.UTC),
    )


def opening_hours(text: str, where: str) -> tuple[dt.time, dt.time, dt.timedelta]:
    """Return both ends of hours of an event, and a day where they end after midnight, as in ``20:00-02:00``.

    Raises ``SettingsError`` when they cannot be read, or would last longer than a night: "10-4" is a slip.
    """
    begin, end = parse_hours(re.sub(r"\b24(?=(?::00)?\s*$)", "0", str(text)), where)
    if begin < end:
        return begin, end, dt.timedelta()
    length = (end.hour - begin.hour) % 24 * 60 + end.minute - begin.minute
    if begin == end or length > _LONGEST_NIGHT:
        raise SettingsError(
            f"hours {text!r} end before they begin",
            where=where,
            do='Write 4 pm as 16:00; a night of 12 hours at most may end after midnight: "20:00-02:00".',
        )
    return begin, end, dt.timedelta(days=1)


def parse_hours(text: str, where: str) -> tuple[dt.time, dt.time]:
    """Return both ends of ``10-16``, ``10:00-16:30`` or ``9:30 - 17``.

    Raises ``SettingsError`` when the text is no span of hours.
    """
    clock = r"(\d{1,2})(?::(\d{2}))?"
    found = re.fullmatch(rf"\s*{clock}\s*[-\u2013]\s*{clock}\s*", str(text))
    try:
        if found:
            return dt.time(int(found[1]), int(found[2] or 0)), dt.time(int(found[3]), int(found[4] or 0))
    except ValueError:
        pass
    raise SettingsError(f"hours {text!r} cannot be read", where=where, do='Write them as "10:00-16:00".')
