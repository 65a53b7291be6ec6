"""The same day as PyVRP sees it: a prize-collecting route with windows. A dependency of this bench only."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pipeline.plan.problem import Solution, Visit

if TYPE_CHECKING:
    from pipeline.plan.problem import Problem

#: A minute of walking costs one, so that prizes always come first.
SCALE = 1000


def solve_with_pyvrp(problem: Problem, *, cpu_seconds: float, seed: int) -> Solution:
    """Return the best day that PyVRP finds in this much CPU time, timed anew to the earliest starts."""
    import pyvrp

    model = pyvrp.Model()
    places = [model.add_location(number, 0) for number in range(len(problem.walk))]
    depot = model.add_depot(places[problem.entrance])
    model.add_vehicle_type(1, start_depot=depot, end_depot=depot, tw_early=problem.start, tw_late=problem.end)
    clients = []
    for number, task in enumerate(problem.tasks):
        group = model.add_client_group(required=False) if len(task.windows) > 1 else None
        for first, last in task.windows:
            model.add_client(
                places[task.place],
                service_duration=task.minutes,
                tw_early=first,
                tw_late=min(last, problem.end - task.minutes),
                prize=0 if task.fixed else task.prize * SCALE,
                required=task.fixed,
                group=group,
            )
            clients.append((number, (first, last)))
    for one, row in enumerate(problem.walk):
        for other, minutes in enumerate(row):
            if one != other:
                way = 0 if other == problem.entrance else minutes
                model.add_edge(places[one], places[other], way, way)
    begun = time.process_time()
    result = model.solve(lambda *_: time.process_time() - begun > cpu_seconds, seed=seed, display=False)
    if not result.best.is_feasible():
        return Solution(())
    stops = [stop for route in result.best.routes() for stop in route.schedule() if stop.is_client()]
    return _timed(problem, [clients[stop.idx] for stop in stops])


def _timed(problem: Problem, order: list[tuple[int, tuple[int, int]]]) -> Solution:
    visits, place, now = [], problem.entrance, problem.start
    for number, window in order:
        task = problem.tasks[number]
        start = max(now + problem.walk[place][task.place], window[0])
        visits.append(Visit(number, start))
        now, place = start + task.minutes, task.way_out
    return Solution(tuple(visits))
