"""A day as a problem: whom one could meet, for how long, when and where; and a solution of it.

Times are whole minutes from the first opening. It is the orienteering problem with several time windows: one
visitor, a prize per visit, some visits that stand fixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. It may begin at any minute of one of its windows (both ends included).

    A fixed task has one window of one minute, and is never moved nor left out. ``leave`` is the place where
    it ends, if that is another one. ``lateness`` is what a minute of delay costs when order is settled.
    """

    minutes: int
    prize: int
    place: int
    windows: tuple[tuple[int, int], ...]
    fixed: bool = False
    leave: int | None = None
    lateness: float = 0.0

    @property
    def way_out(self) -> int:
        """Return the place where this task ends."""
        return self.place if self.leave is None else self.leave


@dataclass(frozen=True, slots=True)
class Problem:
    """Tasks, minutes of walking between places (square), the span of the day, and where one comes in."""

    tasks: tuple[Task, ...]
    walk: tuple[tuple[int, ...], ...]
    start: int
    end: int
    entrance: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """A task that is done, from a minute on."""

    task: int
    start: int


@dataclass(frozen=True, slots=True)
class Solution:
    """The visits of a day in their order."""

    visits: tuple[Visit, ...]

    def prize(self, problem: Problem) -> int:
        """Return the sum of the prizes of all visits."""
        return sum(problem.tasks[visit.task].prize for visit in self.visits)

    def walking(self, problem: Problem) -> int:
        """Return the minutes of walking between the visits, from the entrance on."""
        here, total = problem.entrance, 0
        for visit in self.visits:
            task = problem.tasks[visit.task]
            total += problem.walk[here][task.place]
            here = task.way_out
        return total


@dataclass(frozen=True, slots=True)
class Older:
    """An older day: its visits by start. Those with a rank keep their order among each other."""

    visits: tuple[Visit, ...]
    ranks: Mapping[int, int]
