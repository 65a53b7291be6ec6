"""Whom to meet and in which order: insertion, then ruin and recreate, with a seed and a bound on its work.

The search takes a few neighbouring visits out and puts the best of what is left back in; a worse day
may be kept for a while, less and less so. The number of iterations bounds it, never the clock: the same
day is planned alike on every machine. The idea is that of Schrimpf et al., "Record breaking optimization
results using the ruin and recreate principle" (2000).
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

from pipeline.plan.problem import Older, Solution, Visit
from pipeline.plan.route import Options, Route, best_gap, nearest_gap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.plan.problem import Problem
    from pipeline.plan.route import Gap

#: The most visits taken out at once, and how many such attempts one iteration makes.
_LONGEST_RUIN, _ATTEMPTS = 8, 3
#: Annealing: from which share of the middle prize to which the temperature falls.
_HOT, _COLD = 0.5, 0.08
#: Orders in which tasks are put back: below the first share by prize, below the second by prize a minute.
_BY_PRIZE, _BY_DENSITY = 0.2, 0.95


def solve(problem: Problem, *, iterations: int, seed: int, older: Older | None = None) -> Solution:
    """Return a day with a high sum of prizes; it keeps fixed tasks, windows and walking times.

    The search begins with the visits of an ``older`` day, as far as they are still possible, and keeps their
    order.
    """
    return _Search(problem, seed, older).run(iterations)


class _Search:
    def __init__(self, problem: Problem, seed: int, older: Older | None) -> None:
        self.problem = problem
        self.older = older or Older((), {})
        self.options = Options(problem)
        self.random = random.Random(seed)  # noqa: S311 - a search, not a secret
        self.prizes = [task.prize for task in problem.tasks]
        self.free = [
            number
            for number, task in enumerate(problem.tasks)
            if not task.fixed and self.options.of[number] and task.prize > 0
        ]
        self.shortest = min((problem.tasks[number].minutes for number in self.free), default=0)

    def run(self, iterations: int) -> Solution:
        """Return the best day found."""
        route = self._fixed_route()
        absent = set(self.free)
        total = self._repeat(route, absent)
        total += self._fill(route, absent, [number for number in self._by_density() if number in absent])
        best, best_total, best_used = route, total, route.ready[-1]
        for heat in self._temperatures(iterations * _ATTEMPTS):
            if not absent:
                break
            trial, out = route.copy(), set(absent)
            lost = self._ruin(trial, out)
            if lost is None:
                break
            change = self._fill(trial, out, self._order(out)) - lost
            if change >= 0 or change > heat * math.log(1.0 - self.random.random()):
                route, absent, total = trial, out, total + change
                used = route.ready[-1]
                if total > best_total or (total == best_total and used < best_used):
                    best, best_total, best_used = route, total, used
        return self._solution(best)

    def _temperatures(self, attempts: int) -> Iterator[float]:
        """Yield the size of loss that may still be accepted, falling evenly in its logarithm."""
        prizes = sorted(self.prizes[number] for number in self.free)
        middle = prizes[len(prizes) // 2] if prizes else 0
        for attempt in range(attempts):
            yield middle * _HOT * (_COLD / _HOT) ** (attempt / attempts)

    def _fixed_route(self) -> Route:
        fixed = [number for number, task in enumerate(self.problem.tasks) if task.fixed]
        fixed.sort(key=lambda number: (self.problem.tasks[number].windows[0][0], number))
        return Route(self.options, [0, *(self.options.of[number][0] for number in fixed), 1])

    def _repeat(self, route: Route, absent: set[int]) -> int:
        """Insert the visits of the older day near their times, in their order; return their prizes."""
        options, gained = self.options, 0
        for visit in self.older.visits:
            if visit.task not in absent:
                continue
            gaps = self._in_order(route, visit.task, route.gaps(self.shortest))
            found = nearest_gap(options, gaps, options.of[visit.task], visit.start)
            if found:
                route.insert(found[0], found[1])
                absent.discard(visit.task)
                gained += self.prizes[visit.task]
        return gained

    def _in_order(self, route: Route, number: int, gaps: list[Gap]) -> list[Gap]:
        """Return the gaps in which a task keeps its older place among the others that have one."""
        ranks = self.older.ranks
        if number not in ranks:
            return gaps
        first, last = 0, len(route.stops)
        for index, stop in enumerate(route.stops):
            rank = ranks.get(self.options.task[stop])
            if rank is not None and rank < ranks[number]:
                first = index
            elif rank is not None:
                last = index
                break
        return [gap for gap in gaps if first < gap[0] <= last]

    def _by_density(self) -> list[int]:
        tasks = self.problem.tasks
        return sorted(
            self.free, key=lambda number: (-tasks[number].prize / (tasks[number].minutes + 2), number)
        )

    def _order(self, absent: set[int]) -> list[int]:
        """Return the tasks that are out, in one of three orders, each disturbed by chance."""
        tasks, chance = self.problem.tasks, self.random.random
        kind = chance()
        numbers = sorted(absent)
        if kind < _BY_PRIZE:
            return sorted(numbers, key=lambda number: -tasks[number].prize * (0.6 + chance()))
        if kind < _BY_DENSITY:
            return sorted(
                numbers,
                key=lambda number: -tasks[number].prize / (tasks[number].minutes + 2) * (0.6 + chance()),
            )
        self.random.shuffle(numbers)
        return numbers

    def _fill(self, route: Route, absent: set[int], order: Sequence[int]) -> int:
        """Insert what fits, in this order, each where it costs the least; return the sum of their prizes."""
        options, gained = self.options, 0
        gaps = route.gaps(self.shortest)
        for number in order:
            if not gaps:
                break
            place = best_gap(options, self._in_order(route, number, gaps), options.of[number])
            if place is not None:
                route.insert(place[0], place[1])
                absent.discard(number)
                gained += self.prizes[number]
                gaps = route.gaps(self.shortest)
        return gained

    def _ruin(self, route: Route, absent: set[int]) -> int | None:
        """Take out neighbouring visits; return the sum of their prizes, None when there are none."""
        options = self.options
        movable = [index for index, stop in enumerate(route.stops) if stop > 1 and not options.fixed[stop]]
        if not movable:
            return None
        length = 1 + int(self.random.random() * min(_LONGEST_RUIN, len(movable)))
        start = int(self.random.random() * (len(movable) - length + 1))
        chosen = movable[start : start + length]
        if length > 2 and self.random.random() < 0.5:
            del chosen[1 + int(self.random.random() * (length - 2))]
        lost = 0
        for index in chosen:
            number = options.task[route.stops[index]]
            absent.add(number)
            lost += self.prizes[number]
        route.remove(chosen)
        return lost

    def _solution(self, route: Route) -> Solution:
        starts = route.starts()
        return Solution(
            tuple(
                Visit(self.options.task[stop], begin)
                for stop, begin in zip(route.stops, starts, strict=True)
                if stop > 1
            )
        )
