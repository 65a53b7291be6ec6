"""Must-meets come early: each is held near the time it has when nobody else is met."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.plan.polish import in_good_order
from pipeline.plan.solve import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.plan.hours import Span
    from pipeline.plan.problem import Problem, Solution
    from pipeline.plan.tasks import Layout, Part
    from pipeline.settings import Settings

#: The minutes kept for a warm-up, and the iterations that place must-meets alone.
_WARM_UP, _MUSTS_ONLY = 14, 100


def musts_early(layout: Layout, days: Sequence[Span], settings: Settings) -> Problem:
    """Return the problem with each must-meet held near the time it has when nobody else is met.

    Time for the warm-ups is kept free on each of the days before the first of them.
    """
    problem = layout.problem
    musts = {number for number, part in enumerate(layout.parts) if is_must(part)}
    others = any(part and part.target and not part.target.must for part in layout.parts)
    warm = settings.integer("plan.warm_ups") * _WARM_UP if others else 0
    firsts = [(opening, opening + warm) for opening, _ in days]
    alone = replace(
        problem,
        tasks=tuple(
            task
            if task.fixed
            else replace(task, windows=_from(task.windows, firsts) if number in musts else ())
            for number, task in enumerate(problem.tasks)
        ),
    )
    order = in_good_order(alone, solve(alone, iterations=_MUSTS_ONLY, seed=0), eager={}, days=days)
    slack = settings.integer("plan.must_slack_minutes")
    latest = {visit.task: visit.start + slack for visit in order.visits if visit.task in musts}
    return replace(
        problem,
        tasks=tuple(
            replace(task, windows=_until(task.windows, latest[number])) if number in latest else task
            for number, task in enumerate(problem.tasks)
        ),
    )


def is_must(part: Part | None) -> bool:
    """Return whether a part of the day is a must-meet."""
    return bool(part and part.target and part.target.must)


def musts_in(layout: Layout, solution: Solution) -> int:
    """Return how many must-meets a day holds."""
    return sum(is_must(layout.parts[visit.task]) for visit in solution.visits)


def _from(windows: tuple[Span, ...], firsts: Sequence[Span]) -> tuple[Span, ...]:
    """Return the windows without the first minutes of each day, where something is left of them."""
    cut = []
    for first, last in windows:
        begin = next((free for opening, free in firsts if opening <= first < free), first)
        cut += [(begin, last)] if begin <= last else []
    return tuple(cut) or windows


def _until(windows: tuple[Span, ...], last: int) -> tuple[Span, ...]:
    return tuple((a, min(b, last)) for a, b in windows if a <= last)
