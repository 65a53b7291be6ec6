"""Seeded days to plan: targets in a hall with windows, prizes and three fixed talks, on a two-minute grid."""

from __future__ import annotations

import math
import random

from pipeline.plan.problem import Problem, Task

HALL = (200.0, 120.0)
METRES_A_MINUTE = 50.0
GRID = 2


def _grid(minutes: float) -> int:
    return int(math.ceil(minutes / GRID) * GRID)


def instance(targets: int, seed: int, *, hours: int = 6, talks: int = 3) -> Problem:
    """Return a problem with that many targets (prizes 10-80, one or two windows each) and fixed talks."""
    rng = random.Random(f"{targets}/{seed}")
    spots = [(0.0, 0.0)] + [
        (rng.uniform(0, HALL[0]), rng.uniform(0, HALL[1])) for _ in range(targets + talks)
    ]
    walk = tuple(tuple(_grid(math.dist(a, b) / METRES_A_MINUTE) for b in spots) for a in spots)
    end = hours * 60
    tasks = []
    for number in range(targets):
        minutes = rng.choice((6, 8, 10, 12, 14))
        windows = [(0, end - minutes)]
        if rng.random() < 0.7:
            windows = _windows(rng, end, minutes)
        tasks.append(Task(minutes, rng.randrange(10, 81, 10), number + 1, tuple(windows)))
    for number in range(talks):
        at = _grid((number + 0.5 + rng.uniform(-0.2, 0.2)) * end / talks)
        tasks.append(Task(30, 0, targets + number + 1, ((at, at),), fixed=True))
    return Problem(tuple(tasks), walk, 0, end)


def _windows(rng: random.Random, end: int, minutes: int) -> list[tuple[int, int]]:
    found = []
    for part in range(rng.choice((1, 2))):
        open_at = _grid(rng.uniform(0.0, 0.3) * end + part * end / 2)
        close_at = min(end, open_at + _grid(rng.uniform(0.15, 0.5) * end / 2) + minutes)
        if close_at - minutes >= open_at:
            found.append((open_at, close_at - minutes))
    return found or [(0, end - minutes)]
