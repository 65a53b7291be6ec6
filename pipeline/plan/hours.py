"""The clock of a plan: whole minutes from the first opening, and what is open when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.event import Event

Span = tuple[int, int]
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """Converts between UTC and minutes of the plan; ``open`` has one span per day that is still to come."""

    zero: dt.datetime
    open: tuple[Span, ...]

    def minute(self, moment: dt.datetime) -> int:
        """Return the minute that a moment lies in (earlier than the first opening: negative)."""
        return (moment - self.zero) // _MINUTE

    def minute_up(self, moment: dt.datetime) -> int:
        """Return the first whole minute that is not before a moment."""
        return -((self.zero - moment) // _MINUTE)

    def moment(self, minute: int) -> dt.datetime:
        """Return the moment in UTC."""
        return self.zero + minute * _MINUTE


def clock_of(event: Event, start_from: dt.datetime | None) -> Clock:
    """Return the clock of an event; what lies before ``start_from`` is no longer open."""
    zero = event.hours[0].start
    clock = Clock(zero, ())
    spans = [(clock.minute(hours.start), clock.minute(hours.end)) for hours in event.hours]
    if start_from is not None:
        earliest = clock.minute_up(start_from)
        spans = [(max(start, earliest), end) for start, end in spans if end > earliest]
    return Clock(zero, tuple(spans))


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans that do not overlap, in order."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def within(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Return the parts of some spans that lie in others."""
    limits = merged(others)
    return [(max(a, c), min(b, d)) for a, b in spans for c, d in limits if a < d and b > c]


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Return what is left of some spans when others are taken away."""
    left = list(spans)
    for start, end in merged(taken):
        pieces = [
            [(a, min(b, start)), (max(a, end), b)] if a < end and b > start else [(a, b)] for a, b in left
        ]
        left = [(a, b) for group in pieces for a, b in group if b > a]
    return left


def starts_in(spans: Iterable[Span], minutes: int) -> tuple[Span, ...]:
    """Return first and last minute at which something this long can begin, per span long enough."""
    return tuple((start, end - minutes) for start, end in spans if end - minutes >= start)
