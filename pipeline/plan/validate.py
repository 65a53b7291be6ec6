"""Checks a solution against its problem with none of the solver's code: what is wrong, in plain words."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.plan.problem import Solution

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.plan.problem import Problem

#: The task that is at fault, and what is wrong with it.
Fault = tuple[int, str]


def faults(problem: Problem, solution: Solution) -> list[str]:
    """Return what is wrong with a solution; an empty list means that it can be walked as it stands."""
    return [text for _, text in _found(problem, solution)]


def walkable(problem: Problem, solution: Solution) -> Solution:
    """Return the solution without the visits that nobody could keep: what is printed can be walked.

    Whoever loses a visit so has no room in the day; what stands fixed stays.
    """
    while bad := {number for number, _ in _found(problem, solution) if not problem.tasks[number].fixed}:
        kept = tuple(visit for visit in solution.visits if visit.task not in bad)
        if len(kept) == len(solution.visits):
            break
        solution = Solution(kept)
    return solution


def _found(problem: Problem, solution: Solution) -> Iterator[Fault]:
    yield from _each_once(problem, solution)
    yield from _in_windows(problem, solution)
    yield from _walked(problem, solution)


def _each_once(problem: Problem, solution: Solution) -> Iterator[Fault]:
    for number, count in Counter(visit.task for visit in solution.visits).items():
        if count > 1:
            yield number, f"task {number} is done {count} times"
    done = {visit.task for visit in solution.visits}
    for number, task in enumerate(problem.tasks):
        if task.fixed and number not in done:
            yield number, f"fixed task {number} is left out"


def _in_windows(problem: Problem, solution: Solution) -> Iterator[Fault]:
    for visit in solution.visits:
        task = problem.tasks[visit.task]
        if not any(first <= visit.start <= last for first, last in task.windows):
            yield visit.task, f"task {visit.task} begins at {visit.start}, outside its windows"
        within = problem.start <= visit.start and visit.start + task.minutes <= problem.end
        if not task.fixed and not within:
            yield visit.task, f"task {visit.task} lies outside the day"


def _walked(problem: Problem, solution: Solution) -> Iterator[Fault]:
    """Yield each visit that begins before one can be there; between two fixed ones the user decided that.

    Of a walk-up before a fixed entry it is the walk-up that cannot be kept.
    """
    if not solution.visits:
        return
    first = solution.visits[0]
    task = problem.tasks[first.task]
    if not task.fixed and first.start < problem.start + problem.walk[problem.entrance][task.place]:
        yield first.task, f"task {first.task} begins before one can be there"
    for before, after in pairwise(solution.visits):
        earlier, later = problem.tasks[before.task], problem.tasks[after.task]
        ready = before.start + earlier.minutes + problem.walk[earlier.way_out][later.place]
        if after.start < ready and not (earlier.fixed and later.fixed):
            told = f"task {after.task} begins at {after.start}, before one can be there at {ready}"
            yield before.task if later.fixed else after.task, told
