"""Who comes first: the user's word, then the fit, spread over organisations, with two bridging picks."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.text import plain
from pipeline.match.ties import is_bridge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.match.messages import Row
    from pipeline.match.ties import Ties
    from pipeline.match.world import World

    Ids = NDArray[np.int64]

#: How many bridging picks are kept where they exist.
BRIDGES = 2
_WORDS_ABOUT_RANK = ("pick", "agree", "pass")


@dataclass(frozen=True, slots=True)
class Seen:
    """One user before a crowd: each fit, whose field is near, whom the gate shuts out, who is the user."""

    fit: NDArray[np.float32]
    near: NDArray[np.bool_]
    shut: NDArray[np.bool_]
    own: frozenset[int]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Who is ranked, the best first; of these the bridges, and the user's own picks; and whom they passed."""

    order: tuple[int, ...]
    bridges: frozenset[int] = frozenset()
    picked: frozenset[int] = frozenset()
    passed: frozenset[int] = frozenset()

    def tier(self, rank: int, fit: float, world: World) -> str:
        """Return the tier of the target of this rank, from 1."""
        at, settings = self.order[rank - 1], world.settings
        if at in self.picked:
            return "A"
        first = fit >= settings.number("match.tier_a") and rank <= settings.integer("match.tier_a_most")
        tier = "A" if first else "B" if fit >= settings.number("match.tier_b") else "C"
        return "B" if at in self.bridges and tier == "C" else tier


def ranking(ties: Ties, seen: Seen, world: World) -> Ranking:
    """Return who is ranked for one user. The user's word beats score and gate."""
    said = _words(ties.rows, world) if world.wishes else {}
    passed = frozenset(at for at, word in said.items() if word == "pass") - seen.own
    picked = [at for at, word in said.items() if word != "pass" and at not in seen.own]
    picked.sort(key=lambda at: (-float(seen.fit[at]), at))
    open_to = ~seen.shut
    open_to[[*seen.own, *passed, *picked]] = False
    free = np.flatnonzero(open_to)
    most = max(world.settings.integer("match.max_candidates") - len(picked), 0)
    spread = _spread(ties.rows, seen.fit, free, most, world, seen=picked)
    spread = _with_kept(ties, spread, open_to, most, world)
    spread, bridges = _with_bridges(ties.rows, seen, spread, free, world)
    return Ranking((*picked, *spread), bridges, frozenset(picked), passed)


def _words(rows: Sequence[Row], world: World) -> dict[int, str]:
    """Return the last thing the user said about the rank of each target."""
    found = {}
    for at, row in enumerate(rows):
        for wish in world.wishes.get(row["person_id"], ()):
            if wish["kind"] in _WORDS_ABOUT_RANK:
                found[at] = wish["kind"]
    return found


def _house(row: Row) -> str:
    """Return the organisation a target stands for: its id, else its plain name."""
    if row["kind"] == "organization":
        return str(row["person_id"])
    return str(row["organization_id"] or plain(row["organization"]) or row["person_id"])


def _spread(
    rows: Sequence[Row], fits: NDArray[np.float32], free: Ids, most: int, world: World, *, seen: Sequence[int]
) -> list[int]:
    """Return the best of the free ones; each further one of a house counts less by ``match.same_house``."""
    step = world.settings.number("match.same_house")
    houses: Counter[str] = Counter(_house(rows[at]) for at in seen)
    fit = fits.tolist()
    # Rows are in the order of person_id, so the row itself breaks ties; fit only falls: few rows are read.
    fresh = iter(free[np.argsort(-fits[free], kind="stable")].tolist())
    upcoming = next(fresh, None)
    delayed: list[tuple[float, int, int]] = []
    chosen: list[int] = []
    while (upcoming is not None or delayed) and len(chosen) < most:
        if upcoming is not None and (not delayed or (-fit[upcoming], upcoming) <= delayed[0][:2]):
            at, counted = upcoming, 0
            upcoming = next(fresh, None)
        else:
            _, at, counted = heapq.heappop(delayed)
        house = _house(rows[at])
        if houses[house] > counted:
            heapq.heappush(delayed, (-(fit[at] - step * houses[house]), at, houses[house]))
            continue
        houses[house] += 1
        chosen.append(at)
    return chosen


def _with_kept(ties: Ties, chosen: list[int], free: NDArray[np.bool_], most: int, world: World) -> list[int]:
    """Return the list with friends, close people and open promises kept at its end, whatever their field."""
    inside = set(chosen)
    near = [at for at in ties.kept if free[at] and at not in inside]
    near = near[: min(len(near), max(most - BRIDGES, 0), world.settings.integer("match.keep_most"))]
    return [*chosen[: max(most - len(near), 0)], *near]


def _with_bridges(
    rows: Sequence[Row], seen: Seen, chosen: list[int], free: Ids, world: World
) -> tuple[list[int], frozenset[int]]:
    """Return the list with two bridging picks in its upper part where they exist, and which they are.

    Without anybody known there is nothing to bridge, and nobody is called a bridge.
    """
    if not world.known_places or not chosen:
        return chosen, frozenset()
    order = {at: place for place, at in enumerate(chosen)}
    able = [at for at in free[seen.near[free]].tolist() if is_bridge(rows[at], world)]
    able.sort(key=lambda at: (order.get(at, len(chosen)), -float(seen.fit[at]), at))
    bridges = able[:BRIDGES]
    within = min(world.settings.integer("match.bridge_within"), len(chosen))
    kept = [at for at in chosen if at not in bridges]
    for at in bridges:
        kept.insert(min(order.get(at, len(chosen)), max(within - BRIDGES, 0) + bridges.index(at)), at)
    return kept[: len(chosen)], frozenset(bridges)
