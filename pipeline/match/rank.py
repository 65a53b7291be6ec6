"""Who comes first: the user's word, then the fit, spread over organisations, with two bridging picks."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.match.messages import Message, message
from pipeline.match.text import plain
from pipeline.match.ties import is_bridge, is_kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.match.crowd import Crowd
    from pipeline.match.messages import Row
    from pipeline.match.signals import Signals
    from pipeline.match.world import World

#: How many bridging picks are kept where they exist.
BRIDGES = 2
_WORDS_ABOUT_RANK = ("pick", "agree", "pass")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one target of the crowd stands. ``rank`` is None for one set aside, and ``because`` says why."""

    rank: int | None
    tier: str
    because: tuple[Message, ...] = ()
    bridge: bool = False
    picked: bool = False


def places_of(
    crowd: Crowd, signals: Signals, aside: Sequence[Sequence[Message]], world: World
) -> tuple[Place, ...]:
    """Return the place of each target, in the order of the crowd. The user's word beats score and gate."""
    said = [_word(row, world) if world.wishes else None for row in crowd.rows]
    passed = {at for at, word in enumerate(said) if word == "pass"}
    picked = [at for at, word in enumerate(said) if word in ("pick", "agree")]
    free = [at for at in range(len(crowd)) if at not in passed and at not in picked and not aside[at]]
    fit = signals.fit
    picked.sort(key=lambda at: (-float(fit[at]), crowd.rows[at]["person_id"]))
    most = max(world.settings.integer("match.max_candidates") - len(picked), 0)
    spread = _spread(crowd, [float(value) for value in fit], free, most, world, seen=picked)
    spread = _with_kept(crowd, spread, free, most, world)
    spread, bridges = _with_bridges(crowd, signals, spread, free, world)
    ranks = {at: rank for rank, at in enumerate([*picked, *spread], start=1)}
    limit = world.settings.integer("match.max_candidates")
    return tuple(
        _place(at, ranks, signals, aside[at], world, said=said[at], bridge=at in bridges, limit=limit)
        if at in ranks or said[at] or aside[at]
        else _beyond(limit)
        for at in range(len(crowd))
    )


def _place(
    at: int,
    ranks: dict[int, int],
    signals: Signals,
    aside: Sequence[Message],
    world: World,
    *,
    said: str | None,
    bridge: bool,
    limit: int,
) -> Place:
    if said == "pass":
        return Place(None, "set_aside", (message("aside.you_said"),))
    if at not in ranks:
        return Place(None, "set_aside", tuple(aside)) if aside else _beyond(limit)
    if said is not None:
        return Place(ranks[at], "A", picked=True)
    fit = float(signals.fit[at])
    settings = world.settings
    first = fit >= settings.number("match.tier_a") and ranks[at] <= settings.integer("match.tier_a_most")
    tier = "A" if first else "B" if fit >= settings.number("match.tier_b") else "C"
    return Place(ranks[at], "B" if bridge and tier == "C" else tier, bridge=bridge)


@lru_cache(maxsize=8)
def _beyond(limit: int) -> Place:
    return Place(None, "set_aside", (message("aside.beyond", limit=limit),))


def _word(row: Row, world: World) -> str | None:
    """Return the last thing the user said about the rank of this target."""
    said = [
        wish["kind"] for wish in world.wishes.get(row["person_id"], []) if wish["kind"] in _WORDS_ABOUT_RANK
    ]
    return said[-1] if said else None


def _house(row: Row) -> str:
    """Return the organisation a target stands for: its id, else its plain name."""
    if row["kind"] == "organization":
        return str(row["person_id"])
    return str(row["organization_id"] or plain(row["organization"]) or row["person_id"])


def _spread(
    crowd: Crowd, fit: list[float], free: Sequence[int], most: int, world: World, *, seen: Sequence[int]
) -> list[int]:
    """Return the best of the free ones; each further one of a house counts less by ``match.same_house``."""
    step = world.settings.number("match.same_house")
    houses: Counter[str] = Counter(_house(crowd.rows[at]) for at in seen)
    # Rows are in the order of person_id, so the row itself breaks ties; fit only falls: few rows are read.
    fresh = iter(sorted(free, key=lambda at: (-fit[at], at)))
    upcoming = next(fresh, None)
    delayed: list[tuple[float, int, int]] = []
    chosen: list[int] = []
    while (upcoming is not None or delayed) and len(chosen) < most:
        if upcoming is not None and (not delayed or (-fit[upcoming], upcoming) <= delayed[0][:2]):
            at, counted = upcoming, 0
            upcoming = next(fresh, None)
        else:
            _, at, counted = heapq.heappop(delayed)
        house = _house(crowd.rows[at])
        if houses[house] > counted:
            heapq.heappush(delayed, (-(fit[at] - step * houses[house]), at, houses[house]))
            continue
        houses[house] += 1
        chosen.append(at)
    return chosen


def _with_kept(crowd: Crowd, chosen: list[int], free: Sequence[int], most: int, world: World) -> list[int]:
    """Return the list with friends, close people and open promises kept at its end, whatever their field."""
    inside = set(chosen)
    near = [at for at in free if at not in inside and is_kept(crowd.rows[at], world)]
    near = near[: min(len(near), max(most - BRIDGES, 0), world.settings.integer("match.keep_most"))]
    return [*chosen[: max(most - len(near), 0)], *near]


def _with_bridges(
    crowd: Crowd, signals: Signals, chosen: list[int], free: Sequence[int], world: World
) -> tuple[list[int], set[int]]:
    """Return the list with two bridging picks in its upper part where they exist, and which they are.

    Without anybody known there is nothing to bridge, and nobody is called a bridge.
    """
    if not world.known_places or not chosen:
        return chosen, set()
    order = {at: place for place, at in enumerate(chosen)}
    able = [
        at
        for at in free
        if signals.field_fit[at] in ("same", "adjacent") and is_bridge(crowd.rows[at], world)
    ]
    able.sort(
        key=lambda at: (order.get(at, len(chosen)), -float(signals.fit[at]), crowd.rows[at]["person_id"])
    )
    bridges = able[:BRIDGES]
    within = min(world.settings.integer("match.bridge_within"), len(chosen))
    kept = [at for at in chosen if at not in bridges]
    for at in bridges:
        kept.insert(min(order.get(at, len(chosen)), max(within - BRIDGES, 0) + bridges.index(at)), at)
    return kept[: len(chosen)], set(bridges)
