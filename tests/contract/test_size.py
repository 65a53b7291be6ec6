"""Modules and functions stay small; the test prints the table (``pytest -s``) and fails past the maxima."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from statistics import median

import pytest

MODULE = {"median": 120, "maximum": 350}
FUNCTION = {"median": 10, "maximum": 60}


@dataclass(frozen=True)
class Sizes:
    """Lines of every module and every function, with their names."""

    modules: dict[str, int]
    functions: dict[str, int]


@pytest.fixture(scope="module")
def sizes(modules) -> Sizes:
    functions = {
        f"{module.name}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return Sizes({module.name: module.lines for module in modules if module.lines > 5}, functions)


def summary(lines: dict[str, int]) -> tuple[int, float, int, int]:
    ordered = sorted(lines.values())
    return len(ordered), median(ordered), ordered[int(len(ordered) * 0.9)], ordered[-1]


def test_the_table_of_sizes_is_within_the_limits(sizes):
    print("\n            count  median  p90  max")  # noqa: T201 - asked for with -s
    for what, lines, limit in (
        ("modules", sizes.modules, MODULE),
        ("functions", sizes.functions, FUNCTION),
    ):
        count, middle, most, longest = summary(lines)
        print(f"{what:<10} {count:>6} {middle:>7} {most:>4} {longest:>4}")  # noqa: T201
        assert middle <= limit["median"]
        assert {name: size for name, size in lines.items() if size > limit["maximum"]} == {}
