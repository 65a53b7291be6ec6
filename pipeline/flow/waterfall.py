"""One score taken apart: what each signal adds, step by step, up to the fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.settings import Settings

#: Characters that stand for a fit of one.
WIDTH = 40


def waterfall(signals: Sequence[Mapping[str, Any]], settings: Settings) -> list[dict[str, Any]]:
    """Return one step per signal, the largest first: value, what it counts as, weight, what it adds, the sum.

    A signal with nothing to go by counts as ``match.neutral``; the last sum is the fit.
    """
    neutral = settings.number("match.neutral")
    whole = sum(part["weight"] for part in signals) or 1.0
    steps = []
    for part in signals:
        counted = neutral if part["value"] is None else part["value"]
        adds = counted * part["weight"] / whole
        steps.append({**part, "counts_as": counted, "share": part["weight"] / whole, "adds": adds})
    steps.sort(key=lambda step: (-step["adds"], step["name"]))
    total = 0.0
    for step in steps:
        total += step["adds"]
        step["sum"] = round(total, 6)
        step |= {name: round(step[name], 6) for name in ("share", "adds")}
    return steps


def waterfall_lines(steps: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the steps as lines, each bar beginning where the one before ended."""
    lines = []
    for step in steps:
        begin, end = round(WIDTH * (step["sum"] - step["adds"])), round(WIDTH * step["sum"])
        bar = " " * begin + "#" * max(end - begin, 0)
        said = "nothing to go by: " if step["value"] is None else ""
        lines.append(
            f"  {step['name']:<14} {step['adds']:+.3f} = {step['sum']:.3f}  {bar:<{WIDTH}}  "
            f"{said}{step['counts_as']:.2f} x {step['share']:.0%}"
        )
    return lines
