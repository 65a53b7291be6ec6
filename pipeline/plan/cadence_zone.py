"""The time zone somebody lives in, from what a list or they themselves say; unknown where it is not clear."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

import polars as pl

from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Clock = tuple[dt.timedelta | None, ...]
_PHONE = re.compile(r"\+\d[\d\s().-]{6,}\d")
#: Two winters' and summers' days: zones that agree on both keep the same time.
_DAYS = (dt.datetime(2026, 1, 15, tzinfo=dt.UTC), dt.datetime(2026, 7, 15, tzinfo=dt.UTC))


def zone_of_person(person: Mapping[str, Any], channel: str | None = None) -> ZoneInfo | None:
    """Return a person's time zone by their location, else by a phone number; None unless it is clear.

    ``channel`` is how they asked to be reached; a number in it counts before those of lists.
    """
    found = zone_of_place(person["location"]) if person["location"] else None
    if found is None:
        numbers = [*_PHONE.findall(channel or ""), *person["phones"]]
        found = next(filter(None, (_of_phone(number) for number in numbers)), None)
    return ZoneInfo(found) if found else None


@cache
def zone_of_place(location: str) -> str | None:
    """Return the one zone that all known parts of a location ("Cambridge, MA, USA") leave, or None."""
    places = _places()
    parts = (_plain(piece) for piece in re.split(r"[,;/|()]", location))
    left: dict[Clock, str] | None = None
    for known in filter(None, (places.of(part) for part in parts if part)):
        left = known if left is None else {clock: left[clock] for clock in left if clock in known}
    return _only(left or {})


def _only(zones: Mapping[Clock, str]) -> str | None:
    return next(iter(zones.values())) if len(zones) == 1 else None


def _clocks(names: Iterable[str]) -> dict[Clock, str]:
    """Return zones by the time they keep; of those that agree the first."""
    found: dict[Clock, str] = {}
    for name in names:
        found.setdefault(tuple(day.astimezone(ZoneInfo(name)).utcoffset() for day in _DAYS), name)
    return found


class Homes:
    """The zone of each person, looked up once and only when asked for."""

    def __init__(self, people: pl.DataFrame, channels: Mapping[str, str]) -> None:
        """``channels``: how people asked to be reached, by person_id."""
        said = people.filter(pl.col("location").is_not_null() | (pl.col("phones").list.len() > 0))
        rows = said.select("person_id", "location", "phones").iter_rows(named=True)
        self._people = {row["person_id"]: row for row in rows}
        self._channels = channels
        self._found: dict[str, ZoneInfo | None] = {}

    def of(self, person_id: str | None) -> ZoneInfo | None:
        """Return where this person lives, or None where that is not known."""
        if person_id is None:
            return None
        if person_id not in self._found:
            person = self._people.get(person_id, {"location": None, "phones": []})
            self._found[person_id] = zone_of_person(person, self._channels.get(person_id))
        return self._found[person_id]


def _of_phone(number: str) -> str | None:
    import phonenumbers
    from phonenumbers.timezone import time_zones_for_number

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    known = available_timezones()
    return _only(_clocks(name for name in time_zones_for_number(parsed) if name in known))


class _Places:
    """Cities, regions and countries by their plain names; a name may mean several zones."""

    def __init__(self, table: Mapping[str, Mapping[str, Any]], zones: str, names: str) -> None:
        countries: dict[str, list[str]] = {}
        self.zones: dict[str, list[str]] = {}
        for line in _lines(zones):
            code, _, zone = line.split("\t")[:3]
            countries.setdefault(code, []).append(zone)
            city = _plain(zone.rpartition("/")[2].replace("_", " "))
            if city not in table["cities"]:
                self._add(city, [zone])
        listed = {name: code for code, name in (line.split("\t") for line in _lines(names))}
        for name, code in {**listed, **table["countries"]}.items():
            self._add(_plain(name), countries.get(code, []))
        for code, found in countries.items():
            self._add(_plain(code), found)
        for group in ("regions", "cities"):
            for name, found in table[group].items():
                self._add(name, [found] if isinstance(found, str) else found)

    def _add(self, name: str, zones: list[str]) -> None:
        self.zones.setdefault(name, []).extend(zones)

    def of(self, part: str) -> dict[Clock, str]:
        """Return every zone that a part of a location can mean, by the time it keeps."""
        return _clocks(self.zones.get(part, ()))


@cache
def _places() -> _Places:
    table = read_toml(shared("config") / "places.toml")
    folder = resources.files("tzdata") / "zoneinfo"
    return _Places(
        table, *((folder / name).read_text(encoding="utf-8") for name in ("zone.tab", "iso3166.tab"))
    )


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
