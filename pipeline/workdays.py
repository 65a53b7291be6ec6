"""Working days: no computed date falls on a weekend or a public holiday.

Whose holidays count: those of the country in the profile; without one, of the country whose time zone the
event keeps, because those one writes to live there too. Where that names no country (UTC), the days count
that are public holidays in two thirds of all countries.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from pipeline.errors import SettingsError
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from holidays import HolidayBase

_DAY = dt.timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class Placed:
    """A working day; ``moved`` tells that the window held none, so that the next one after it was taken."""

    day: dt.date
    moved: bool


class WorkDays:
    """The working days of one country; without a country weekends and the commonest holidays are free."""

    def __init__(self, country: str | None, *, zone: str | None = None) -> None:
        """``country``: ISO code or English name; raises ``SettingsError`` for an unknown one.

        ``zone``: IANA name; its country counts where ``country`` is None.
        """
        country = country or country_of_zone(zone)
        self._holidays = _holidays(_code(country)) if country else None
        self._weekend = self._holidays.weekend if self._holidays is not None else {_SATURDAY, _SUNDAY}

    def holiday(self, day: dt.date) -> str | None:
        """Return the name of the public holiday on this day."""
        if self._holidays is None:
            return _everywhere().get(f"{day:%m-%d}")
        return self._holidays.get(day)

    def is_working(self, day: dt.date) -> bool:
        """Tell whether people work on this day."""
        return day.weekday() not in self._weekend and self.holiday(day) is None

    def next(self, day: dt.date) -> dt.date:
        """Return this day or the first working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def before(self, day: dt.date) -> dt.date:
        """Return this day or the last working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def place(self, first: dt.date, last: dt.date) -> Placed:
        """Return the first working day of the window, or the next one after it."""
        day = self.next(first)
        return Placed(day, day > last)

    def within(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """Return every working day of the window."""
        days = [first + index * _DAY for index in range((last - first).days + 1)]
        return [day for day in days if self.is_working(day)]


@cache
def country_of_zone(zone: str | None) -> str | None:
    """Return the code of the country that an IANA zone belongs to, where its holidays are known."""
    from holidays.registry import COUNTRIES

    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    code = {row[2]: row[0] for row in rows}.get(zone or "")
    known = {known for _, *codes in COUNTRIES.values() for known in codes}
    return code if code in known else None


@cache
def _everywhere() -> dict[str, str]:
    table: Any = read_toml(shared("config") / "cadence.toml")
    return dict(table["free_nearly_everywhere"])


@cache
def _holidays(code: str) -> HolidayBase:
    from holidays import country_holidays

    return country_holidays(code)


def _code(country: str) -> str:
    """Return the ISO code of a country given as a code or an English name."""
    from holidays.registry import COUNTRIES

    wanted = "_".join(country.casefold().replace(".", "").split())
    for name, (_, *codes) in COUNTRIES.items():
        if wanted == name or wanted.upper() in codes:
            return str(codes[0])
    raise SettingsError(
        f"country is {country!r}, whose public holidays are not known",
        where="profile.toml",
        do='Write the ISO code, such as "CA" or "DE"; leave it out to take that of the event.',
    )
