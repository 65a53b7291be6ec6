"""Who stands nearby and is worth as much, when a queue is too long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.plan.walk import ground_of

if TYPE_CHECKING:
    from pipeline.event import Event
    from pipeline.plan.walk import Ground
    from pipeline.settings import Settings

_TIERS = {"A": 0, "B": 1, "C": 2}


def alternates(
    plan: pl.DataFrame, matches: pl.DataFrame, people: pl.DataFrame, *, event: Event, settings: Settings
) -> dict[str, list[str]]:
    """Return for each planned walk-up the person_ids to try instead, nearest first, as many as is set.

    They are ranked, have another booth, stand at most ``plan.alternate_minutes`` away, and are of the same
    tier or the next; those who are not planned at all come before those who come later anyway.
    """
    booths = {row["person_id"]: row["booth"] for row in people.iter_rows(named=True) if row["booth"]}
    ranked = matches.filter(pl.col("event") == event.slug, pl.col("rank").is_not_null())
    tiers = {
        row["person_id"]: (_TIERS.get(row["tier"], 2), row["rank"]) for row in ranked.iter_rows(named=True)
    }
    kept = plan.filter(pl.col("kind") == "meeting", pl.col("dropped_because").list.len() == 0)
    planned = set(kept["person_id"].to_list())
    ground = ground_of(event, [*booths.values(), *kept["place"].to_list()], settings)
    others = [one for one in tiers if one in booths]
    return {
        row["entry_id"]: _near(row, others, booths, tiers, planned, ground, settings)
        for row in kept.filter(~pl.col("agreed"), pl.col("place").is_not_null()).iter_rows(named=True)
    }


def _near(
    row: dict[str, Any],
    others: list[str],
    booths: dict[str, str],
    tiers: dict[str, tuple[int, int]],
    planned: set[str],
    ground: Ground,
    settings: Settings,
) -> list[str]:
    here = ground.of(row["place"])
    tier = tiers.get(row["person_id"], (1, 0))[0]
    found = []
    for one in others:
        there = ground.of(booths[one])
        away = ground.minutes[here][there]
        close = there not in (here, 1) and away <= settings.integer("plan.alternate_minutes")
        if one != row["person_id"] and close and tiers[one][0] <= tier + 1:
            found.append((one in planned, away, tiers[one], one))
    return [one for *_, one in sorted(found)[: settings.integer("plan.alternates")]]
