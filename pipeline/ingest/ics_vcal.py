"""Rules of repetition as vCalendar 1.0 writes them ("W1 TU TH #8"), in the words of iCalendar."""

from __future__ import annotations

import re

_RULE = re.compile(
    r"(D|W|MP|MD|YM|YD)(\d{1,3})((?: [^\s#]+)*?)(?: #(\d{1,5})| (\d{8}(?:T\d{6}Z?)?))?", re.IGNORECASE
)
_DAY = re.compile(r"(?:SU|MO|TU|WE|TH|FR|SA)")
_PLACE = re.compile(r"([1-5])([+-])")
_NUMBER = re.compile(r"(\d{1,3})([+-]?)")
#: What a rule that names no end has, as its specification says.
_TWICE = "2"


def modern_rule(rule: str) -> str | None:
    """Return the iCalendar rule that says the same, or None when this is no rule of vCalendar 1.0."""
    found = _RULE.fullmatch(" ".join(rule.split()))
    if not found:
        return None
    kind, interval, words, count, until = (
        found[1].upper(),
        int(found[2]),
        found[3].split(),
        found[4],
        found[5],
    )
    parts = _by(kind, [word.upper() for word in words])
    if parts is None:
        return None
    times = _TWICE if count is None else count
    end = f";UNTIL={until.upper()}" if until else f";COUNT={times}" if int(times) else ""
    frequency = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}[kind[0]]
    return f"FREQ={frequency};INTERVAL={interval}{parts}{end}"


def _by(kind: str, words: list[str]) -> str | None:
    """Return the days that a rule names; None when it names what is no day."""
    if not words:
        return ""
    if kind == "W":
        return f";BYDAY={','.join(words)}" if all(map(_DAY.fullmatch, words)) else None
    if kind == "MP":
        return _places(words)
    name = {"MD": "BYMONTHDAY", "YM": "BYMONTH", "YD": "BYYEARDAY"}.get(kind)
    numbers = [_NUMBER.fullmatch("1-" if word == "LD" else word) for word in words]
    if name is None or None in numbers:
        return None
    signed = [("-" if number[2] == "-" else "") + number[1] for number in numbers if number]
    return f";{name}={','.join(signed)}"


def _places(words: list[str]) -> str | None:
    """Return days of a month by their place: "1+ MO 2- FR" is its first Monday and last Friday but one."""
    days: list[str] = []
    place = ""
    for word in words:
        if found := _PLACE.fullmatch(word):
            place = ("-" if found[2] == "-" else "") + found[1]
        elif place and _DAY.fullmatch(word):
            days.append(place + word)
        else:
            return None
    return f";BYDAY={','.join(days)}" if days else None
