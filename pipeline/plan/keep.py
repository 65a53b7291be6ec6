"""A day made anew for somebody who holds a paper: what stands there stays unless leaving it gains enough."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.plan.solve import solve

if TYPE_CHECKING:
    from pipeline.plan.problem import Older, Problem, Solution

#: Another order is worth it from this many times the gain that another choice of people must bring.
_OTHER_ORDER = 50


def kept(problem: Problem, older: Older, *, stay: int, iterations: int, seed: int) -> Solution:
    """Return a day with a high sum of prizes that differs from an older one no more than is worth it.

    First the older order with gaps filled. Another choice of people in that order is taken when it gains more
    than ``stay`` beyond ``stay`` for each one who would be left out; another order only for a must-meet.
    """
    known = {visit.task for visit in older.visits}
    raised = replace(
        problem,
        tasks=tuple(
            replace(task, prize=task.prize + stay) if number in known and not task.fixed else task
            for number, task in enumerate(problem.tasks)
        ),
    )
    strict = replace(older, ranks={visit.task: rank for rank, visit in enumerate(older.visits)})
    filled = [solve(raised, iterations=0, seed=seed, older=one) for one in (strict, older)]
    best = max(filled, key=lambda day: day.prize(raised))
    chosen = solve(raised, iterations=iterations, seed=seed, older=older)
    if chosen.prize(raised) - best.prize(raised) > stay:
        best = chosen
    free = solve(raised, iterations=iterations, seed=seed)
    return free if free.prize(raised) - best.prize(raised) > _OTHER_ORDER * stay else best
