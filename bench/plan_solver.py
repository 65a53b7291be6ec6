"""Days of 10, 40, 80 and 200 targets: prizes by iterations, beside PyVRP and the proven optimum.

Run: PYTHONPATH=. python bench/plan_solver.py [--instances 30] [--pyvrp] [--exact]
"""

from __future__ import annotations

import argparse
import math
import time
from typing import TYPE_CHECKING

from plan_instances import GRID, instance

from pipeline.plan.solve import solve
from pipeline.plan.validate import faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.plan.problem import Problem, Solution

SIZES = (10, 40, 80, 200)
PYVRP_SECONDS = 3.0


def measured(problems: list[Problem], method: Callable[[Problem], Solution]) -> tuple[int, float, int]:
    """Return the sum of prizes, CPU milliseconds a day, and the number of faults the validator finds."""
    begun = time.process_time()
    found = [method(problem) for problem in problems]
    spent = (time.process_time() - begun) * 1000 / len(problems)
    prizes = sum(day.prize(problem) for problem, day in zip(problems, found, strict=True))
    wrong = sum(len(faults(problem, day)) for problem, day in zip(problems, found, strict=True))
    return prizes, spent, wrong


def row(size: int, name: str, result: tuple[int, float, int]) -> None:
    prizes, spent, wrong = result
    print(
        f"{size:4} targets  {name:22} {prizes:8} prizes  {spent:9.1f} CPU ms a day  {wrong} faults",
        flush=True,
    )


def own(iterations: int) -> Callable[[Problem], Solution]:
    return lambda problem: solve(problem, iterations=iterations, seed=1)


def exact(problems: list[Problem]) -> None:
    from plan_exact import Exact

    total, proven, short, long, most, reached = 0.0, 0, 0, 0, 0.0, 0
    for problem in problems:
        floor = max(solve(problem, iterations=20_000, seed=seed).prize(problem) for seed in range(1, 7))
        best, is_proven, bound = Exact(problem, GRID).optimum(float(floor))
        most += best if is_proven else bound
        reached += own(1200)(problem).prize(problem)
        if is_proven:
            proven += 1
            total += best
            short += own(1200)(problem).prize(problem)
            long += own(3600)(problem).prize(problem)
    print(f"  40 targets  optimum proven on {proven} of {len(problems)}: sum {total:.0f}")
    print(f"  40 targets  1,200 iterations reach {reached / most:.2%} of the bounds of all days")
    print(f"  40 targets  1,200 iterations reach {short / total:.2%} of it, 3,600 reach {long / total:.2%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=int, default=30)
    parser.add_argument("--pyvrp", action="store_true")
    parser.add_argument("--exact", action="store_true")
    given = parser.parse_args()
    spent: dict[int, float] = {}
    for size in SIZES:
        problems = [instance(size, seed) for seed in range(given.instances)]
        for iterations in (0, 100, 1200, 3600):
            result = measured(problems, own(iterations))
            row(size, f"{iterations} iterations", result)
            spent[size] = result[1] if iterations == 1200 else spent.get(size, 0.0)
        if given.pyvrp:
            from plan_pyvrp import solve_with_pyvrp

            name = f"PyVRP {PYVRP_SECONDS:.0f} CPU s"
            row(
                size,
                name,
                measured(problems, lambda one: solve_with_pyvrp(one, cpu_seconds=PYVRP_SECONDS, seed=1)),
            )
    growth = math.log(spent[200] / spent[40]) / math.log(200 / 40)
    print(f"cost at 1,200 iterations grows with targets to the power {growth:.2f} (40 to 200)")
    if given.exact:
        exact([instance(40, seed) for seed in range(given.instances)])


if __name__ == "__main__":
    main()
