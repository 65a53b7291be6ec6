"""Days and hours as lists write them: "Thursday only", "Day 1 & 2", "20 May", "10:00-14:00", "both days"."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.hours_said import hours_said
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from pipeline.event import Event

_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_NUMBERS = re.compile(r"[1-9](?:\s*(?:,|;|&|\+|/|and|und|et)\s*[1-9])*")


@cache
def _words() -> dict[str, Any]:
    return read_toml(shared("config") / "presence.toml")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def says_when(heading: str, event: Event) -> bool:
    """Return whether a column of this heading says when somebody is there."""
    plain = _plain(heading).strip(" :?*")
    return plain in _words()["columns"] or bool(_exact_day(plain, event))


def _exact_day(plain: str, event: Event) -> set[int]:
    """Return the day a heading names if it names one, and little else."""
    found = days_named(plain, event)
    return found if len(found) == 1 and len(plain.split()) <= 4 else set()


def says_no(cell: str) -> bool:
    """Return whether a cell under a day's own heading says that somebody is not there."""
    return _plain(cell) in _words()["no"]


def days_named(text: str, event: Event) -> set[int]:
    """Return the numbers (from 0) of the days of the event that a text names; none where it names none."""
    plain, words = _plain(text), _words()
    if any(re.search(rf"\b{re.escape(word)}\b", plain) for word in words["every"]):
        return set(range(len(event.hours)))
    dates = [hours.start.astimezone(event.zone).date() for hours in event.hours]
    found = {number for number, day in enumerate(dates) if _names(plain, day, words)}
    return found | _numbered(plain, len(dates), words)


def _names(plain: str, day: dt.date, words: dict[str, Any]) -> bool:
    if any(dt.date(*map(int, parts)) == day for parts in _ISO.findall(plain) if _is_date(parts)):
        return True
    month = "|".join(map(re.escape, words["months"][day.month - 1]))
    ending = r"(?:st|nd|rd|th|\.)?"
    date = (
        rf"\b(?:0?{day.day}{ending}\s*(?:de |of )?(?:{month})\b|(?:{month})\.?\s*0?{day.day}{ending}(?!\d))"
    )
    numbers = (
        rf"\b(?:0?{day.day}\.\s?0?{day.month}\.|0?{day.day}/0?{day.month}\b|0?{day.month}/0?{day.day}\b)"
    )
    if re.search(date, plain) or re.search(numbers, plain):
        return True
    names = "|".join(map(re.escape, words["weekdays"][day.weekday()]))
    return bool(re.search(rf"\b(?:{names})s?\b", plain))


def _is_date(parts: tuple[str, ...]) -> bool:
    try:
        dt.date(*map(int, parts))
    except ValueError:
        return False
    return True


def _numbered(plain: str, count: int, words: dict[str, Any]) -> set[int]:
    """Return days by number: "day 1", "day 1 & 2", "second day", or nothing but small numbers."""
    before = "|".join(map(re.escape, words["numbered"]))
    lists = re.findall(rf"\b(?:{before})s?\s*({_NUMBERS.pattern})\b", plain)
    if _NUMBERS.fullmatch(plain):
        lists.append(plain)
    found = {int(digit) - 1 for text in lists for digit in re.findall(r"\d", text)}
    for number, forms in enumerate(words["ordinals"]):
        if any(re.search(rf"\b{re.escape(form)}\b", plain) for form in forms):
            found.add(number)
    return {number for number in found if number < count}


def hours_named(text: str) -> list[tuple[int, int]]:
    """Return the hours a text names, in minutes of the day; "2-4 pm" is in the afternoon on both sides.

    "10 pm - 2 am" ends after midnight, on the next day.
    """
    plain = _plain(_ISO.sub(" ", text))
    found = [(span.begin, span.end) for span in hours_said(plain)]
    named = [span for word, span in _words()["parts"].items() if re.search(rf"\b{re.escape(word)}\b", plain)]
    return found or [(a * 60, b * 60) for a, b in named]
