"""Hours as people write them: "11:00-15:30", "4-4:30 pm", "10 to 4 p.m.", "von 10h00 bis 17h30"."""

from __future__ import annotations

import re
from typing import NamedTuple

_CLOCK = r"(\d{1,2})(?:[:.h]([0-5]\d))?\s*([ap]\.?\s?m\b\.?|uhr\b|h\b)?"
_SPAN = re.compile(
    rf"(?<![\w./:-]){_CLOCK}\s*(?:[-\u2013\u2014]|(?:to|until|till|bis|\u00e0|a|al|alle|tot|til|do)\b)\s*{_CLOCK}"
    r"(?!\.?\d|[/-])",
    re.IGNORECASE,
)
_HALF = 12
#: Minutes of a day, and of the longest night that is one.
_MIDNIGHT, _NIGHT = 24 * 60, 12 * 60


class Hours(NamedTuple):
    """One span of hours in minutes of the day, and where in the text it stands."""

    begin: int
    end: int
    at: int


def hours_said(text: str) -> list[Hours]:
    """Return the spans of hours a text names; what may be days or counts ("24-26", "booths 1-40") is none.

    A half of the day said once holds for both ends where that is possible: "2-4 pm", but "10-4 pm".
    "10 pm - 2 am" ends after midnight, on the next day.
    """
    found = (_hours(match) for match in _SPAN.finditer(text))
    return [span for span in found if span is not None]


def _hours(match: re.Match[str]) -> Hours | None:
    hour, minute, half, until, minute_until, other = match.groups()
    if not (minute or minute_until or half or other):
        return None
    end = _minute(until, minute_until, other)
    for said in [half] if half else [other, None]:
        begin = _minute(hour, minute, said)
        last = end + _MIDNIGHT * (begin - end >= _NIGHT)
        if begin < last and begin < _MIDNIGHT and (last <= _MIDNIGHT or last - begin <= _NIGHT):
            return Hours(begin, last, match.start())
    return None


def _minute(hour: str, minute: str | None, half: str | None) -> int:
    at = int(hour)
    if half and half[0] in "aApP" and at <= _HALF:
        at = at % _HALF + _HALF * (half[0] in "pP")
    return at * 60 + int(minute or 0)
