"""The day as a drawing: hours, busy times, talks, agreed slots and numbered walk-ups; it needs no colour."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pipeline.report.busy import busy_as_one, tentative
from pipeline.report.measure import width_of
from pipeline.report.svg import box, label, picture, tag
from pipeline.report.target import planned_rows
from pipeline.report.words import Words, load_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from pipeline.event import Opening
    from pipeline.report.inputs import Inputs
    from pipeline.report.view import Picture

Entry = dict[str, Any]
#: Millimetres: the drawing, one day of it, its bar, and the numbers above.
_WIDTH, _LANE, _BAR, _TOP = 180.0, 12.2, 5.0, 3.4
_LEFT, _RIGHT = 0.3, 179.7
_DATE_ROOM = 18.0
_HOUR = dt.timedelta(hours=1)
#: Numbers stand at least so far from each other (millimetres); one too close moves to the right.
_CLOSE = 3.9
_SIZE = 3.0


def day_picture(inputs: Inputs, *, words: Words | None = None) -> Picture | None:
    """Return one lane per day of the event from the rows of the plan; None when nothing is planned."""
    words = words or load_words()
    entries = _entries(inputs)
    if not entries:
        return None
    several = len(inputs.event.hours) > 1
    parts: list[str] = []
    for number, hours in enumerate(inputs.event.hours):
        mine = [one for one in entries if one["start"] < hours.end and one["end"] > hours.start]
        parts += _Lane(hours, number * _LANE + _TOP, inputs, words, dated=several).drawn(mine)
    return picture(parts, _WIDTH, len(inputs.event.hours) * _LANE, _alt(inputs, entries, words))


def _entries(inputs: Inputs) -> list[Entry]:
    timed = [row for row in planned_rows(inputs) if row["start"] is not None and row["end"] is not None]
    soft = tentative(inputs)
    told = busy_as_one(sorted(timed, key=lambda row: (row["start"], row["entry_id"])), soft=soft)
    return [row | {"soft": row["kind"] == "class" and row["session_id"] in soft} for row in told]


def _alt(inputs: Inputs, entries: list[Entry], words: Words) -> str:
    """Return the drawing in words: the hours, how many of each, and every entry with its time."""
    zone = inputs.event.zone
    meetings = [one for one in entries if one["kind"] == "meeting"]
    hours = inputs.event.hours
    told = words(
        "picture.day",
        start=words.clock(hours[0].start, zone),
        end=words.clock(hours[-1].end, zone),
        meetings=len(meetings),
        agreed=sum(1 for one in meetings if one["agreed"]),
        talks=sum(1 for one in entries if one["kind"] == "talk"),
        busy=sum(1 for one in entries if one["kind"] == "class"),
    )
    return f"{told} {'; '.join(_said(one, zone, words, dated=len(hours) > 1) for one in entries)}."


def _said(entry: Entry, zone: ZoneInfo, words: Words, *, dated: bool) -> str:
    """Return one entry in words; what has no minutes of its own is "about"."""
    when = words.clock(entry["start"], zone)
    if dated:
        when = f"{words.day(entry['start'].astimezone(zone).date(), 'short')} {when}"
    if entry["kind"] in ("class", "talk") or entry["agreed"]:
        when = f"{when}\N{EN DASH}{words.clock(entry['end'], zone)}"
    else:
        when = words("paper.about", times=when)
    if entry["kind"] == "meeting":
        return f"{when} {entry['order'] or ''}".strip()
    key = {"class": "picture.busy", "talk": "picture.talk"}.get(
        entry["kind"], "paper.entry.notes" if entry["kind"] == "notes" else "paper.entry.break"
    )
    what = words("paper.tentative", what=words(key)) if entry["soft"] else words(key)
    return f"{when} {what}"


class _Lane:
    """One day: the bar of the opening hours and what lies on it."""

    def __init__(self, hours: Opening, top: float, inputs: Inputs, words: Words, *, dated: bool) -> None:
        self.hours, self.top, self.zone, self.words = hours, top, inputs.event.zone, words
        self.left = _LEFT + (_DATE_ROOM if dated else 0.0)
        self.dated = dated
        self.numbered = -_CLOSE

    def x(self, moment: dt.datetime) -> float:
        """Return where a moment lies, kept inside the opening hours."""
        share = (moment - self.hours.start) / (self.hours.end - self.hours.start)
        return self.left + min(1.0, max(0.0, share)) * (_RIGHT - self.left)

    def drawn(self, entries: list[Entry]) -> list[str]:
        """Return the drawing of this lane."""
        parts = [box(self.left, self.top, _RIGHT - self.left, _BAR, fill="white", line=0.4), *self._clock()]
        if self.dated:
            day = self.words.day(self.hours.start.astimezone(self.zone).date(), "short")
            parts.append(label(day, _LEFT, self.top + 3.6, size=_SIZE, anchor="start"))
        for entry in entries:
            parts += self._entry(entry)
        return parts

    def _clock(self) -> Iterator[str]:
        """Yield a tick and its hour, on the clock of the event."""
        local = self.hours.start.astimezone(self.zone)
        moment = local.replace(minute=0, second=0, microsecond=0).astimezone(dt.UTC)
        bottom = self.top + _BAR
        while moment <= self.hours.end:
            if moment >= self.hours.start:
                x = self.x(moment)
                yield tag("line", x1=x, x2=x, y1=bottom, y2=bottom + 0.8, stroke="black", stroke_width=0.3)
                side = "start" if x < self.left + 1 else "end" if x > _RIGHT - 1 else "middle"
                yield label(self.words.clock(moment, self.zone), x, bottom + 3.2, size=2.9, anchor=side)
            moment += _HOUR

    def _entry(self, entry: Entry) -> Iterator[str]:
        start, end = self.x(entry["start"]), self.x(entry["end"])
        if entry["kind"] == "class":
            # What may not take place fills half of the bar.
            high = _BAR / 2 if entry["soft"] else _BAR
            yield box(start, self.top + _BAR - high, end - start, high, fill="url(#busy)")
            yield from self._named(self.words("picture.busy"), start, end)
        elif entry["kind"] == "talk":
            yield box(start, self.top, end - start, _BAR, fill="white", line=0.6)
            yield from self._named(self.words("picture.talk"), start, end)
        elif entry["kind"] in ("break", "notes"):
            yield box(start, self.top + _BAR - 1.2, end - start, 1.2, fill="white", line=0.3)
            if entry["kind"] == "break":
                yield from self._named(self.words("paper.entry.break"), start, end)
        elif entry["agreed"]:
            yield box(start, self.top, end - start, _BAR, fill="black")
            number = str(entry["order"] or "")
            yield label(number, (start + end) / 2, self.top + 3.7, size=3.4, fill="white")
        else:
            yield from self._walk_up(entry, start)

    def _named(self, text: str, start: float, end: float) -> Iterator[str]:
        """Yield a word on white, where there is room for it."""
        width = width_of(text, _SIZE / 25.4 * 72) + 1
        if end - start > width:
            middle = (start + end) / 2
            yield tag("rect", x=middle - width / 2, y=self.top + 0.8, width=width, height=3.4, fill="white")
            yield label(text, middle, self.top + 3.5, size=_SIZE)

    def _walk_up(self, entry: Entry, x: float) -> Iterator[str]:
        """Yield a tick with its number above the bar; it marks an order, not a minute."""
        self.numbered = min(max(x, self.numbered + _CLOSE), _RIGHT - 1.6)
        yield tag("line", x1=x, x2=x, y1=self.top, y2=self.top + 2, stroke="black", stroke_width=0.5)
        yield label(str(entry["order"] or ""), max(self.numbered, self.left + 1), self.top - 0.6, size=_SIZE)
