"""How counts are spread, in a few numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

OTHERS = "(smaller groups)"


def together(groups: Mapping[str, str], least: int) -> dict[str, str]:
    """Return the group each is counted under: small ones as one, with the next larger while that is small."""
    sizes = Counter(groups.values())
    small: set[str] = set()
    for name, size in sorted(sizes.items(), key=lambda item: (item[1], item[0])):
        if size >= least and (not small or sum(sizes[one] for one in small) >= least):
            break
        small.add(name)
    return {who: OTHERS if name in small else name for who, name in groups.items()}


def spread_of(values: Iterable[float]) -> dict[str, float]:
    """Return least, quartiles, most and mean of some counts."""
    series = pl.Series(sorted(values), dtype=pl.Float64)
    at = {"least": 0.0, "lower": 0.25, "median": 0.5, "upper": 0.75, "most": 1.0}
    found = {name: float(series.quantile(share, "nearest") or 0) for name, share in at.items()}
    mean = series.mean()
    return found | {"mean": round(float(mean), 2) if isinstance(mean, (int, float)) else 0.0}


def gini(values: Sequence[float]) -> float:
    """Return how unequally something is shared: 0 all alike, towards 1 all with one."""
    ordered = sorted(values)
    total, count = sum(ordered), len(ordered)
    if not total:
        return 0.0
    weighted = sum((2 * number - count - 1) * value for number, value in enumerate(ordered, start=1))
    return round(weighted / (count * total), 4)
