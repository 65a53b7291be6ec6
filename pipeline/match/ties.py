"""The tie so far: how near a target already is, what is owed, what was lost touch with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.messages import cells, message
from pipeline.match.text import plain
from pipeline.match.world import KNOWN, employers_of, open_promises

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from pipeline.match.crowd import Crowd
    from pipeline.match.messages import Message, Row
    from pipeline.match.world import World
    from pipeline.settings import Value

#: From this rung on both sides have helped: such people are seen again, not discovered.
CLOSE = 4
_FAMILY = "friend_or_family"


def tie_value(row: Row, world: World, worth: Mapping[str, Value]) -> float:
    """Return how much a conversation may bring, from the tie alone, 0 to 1.

    Moderately weak ties bring most new work (Rajkumar et al., Science 2022), dormant ones keep their worth
    (Levin, Walter and Murnighan, 2011); a close one brings little that is new. The values are settings.
    """
    if world.promises.get(row["person_id"]):
        return float(worth["owed"])
    if row["last_two_way"] is not None and is_dormant(row, world):
        return float(worth["dormant"])
    if row["stage"] >= CLOSE or _FAMILY in row["tie_sources"]:
        return float(worth["close"])
    if row["stage"] >= KNOWN:
        return float(worth["weak"])
    return float(worth["touched" if row["stage"] or row["known"] else "stranger"])


@dataclass(frozen=True, slots=True)
class Ties:
    """A crowd as one user knows it: rows, the worth of each tie, whom they would miss or met, the sources."""

    rows: tuple[Row, ...]
    values: NDArray[np.float32]
    kept: tuple[int, ...]
    met: NDArray[np.bool_]
    sources: dict[str, tuple[int, ...]]


def read_ties(crowd: Crowd, world: World, sources: Sequence[Sequence[str]] | None = None) -> Ties:
    """Return the ties to a crowd; ``sources`` are what users have in place of the tie sources of the rows."""
    worth = world.settings.section("match.tie")
    rows = crowd.rows
    if sources is not None:
        rows = tuple(
            row if row["tie_sources"] == own else {**row, "tie_sources": own}
            for row, own in zip(rows, map(list, sources), strict=True)
        )
    return Ties(
        rows=rows,
        values=np.array([tie_value(row, world, worth) for row in rows], np.float32),
        kept=tuple(at for at, row in enumerate(rows) if is_kept(row, world)),
        met=np.array([is_met(row, world) for row in rows], np.bool_),
        sources={
            source: tuple(at for at, row in enumerate(rows) if source in row["tie_sources"])
            for source in sorted({source for row in rows for source in row["tie_sources"]})
        },
    )


def is_dormant(row: Row, world: World) -> bool:
    """Return whether there was an exchange once, and none for ``match.tie.dormant_days``."""
    last = row["last_two_way"]
    days = world.settings.number("match.tie.dormant_days")
    return last is not None and (world.now - last).days >= days


def is_kept(row: Row, world: World) -> bool:
    """Return whether the user would miss this target on the list: friend, close, or something is owed."""
    owed = bool(world.promises.get(row["person_id"]))
    return owed or row["stage"] >= CLOSE or _FAMILY in row["tie_sources"]


def is_met(row: Row, world: World) -> bool:
    """Return whether the user talked with this person before, or had them in the day of an earlier event.

    Then somebody new comes first, unless something is open. Organisations come back at every fair, with
    what happened last time.
    """
    open_still = is_kept(row, world) or is_dormant(row, world)
    before = row["person_id"] in world.suggested or _last_talk(world, row["person_id"]) is not None
    return row["kind"] == "person" and not open_still and before


def is_bridge(row: Row, world: World) -> bool:
    """Return whether nobody known leads to this target by organisation, school or another list."""
    if row["stage"] >= KNOWN or row["known"]:
        return False
    near = {*employers_of(row), plain(row["school"]), *row["events"]} - {"", world.event.slug}
    return not near & world.known_places


def tie_reasons(row: Row, world: World, *, in_field: bool) -> Iterator[Message]:
    """Yield what the tie says: promises open, the last time, lost touch, friends kept and named as such."""
    person = row["person_id"]
    for promise in open_promises(world, person, "mine"):
        yield message("reason.tie.owe", "them", text=promise["text"])
    for promise in open_promises(world, person, "theirs"):
        yield message("reason.tie.owed", "you", text=promise["text"])
    last = _last_talk(world, person)
    if is_dormant(row, world):
        yield message("reason.tie.dormant", None, day=row["last_two_way"].date())
    elif last is not None:
        yield message("reason.tie.again", None, day=last["at"].date())
    elif person in world.suggested:
        event, day = world.suggested[person]
        yield message("reason.tie.suggested", None, event=event, day=day)
    if row["stage"] >= CLOSE:
        yield message("reason.tie.see_again", None, name=row["name"])
    if _FAMILY in row["tie_sources"]:
        key = "reason.tie.friend" if in_field else "reason.tie.friend_elsewhere"
        yield message(key, None, cells(row, "name"), name=row["name"])
    elif row["connected_on"] is not None and last is None:
        yield message("reason.tie.connected", None, cells(row, "connected_on"), day=row["connected_on"])


def _last_talk(world: World, person: str) -> Row | None:
    talks = [row for row in world.interactions.get(person, []) if row["kind"] in ("talked", "meeting")]
    return talks[-1] if talks else None
