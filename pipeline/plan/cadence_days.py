"""Working days: no computed date falls on a weekend or a public holiday of the user's country."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.errors import SettingsError

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
    """The working days of one country; without a country only weekends are free."""

    def __init__(self, country: str | None) -> None:
        """``country``: ISO code or English name; raises ``SettingsError`` for an unknown one."""
        self._holidays = _holidays(_code(country)) if country else None
        self._weekend = self._holidays.weekend if self._holidays is not None else {_SATURDAY, _SUNDAY}

    def holiday(self, day: dt.date) -> str | None:
        """Return the name of the public holiday on this day."""
        return None if self._holidays is None else self._holidays.get(day)

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
        do='Write the ISO code, such as "CA" or "DE"; leave it out to skip weekends only.',
    )
