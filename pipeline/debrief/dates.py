"""Dates as people write them after an event ("friday", "in two weeks", "26 Nov"), from its day."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from pipeline.debrief.words import plain, words

#: A day and month without a year, at most this far before the event, is in its past and not a year ahead.
_BACKWARDS = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as read; ``doubt`` says what else it could have meant, for showing before it is kept."""

    date: dt.date
    doubt: str | None = None


def read_day(text: str, base: dt.date) -> Day | None:
    """Return the day this text means, seen from ``base`` (the day of the talk), or None for no date."""
    phrase = plain(text).strip(" .,;")
    if not phrase:
        return None
    return (
        _iso(phrase)
        or _near(phrase, base)
        or _ordinal(phrase, base)
        or _numbers(phrase, base)
        or _parsed(phrase, base)
    )


def _iso(phrase: str) -> Day | None:
    try:
        return Day(dt.date.fromisoformat(phrase))
    except ValueError:
        return None


def _near(phrase: str, base: dt.date) -> Day | None:
    if phrase in words().days:
        return Day(base + dt.timedelta(days=words().days[phrase]))
    if phrase in words().spans:
        return Day(_span(words().spans[phrase], base))
    *before, last = phrase.split()
    if last not in words().weekdays:
        return None
    meanings = {words().before_weekday.get(word) for word in before}
    if None in meanings:
        return None
    return Day(_weekday(words().weekdays[last], base, next_week="next_week" in meanings))


def _weekday(weekday: int, base: dt.date, *, next_week: bool) -> dt.date:
    if next_week:
        monday = base + dt.timedelta(days=7 - base.weekday())
        return monday + dt.timedelta(days=weekday)
    return base + dt.timedelta(days=(weekday - base.weekday() - 1) % 7 + 1)


def _span(meaning: str, base: dt.date) -> dt.date:
    monday = base - dt.timedelta(days=base.weekday())
    if meaning == "end_of_week":
        friday = monday + dt.timedelta(days=4)
        return friday if friday > base else friday + dt.timedelta(days=7)
    if meaning == "next_week":
        return monday + dt.timedelta(days=7)
    if meaning == "end_of_next_week":
        return monday + dt.timedelta(days=11)
    if meaning == "end_of_month":
        return base.replace(day=calendar.monthrange(base.year, base.month)[1])
    year, month = divmod(base.year * 12 + base.month, 12)
    return dt.date(year, month + 1, 1)


def _ordinal(phrase: str, base: dt.date) -> Day | None:
    found = re.fullmatch(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)", phrase)
    if not found:
        return None
    for months in range(1, 13):
        year, month = divmod(base.year * 12 + base.month - 2 + months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        if 0 < int(found[1]) <= last and (day := dt.date(year, month + 1, int(found[1]))) > base:
            return Day(day)
    return None


def _numbers(phrase: str, base: dt.date) -> Day | None:
    """Read ``3/12``, ``3.12.`` or ``3/12/26``; of two readings the first after the event is kept."""
    found = re.fullmatch(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{2}|\d{4})?)?", phrase)
    if not found:
        return None
    first, second = int(found[1]), int(found[3])
    pairs = {(first, second)} if found[2] == "." else {(first, second), (second, first)}
    year = None if not found[4] else int(found[4]) + (2000 if len(found[4]) == 2 else 0)
    days = sorted(
        {day for pair in pairs if (day := _day_month(*pair, year, base))}, key=lambda day: _order(day, base)
    )
    if not days:
        return None
    return Day(days[0], days[1].isoformat() if len(days) > 1 else None)


def _order(day: dt.date, base: dt.date) -> tuple[bool, dt.date]:
    return day < base, day


def _day_month(day: int, month: int, year: int | None, base: dt.date) -> dt.date | None:
    try:
        if year is not None:
            return dt.date(year, month, day)
        return _with_year(dt.date(base.year, month, day), base)
    except ValueError:
        return None


def _with_year(day: dt.date, base: dt.date) -> dt.date:
    return day if day >= base - _BACKWARDS else day.replace(year=day.year + 1)


def _parsed(phrase: str, base: dt.date) -> Day | None:
    if not any(letter.isalpha() for letter in phrase):
        return None
    import dateparser

    found = dateparser.parse(
        phrase,
        languages=list(words().languages),
        settings={
            "RELATIVE_BASE": dt.datetime.combine(base, dt.time(12), dt.UTC).replace(tzinfo=None),
            "PREFER_DATES_FROM": "future",
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    return Day(_recent(phrase, found.date(), base)) if found else None


def _recent(phrase: str, day: dt.date, base: dt.date) -> dt.date:
    """Take back a year that the parser added to a day just before the event ("26 Nov" on the 28th)."""
    if not re.search(r"\d", phrase) or re.search(r"\d{4}|\bin\b|year|month|week|day", phrase):
        return day
    try:
        earlier = day.replace(year=day.year - 1)
    except ValueError:
        return day
    return earlier if base - _BACKWARDS <= earlier < base else day
