"""Zone names as calendars really write them, to time zones: never a silent guess."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Mapping

_IANA = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")
_OFFSET = re.compile(r"(?:GMT|UTC|Z)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_STANDARD_DAY = dt.datetime(2025, 1, 15)  # noqa: DTZ001 - a wall time, given a zone where it is used
_FURTHEST = dt.timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone that was found, the name to print, and a word on how it was found when that is not plain."""

    tz: dt.tzinfo
    name: str
    guessed: str | None = None

    def utc(self, wall: dt.datetime) -> dt.datetime:
        """Return the instant of a wall time.

        A time that a clock change skips is read with the offset before the change, which shifts it forward; a
        time that occurs twice is the first of the two.
        """
        return wall.replace(tzinfo=self.tz, fold=0).astimezone(dt.UTC)

    def wall(self, instant: dt.datetime) -> dt.datetime:
        """Return the wall time of an instant, without a zone."""
        return instant.astimezone(self.tz).replace(tzinfo=None)


UTC = Zone(dt.UTC, "UTC")


@dataclass(slots=True)
class Zones:
    """The zones of one file: its own VTIMEZONEs, its calendar zone, and the zone given from outside."""

    own: Mapping[str, dt.tzinfo] = field(default_factory=dict)
    located: Mapping[str, str] = field(default_factory=dict)
    calendar: str | None = None
    given: str | None = None
    fallback: str = "UTC"
    _seen: dict[str, Zone | None] = field(default_factory=dict)

    def floating(self) -> Zone:
        """Return the zone of times that name none: the calendar's, else the given one, else the setting's."""
        zone = self._stated(self.calendar) if self.calendar else None
        if zone:
            return zone
        why = f"the calendar's zone {self.calendar!r} is unknown" if self.calendar else ""
        if given := self._named(self.given):
            return Zone(given.tz, given.name, f"{why}: {given.name} was taken" if why else None)
        why = why or "the file names no zone"
        return Zone(iana(self.fallback) or dt.UTC, self.fallback, f"{why}: {self.fallback}")

    def find(self, tzid: str) -> Zone | None:
        """Return the zone of a TZID, or None when nothing says what it is."""
        if tzid not in self._seen:
            self._seen[tzid] = self._find(tzid.strip().strip('"').strip())
        return self._seen[tzid]

    def _stated(self, tzid: str) -> Zone | None:
        """Return the zone that a name says by itself, or by its definition in the file."""
        zone = self._named(tzid)
        if zone:
            return zone
        if tzid in self.located and (zone := self._named(self.located[tzid])):
            return zone
        if tzid in self.own:
            return Zone(self.own[tzid], tzid)
        return by_label(tzid) or by_city(tzid) or by_offset(tzid) or by_habit(tzid)

    def _find(self, tzid: str) -> Zone | None:
        if zone := self._stated(tzid):
            return zone
        for source in (self.calendar, self.given):
            if zone := self._named(source):
                return Zone(zone.tz, zone.name, f"zone {tzid!r} is unknown: {zone.name} was taken")
        return None

    def _named(self, name: str | None) -> Zone | None:
        if not name:
            return None
        found = iana(name)
        if found:
            return Zone(found, found.key)
        windows = _windows().get(name.strip().lower())
        if windows and (found := iana(windows)):
            return Zone(found, found.key)
        return _path_end(name)


@cache
def iana(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, in any case of letters, or None; opens no file for any other text."""
    name = name.strip()
    if not _IANA.fullmatch(name):
        return None
    key = _keys().get(name.lower())
    return ZoneInfo(key) if key else None


@cache
def _keys() -> dict[str, str]:
    return {key.lower(): key for key in available_timezones() if not key.startswith(("posix", "right"))}


@cache
def _windows() -> dict[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return {name.lower(): key for name, key in WINDOWS_TO_OLSON.items()}


def _path_end(name: str) -> Zone | None:
    """Return the zone that ends a path such as /mozilla.org/20050126_1/Europe/Berlin."""
    parts = name.split("/")
    if ".." in name or not name.startswith("/"):
        return None
    for length in (3, 2):
        found = iana("/".join(parts[-length:])) if len(parts) > length else None
        if found:
            return Zone(found, found.key)
    return None


def by_label(name: str) -> Zone | None:
    """Return the zone that menus show as "(UTC-05:00) Eastern Time (US & Canada)", with or without offset."""
    plain = re.sub(r"^\((?:UTC|GMT)[^)]*\)\s*|^tzone://Microsoft/", "", name.strip(), flags=re.IGNORECASE)
    key = _labels().get(" ".join(plain.casefold().replace(" and ", " & ").split()))
    return Zone(ZoneInfo(key), key) if key else None


def by_habit(name: str) -> Zone | None:
    """Return the zone of a name that is nearly one: a blank or hyphen too many, a city, a short form."""
    plain = " ".join(name.split())
    spellings = (plain.replace(" ", "_"), plain.replace("-", "/", 1).replace(" ", "_"))
    windows = re.sub(r" \d+$", "", plain).lower()
    key = next((found.key for text in spellings if (found := iana(text))), None)
    key = key or _windows().get(windows) or _windows().get(f"{windows} standard time")
    key = key or _cities().get(plain.lower().replace(" ", "_")) or _short_names().get(plain.upper())
    return Zone(ZoneInfo(key), key, f"zone {name!r} was read as {key}") if key else None


@cache
def _short_names() -> dict[str, str]:
    table: dict[str, Any] = read_toml(shared("config") / "zones.toml")["short"]
    return dict(table)


@cache
def _labels() -> dict[str, str]:
    table: dict[str, Any] = read_toml(shared("config") / "zones.toml")["labels"]
    return {name.casefold(): key for name, key in table.items()}


def by_offset(name: str) -> Zone | None:
    """Return the fixed offset that a name such as GMT+0200 states, or None."""
    found = _OFFSET.fullmatch(name.strip())
    if not found:
        return None
    offset = dt.timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if offset > _FURTHEST:
        return None
    offset = -offset if found[1] == "-" else offset
    return Zone(dt.timezone(offset), name.strip(), f"zone {name!r} was read as a fixed offset")


def by_city(name: str) -> Zone | None:
    """Return the zone of a city in a name like "(UTC+01:00) Amsterdam, Berlin", if the offset agrees."""
    found = re.fullmatch(r"\((?:UTC|GMT)\s*(?:([+-])(\d{1,2}):(\d{2}))?\)\s*(.+)", name.strip())
    if not found:
        return None
    offset = dt.timedelta(hours=int(found[2] or 0), minutes=int(found[3] or 0))
    offset = -offset if found[1] == "-" else offset
    for city in found[4].split(","):
        key = _cities().get(city.strip().lower().replace(" ", "_"))
        if key and _standard(key) == offset:
            return Zone(ZoneInfo(key), key, f"zone {name!r} was read as {key}")
    return by_offset(f"{found[1] or '+'}{found[2] or '0'}:{found[3] or '00'}")


@cache
def _cities() -> dict[str, str]:
    return {key.rsplit("/", 1)[1].lower(): key for key in sorted(available_timezones()) if "/" in key}


@cache
def _standard(key: str) -> dt.timedelta:
    """Return the smaller of the offsets in January and July: the one that display names state."""
    zone = ZoneInfo(key)
    offsets = (
        _STANDARD_DAY.replace(month=month, tzinfo=zone).utcoffset() or dt.timedelta() for month in (1, 7)
    )
    return min(offsets)
