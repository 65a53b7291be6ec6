"""A route that can be changed: earliest ends and latest starts are kept, so a new visit is tested at once.

Each visit is one option: a task in one of its windows. An insertion is possible when the visitor is there
before the window closes and the next visit can still begin by its latest start: two comparisons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.plan.problem import Problem

Gap = tuple[int, int, list[int], int, int]


class Options:
    """The options of a problem as flat lists; number 0 is coming in, number 1 is going home."""

    def __init__(self, problem: Problem) -> None:
        """Lay the tasks of a problem out, one option per window."""
        size = len(problem.walk)
        #: One more place, that costs no walking: home.
        self.walk = [[*row, 0] for row in problem.walk] + [[0] * (size + 1)]
        self.task = [-1, -2]
        self.first = [problem.start, problem.start]
        self.last = [problem.start, problem.end]
        self.minutes = [0, 0]
        self.into = [problem.entrance, size]
        self.out = [problem.entrance, size]
        self.fixed = [True, False]
        self.of: list[list[int]] = []
        for number, task in enumerate(problem.tasks):
            self.of.append([])
            for first, last in task.windows:
                latest = last if task.fixed else min(last, problem.end - task.minutes)
                if latest >= first:
                    self.of[number].append(len(self.task))
                    self._add(
                        number, task.minutes, first, latest, (task.place, task.way_out), fixed=task.fixed
                    )

    def _add(
        self, task: int, minutes: int, first: int, last: int, places: tuple[int, int], *, fixed: bool
    ) -> None:
        self.task.append(task)
        self.minutes.append(minutes)
        self.first.append(first)
        self.last.append(last)
        self.into.append(places[0])
        self.out.append(places[1])
        self.fixed.append(fixed)


class Route:
    """Options in order, with the earliest end (``ready``) and the latest start (``late``) of each."""

    __slots__ = ("late", "options", "ready", "stops")

    def __init__(self, options: Options, stops: list[int]) -> None:
        """Take the stops, with coming in at the head and going home at the tail."""
        self.options = options
        self.stops = stops
        self.ready = [0] * len(stops)
        self.late = [0] * len(stops)
        self.time_all()

    def copy(self) -> Route:
        """Return a route that can be changed without changing this one."""
        twin = Route.__new__(Route)
        twin.options = self.options
        twin.stops, twin.ready, twin.late = self.stops[:], self.ready[:], self.late[:]
        return twin

    def time_all(self) -> None:
        """Compute all ends and latest starts anew."""
        self.ready[0] = self.options.first[0]
        self._forward(1)
        self._backward(len(self.stops) - 1)

    def starts(self) -> list[int]:
        """Return the minute at which each stop begins."""
        minutes = self.options.minutes
        return [ready - minutes[stop] for ready, stop in zip(self.ready, self.stops, strict=True)]

    def is_possible(self) -> bool:
        """Return whether every stop begins by its latest start."""
        return all(begin <= late for begin, late in zip(self.starts(), self.late, strict=True))

    def _forward(self, index: int) -> None:
        options, stops, ready = self.options, self.stops, self.ready
        walk, into, out, first = options.walk, options.into, options.out, options.first
        minutes, fixed = options.minutes, options.fixed
        before = ready[index - 1]
        place = out[stops[index - 1]]
        for here in range(index, len(stops)):
            stop = stops[here]
            begin = before + walk[place][into[stop]]
            if begin < first[stop] or fixed[stop]:
                begin = first[stop]
            before = begin + minutes[stop]
            if ready[here] == before and here > index:
                return
            ready[here] = before
            place = out[stop]

    def _backward(self, index: int) -> None:
        options, stops, late = self.options, self.stops, self.late
        walk, into, out = options.walk, options.into, options.out
        if index == len(stops) - 1:
            late[index] = options.last[stops[index]]
            index -= 1
        after, place = late[index + 1], into[stops[index + 1]]
        start = index
        for here in range(index, -1, -1):
            stop = stops[here]
            latest = options.last[stop]
            if not options.fixed[stop]:
                latest = min(latest, after - walk[out[stop]][place] - options.minutes[stop])
            if late[here] == latest and here < start:
                return
            late[here] = after = latest
            place = into[stop]

    def insert(self, index: int, option: int) -> None:
        """Put an option before the stop at ``index`` and bring the times up to date."""
        self.stops.insert(index, option)
        self.ready.insert(index, -1)
        self.late.insert(index, -1)
        self._forward(index)
        self._backward(index)

    def remove(self, indexes: list[int]) -> None:
        """Take the stops at these indexes out."""
        for index in sorted(indexes, reverse=True):
            del self.stops[index], self.ready[index], self.late[index]
        self.time_all()

    def gaps(self, shortest: int) -> list[Gap]:
        """Return where this many minutes could still go: index, ready, walk, into, late."""
        options, stops, ready, late = self.options, self.stops, self.ready, self.late
        walk, out, into = options.walk, options.out, options.into
        return [
            (here, ready[here - 1], walk[out[stops[here - 1]]], into[stops[here]], late[here])
            for here in range(1, len(stops))
            if late[here] - ready[here - 1] >= shortest
        ]


def best_gap(options: Options, gaps: list[Gap], candidates: Sequence[int]) -> tuple[int, int, int] | None:
    """Return index, option and minutes used of the cheapest insertion of one of these options, or None."""
    best = None
    least = 1 << 30
    walk = options.walk
    for option in candidates:
        first, last = options.first[option], options.last[option]
        minutes, into, row = options.minutes[option], options.into[option], walk[options.out[option]]
        for index, ready, leaving, following, late in gaps:
            if ready > last:
                break
            begin = ready + leaving[into]
            if begin < first:
                begin = first
            elif begin > last:
                continue
            there = begin + minutes + row[following]
            if there <= late:
                used = there - ready - leaving[following]
                if used < least:
                    least = used
                    best = (index, option)
    return None if best is None else (*best, least)


def nearest_gap(
    options: Options, gaps: list[Gap], candidates: Sequence[int], wanted: int
) -> tuple[int, int] | None:
    """Return index and option of the insertion that begins nearest to a minute, or None."""
    found = []
    for option in candidates:
        into, row = options.into[option], options.walk[options.out[option]]
        for index, ready, leaving, following, late in gaps:
            begin = max(ready + leaving[into], options.first[option])
            if begin <= options.last[option] and begin + options.minutes[option] + row[following] <= late:
                found.append((abs(begin - wanted), index, option))
    return min(found)[1:] if found else None
