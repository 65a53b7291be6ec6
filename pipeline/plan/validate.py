"""Checks a solution against its problem with none of the solver's code: what is wrong, in plain words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.plan.problem import Problem, Solution


def faults(problem: Problem, solution: Solution) -> list[str]:
    """Return what is wrong with a solution; an empty list means that it can be walked as it stands."""
    return [*_each_once(problem, solution), *_in_windows(problem, solution), *_walkable(problem, solution)]


def _each_once(problem: Problem, solution: Solution) -> Iterator[str]:
    for number, count in Counter(visit.task for visit in solution.visits).items():
        if count > 1:
            yield f"task {number} is done {count} times"
    done = {visit.task for visit in solution.visits}
    for number, task in enumerate(problem.tasks):
        if task.fixed and number not in done:
            yield f"fixed task {number} is left out"


def _in_windows(problem: Problem, solution: Solution) -> Iterator[str]:
    for visit in solution.visits:
        task = problem.tasks[visit.task]
        if not any(first <= visit.start <= last for first, last in task.windows):
            yield f"task {visit.task} begins at {visit.start}, outside its windows"
        within = problem.start <= visit.start and visit.start + task.minutes <= problem.end
        if not task.fixed and not within:
            yield f"task {visit.task} lies outside the day"


def _walkable(problem: Problem, solution: Solution) -> Iterator[str]:
    """Yield each visit that begins before one can be there; between two fixed ones the user decided that."""
    if not solution.visits:
        return
    first = solution.visits[0]
    task = problem.tasks[first.task]
    if not task.fixed and first.start < problem.start + problem.walk[problem.entrance][task.place]:
        yield f"task {first.task} begins before one can be there"
    for before, after in zip(solution.visits, solution.visits[1:], strict=False):
        earlier, later = problem.tasks[before.task], problem.tasks[after.task]
        ready = before.start + earlier.minutes + problem.walk[earlier.way_out][later.place]
        if after.start < ready and not (earlier.fixed and later.fixed):
            yield f"task {after.task} begins at {after.start}, before one can be there at {ready}"
