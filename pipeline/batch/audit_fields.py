"""The audit from the students' side: how many targets of their own field are here, and how many near it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.batch.counts import spread_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import TypeAlias

    #: Per student how many of the targets on their list are of which fit: same, adjacent, other, unknown.
    Fits: TypeAlias = Mapping[str, Mapping[str, int]]


def fits_of(matches: Iterable[Path]) -> Fits:
    """Return how many targets of each fit every student has on their list."""
    frames = [pl.scan_parquet(path).select("user_id", "field_fit") for path in matches]
    found: dict[str, dict[str, int]] = defaultdict(dict)
    if frames:
        counted = pl.concat(frames).group_by("user_id", "field_fit").len().collect()
        for user, fit, count in counted.iter_rows():
            found[user][fit] = count
    return found


def by_major(groups: Mapping[str, str], targets: Mapping[str, int], fits: Fits) -> list[dict[str, Any]]:
    """Return per major its students, their targets, and what their lists hold: own field, near it, neither.

    ``field_known`` is false where the map of fields places nobody of a major: nothing is counted there.
    """
    members: dict[str, list[str]] = defaultdict(list)
    for user, major in groups.items():
        members[major].append(user)
    return [
        {
            "major": major,
            "students": len(users),
            "targets": spread_of(targets[user] for user in users if user in targets),
            "own_field_on_the_list": _median(users, fits, "same"),
            "near_field_on_the_list": _median(users, fits, "adjacent"),
            "field_known": any(set(fits.get(user, {})) - {"unknown"} for user in users),
        }
        for major, users in sorted(members.items())
    ]


def gaps(majors: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the majors with fewer targets of their own field than places in a day, the emptiest first.

    What is near their field stands beside it: with many of these they have whom to meet, and without they
    have nobody.
    """
    short = [
        row
        for row in majors
        if row["field_known"] and row["own_field_on_the_list"] < row["targets"]["median"]
    ]
    short.sort(key=lambda row: (row["own_field_on_the_list"] + row["near_field_on_the_list"], row["major"]))
    return [
        {
            "major": row["major"],
            "students": row["students"],
            "of_their_own_field": row["own_field_on_the_list"],
            "of_a_field_near_it": row["near_field_on_the_list"],
        }
        for row in short
    ]


def _median(users: Iterable[str], fits: Fits, kind: str) -> float:
    median: float = spread_of(fits.get(user, {}).get(kind, 0) for user in users)["median"]
    return median
