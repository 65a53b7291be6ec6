"""Several days: who is met on which, so that every day has its share; and a second look for room."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.plan.musts import is_must
from pipeline.plan.problem import Older, Solution
from pipeline.plan.solve import solve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.plan.hours import Span
    from pipeline.plan.problem import Task
    from pipeline.plan.tasks import Layout

#: What a conversation takes beside its minutes: the way there, a queue, its share of the pauses.
_AROUND = 6
_SECOND_LOOK = 200


def shared_out(layout: Layout, days: Sequence[Span], kept: Mapping[int, int]) -> Layout:
    """Return the layout with each walk-up held to one day: that with the most room left, else the first.

    Must-meets are shared out among themselves first, so that each day has some. ``kept`` are the minutes at
    which tasks stand on an older plan: they keep their day.
    """
    if len(days) < 2:
        return layout
    tasks = list(layout.problem.tasks)
    rooms = [_room(day, tasks) for day in days]
    loads, musts = [0.0] * len(days), [0.0] * len(days)
    numbers = [number for number, part in enumerate(layout.parts) if part and part.target]
    numbers.sort(key=lambda number: not is_must(layout.parts[number]))
    for number in numbers:
        task = tasks[number]
        possible = [day for day, span in enumerate(days) if _on(task, span)]
        if not possible:
            continue
        there = [day for day, span in enumerate(days) if number in kept and span[0] <= kept[number] < span[1]]
        mine = musts if is_must(layout.parts[number]) else loads
        best = min(there or possible, key=lambda day: (mine[day] / rooms[day], day))
        for load in (musts, loads) if is_must(layout.parts[number]) else (loads,):
            load[best] += task.minutes + _AROUND
        tasks[number] = replace(task, windows=_on(task, days[best]) or task.windows)
    return replace(layout, problem=replace(layout.problem, tasks=tuple(tasks)))


def _on(task: Task, day: Span) -> tuple[Span, ...]:
    return tuple((a, b) for a, b in task.windows if a <= day[1] and b >= day[0])


def _room(day: Span, tasks: Sequence[Task]) -> float:
    """Return the minutes of a day that nothing takes that stands fixed; at least one."""
    taken = [(task.windows[0][0], task.windows[0][0] + task.minutes) for task in tasks if task.fixed]
    return max(1.0, day[1] - day[0] - sum(max(0, min(b, day[1]) - max(a, day[0])) for a, b in taken))


def left_out(layout: Layout, solution: Solution) -> dict[int, str]:
    """Return the person_ids of the walk-ups that have no place in this day, by task."""
    done = {visit.task for visit in solution.visits}
    return {
        number: part.target.person_id
        for number, part in enumerate(layout.parts)
        if part and part.target and number not in done
    }


def second_look(narrow: Layout, wide: Layout, solution: Solution, *, seed: int) -> tuple[Layout, Solution]:
    """Return layout and day after those left out were let into all of their hours (``wide``).

    The day given stays unless another has a higher sum of prizes.
    """
    left = left_out(narrow, solution)
    tasks = tuple(
        other if number in left else task
        for number, (task, other) in enumerate(zip(narrow.problem.tasks, wide.problem.tasks, strict=True))
    )
    parts = tuple(
        other if number in left else part
        for number, (part, other) in enumerate(zip(narrow.parts, wide.parts, strict=True))
    )
    layout = replace(narrow, problem=replace(narrow.problem, tasks=tasks), parts=parts)
    if all(tasks[number].windows == narrow.problem.tasks[number].windows for number in left):
        return layout, solution
    ranks = {visit.task: rank for rank, visit in enumerate(solution.visits)}
    found = solve(layout.problem, iterations=_SECOND_LOOK, seed=seed, older=Older(solution.visits, ranks))
    better = found.prize(layout.problem) > solution.prize(layout.problem)
    return layout, found if better else solution
