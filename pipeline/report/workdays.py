"""Dates counted from the event that fall on working days."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

_SATURDAY = 5
_LONGEST_BREAK = 30


@lru_cache(maxsize=64)
def _holidays(country: str | None, year: int) -> frozenset[dt.date]:
    if not country:
        return frozenset()
    import holidays

    try:
        return frozenset(holidays.country_holidays(country.upper(), years=year))
    except NotImplementedError:
        return frozenset()


def is_workday(day: dt.date, country: str | None) -> bool:
    """Tell whether this is neither a weekend nor a public holiday of the country (None: has none)."""
    return day.weekday() < _SATURDAY and day not in _holidays(country, day.year)


def workday(day: dt.date, country: str | None) -> dt.date:
    """Return this day, or the next working day after it."""
    for step in range(_LONGEST_BREAK):
        if is_workday(day + dt.timedelta(days=step), country):
            return day + dt.timedelta(days=step)
    return day
