"""The order of a day that is already chosen: less walking, and those who matter early."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.plan.problem import Problem, Solution, Visit
from pipeline.plan.route import Options, Route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.plan.hours import Span

_PASSES = 3


def in_good_order(
    problem: Problem, solution: Solution, *, eager: Mapping[int, float], days: Sequence[Span] = ()
) -> Solution:
    """Return the same visits in an order that costs less; ``eager`` raises what a delay of some costs.

    The cost is the minutes of walking plus each visit's lateness times its start. Single visits are moved
    until no move helps, at most three times through the day. Of several ``days`` each is put in order by
    itself.
    """
    if len(days) > 1:
        return _day_by_day(problem, solution, eager, days)
    tasks = [
        replace(task, lateness=eager.get(number, task.lateness)) for number, task in enumerate(problem.tasks)
    ]
    better = _Order(replace(problem, tasks=tuple(tasks)), solution)
    return better.improved()


def _day_by_day(
    problem: Problem, solution: Solution, eager: Mapping[int, float], days: Sequence[Span]
) -> Solution:
    visits = list(solution.visits)
    for start, end in days:
        inside = [at for at, visit in enumerate(visits) if start <= visit.start < end]
        if not inside:
            continue
        first, stop = inside[0], inside[-1] + 1
        # What comes next stands fixed (the night): one has to get there in time.
        chosen = visits[first : stop + 1]
        before = visits[first - 1] if first else None
        task = problem.tasks[before.task] if before else None
        ready = before.start + task.minutes if before and task else problem.start
        place = task.way_out if task else problem.entrance
        tasks = tuple(problem.tasks[visit.task] for visit in chosen)
        small = replace(problem, tasks=tasks, start=max(ready, problem.start), entrance=place)
        if stop == len(visits):
            small = replace(small, end=min(end, problem.end))
        mine = {at: eager[visit.task] for at, visit in enumerate(chosen) if visit.task in eager}
        numbered = Solution(tuple(Visit(at, visit.start) for at, visit in enumerate(chosen)))
        done = in_good_order(small, numbered, eager=mine).visits
        visits[first : stop + 1] = [Visit(chosen[one.task].task, one.start) for one in done]
    return Solution(tuple(visits))


class _Order:
    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem = problem
        self.options = Options(problem)
        self.lateness = [0.0, 0.0] + [problem.tasks[number].lateness for number in self.options.task[2:]]
        stops = [self._option(visit) for visit in solution.visits]
        self.route = Route(self.options, [0, *stops, 1])

    def _option(self, visit: Visit) -> int:
        options = self.options
        fitting = [
            one for one in options.of[visit.task] if options.first[one] <= visit.start <= options.last[one]
        ]
        return fitting[0] if fitting else options.of[visit.task][0]

    def improved(self) -> Solution:
        """Return the day after all moves that help."""
        cost = self._cost(self.route)
        for _ in range(_PASSES):
            before = cost
            for option in list(self.route.stops[1:-1]):
                if not self.options.fixed[option]:
                    cost = self._move(option, cost)
            cost = self._swap_all(self._join_all(cost))
            if cost >= before:
                break
        return self._solution()

    def _join_all(self, cost: float) -> float:
        """Move each run of visits at one place as a whole, wherever that helps."""
        for index in range(1, len(self.route.stops) - 2):
            end = index
            while end < len(self.route.stops) - 1 and self._same_run(index, end):
                end += 1
            if end - index > 1:
                cost = self._move_run(index, end, cost)
        return cost

    def _same_run(self, index: int, end: int) -> bool:
        first, stop = self.route.stops[index], self.route.stops[end]
        return self.options.into[first] == self.options.into[stop] and not self.options.fixed[stop]

    def _move_run(self, index: int, end: int, cost: float) -> float:
        run, rest = self.route.stops[index:end], self.route.stops[:index] + self.route.stops[end:]
        best, best_cost = self.route, cost - 1e-9
        for at in range(1, len(rest)):
            trial = Route(self.options, [*rest[:at], *run, *rest[at:]])
            trial_cost = self._cost(trial)
            if trial_cost < best_cost and trial.is_possible():
                best, best_cost = trial, trial_cost
        if best is self.route:
            return cost
        self.route = best
        return best_cost

    def _swap_all(self, cost: float) -> float:
        """Exchange pairs of visits of which one is more eager than the other, wherever that helps."""
        for early in range(1, len(self.route.stops) - 2):
            for later in range(early + 1, len(self.route.stops) - 1):
                one, other = self.route.stops[early], self.route.stops[later]
                if self.lateness[other] > self.lateness[one] and not self.options.fixed[one]:
                    cost = self._swap(early, later, cost)
        return cost

    def _swap(self, early: int, later: int, cost: float) -> float:
        stops = self.route.stops[:]
        stops[early], stops[later] = stops[later], stops[early]
        trial = Route(self.options, stops)
        trial_cost = self._cost(trial)
        if trial_cost >= cost - 1e-9 or not trial.is_possible():
            return cost
        self.route = trial
        return trial_cost

    def _cost(self, route: Route) -> float:
        options, total, place = self.options, 0.0, None
        for stop, begin in zip(route.stops, route.starts(), strict=True):
            if place is not None:
                total += options.walk[place][options.into[stop]]
            total += self.lateness[stop] * begin
            place = options.out[stop]
        return total

    def _move(self, option: int, cost: float) -> float:
        """Put one visit where it costs least, and return the cost of the day then."""
        index = self.route.stops.index(option)
        bare = self.route.copy()
        bare.remove([index])
        best, best_cost = None, cost - 1e-9
        for other in self.options.of[self.options.task[option]]:
            for gap, ready, leaving, following, late in bare.gaps(self.options.minutes[other]):
                begin = max(ready + leaving[self.options.into[other]], self.options.first[other])
                back = self.options.walk[self.options.out[other]][following]
                if begin > self.options.last[other] or begin + self.options.minutes[other] + back > late:
                    continue
                trial = bare.copy()
                trial.insert(gap, other)
                trial_cost = self._cost(trial)
                if trial_cost < best_cost:
                    best, best_cost = trial, trial_cost
        if best is None:
            return cost
        self.route = best
        return best_cost

    def _solution(self) -> Solution:
        options = self.options
        stops = zip(self.route.stops, self.route.starts(), strict=True)
        return Solution(tuple(Visit(options.task[stop], begin) for stop, begin in stops if stop > 1))
