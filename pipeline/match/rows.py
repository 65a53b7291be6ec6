"""Rows of Matches: a user's ranking in numbers and sentences, each sentence with its cells."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from pipeline.match.crowd import TELLING
from pipeline.match.eligibility import gate, notes_of
from pipeline.match.facts import lasting_facts
from pipeline.match.ground import ground_of
from pipeline.match.hiring import read_hire
from pipeline.match.messages import message
from pipeline.match.questions import Asker
from pipeline.match.reasons import Target, give_of, own_reasons, work_reasons
from pipeline.match.signals import FITS, LIFT, NAMES, mean_of
from pipeline.match.text import stated
from pipeline.match.ties import tie_reasons

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.match.crowd import Crowd
    from pipeline.match.exact import Exact, Signals
    from pipeline.match.hiring import Hire
    from pipeline.match.messages import Message, Row
    from pipeline.match.rank import Ranking
    from pipeline.match.seeker import Seeker
    from pipeline.match.ties import Ties
    from pipeline.match.world import World

Made = TypeVar("Made")
#: What the sheet names as unknown when nothing states it, by kind of target.
UNKNOWN = {
    "organization": ("majors", "positions", "levels", "offers", "seeks", "work_authorization"),
    "person": ("title", "organization", "interests", "offers", "seeks"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One user before the crowd: their place in the tables, whom they know, who comes first, who is they.

    ``empty`` says that nobody else states anything to match by.
    """

    user: int
    seeker: Seeker
    ties: Ties
    ranking: Ranking
    own: frozenset[int]
    empty: bool


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the rows of users of one crowd; what several users share is read and written once."""

    crowd: Crowd
    world: World
    exact: Exact
    kept: dict[tuple[object, ...], Any] = field(default_factory=dict)
    asked: dict[tuple[object, ...], Message] = field(default_factory=dict)

    def rows(
        self, one: Standing, people: Sequence[int], signals: Signals, at: int
    ) -> list[dict[str, object]]:
        """Return the rows of one user about these people; ``signals`` has them in row ``at``."""
        asker = Asker(self.asked)
        kind = self._once(("kind", one.seeker.applies), lambda: len(self.kept))
        numbers = _numbers(signals, at, len(people))
        ranks = {person: rank for rank, person in enumerate(one.ranking.order, start=1)}
        met = self.exact.offers.met(one.user), self.exact.seeks.met(one.user)
        fits = self.exact.fits[self.exact.close_of[one.user]]
        found = []
        for place, person in enumerate(people):
            target = Target(
                at=person,
                row=one.ties.rows[person],
                crowd=self.crowd,
                seeker=one.seeker,
                world=self.world,
                needed=met[0],
                offered=met[1],
                hire=self._hire(kind, one.seeker, person),
                field_fit=FITS[fits[person]],
            )
            told = {name: values[place] for name, values in numbers.items()}
            rank = ranks.get(person)
            words = self._ranked(kind, target, asker) if rank else _set_aside(target, one)
            found.append(
                {
                    "event": self.world.event.slug,
                    "user_id": one.seeker.profile.user_id,
                    "person_id": target.row["person_id"],
                    "signals": self._signals(told),
                    "you_to_them": told["you_to_them"],
                    "them_to_you": told["them_to_you"],
                    "fit": told["fit"],
                    "rank": rank,
                    "tier": one.ranking.tier(rank, told["fit"], self.world) if rank else "set_aside",
                    "field_fit": target.field_fit,
                    "reasons": self._reasons(kind, target, one),
                    **self._open(target),
                    "confidence": told["confidence"],
                    **words,
                }
            )
        return found

    def _once(self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """Return what was made for this key before, else make it."""
        if key not in self.kept:
            self.kept[key] = make()
        found: Made = self.kept[key]
        return found

    def _hire(self, kind: int, seeker: Seeker, person: int) -> Hire | None:
        """Return how a user fits what a target hires; users who apply alike are read once."""
        row = self.crowd.hires[person]
        if row is None:
            return None
        key = ("hire", kind, int(self.crowd.list_of[person]))
        return self._once(key, lambda: read_hire(row, seeker, self.world))

    def _open(self, target: Target) -> dict[str, object]:
        """Return what nothing states, and what the list says to a user whom it concerns."""
        hirer, seeker = self.crowd.hires[target.at], target.seeker
        return self._once(
            ("open", target.at, seeker.profile.work_authorization),
            lambda: {"unknowns": _unknowns(target), "eligibility": list(notes_of(hirer, seeker))},
        )

    def _ranked(self, kind: int, target: Target, asker: Asker) -> dict[str, object]:
        facts = self._once(("facts", kind, target.at), lambda: lasting_facts(target))
        return {
            "common_ground": [item.message for item in ground_of(target.row, target.seeker, self.world)],
            "give": give_of(target),
            "questions": asker.choose(target, facts),
            "set_aside_because": [],
        }

    def _signals(self, told: dict[str, float]) -> list[dict[str, object]]:
        weights = self.exact.weights
        found: list[dict[str, object]] = [
            {
                "name": name,
                "value": None if math.isnan(told[name]) else told[name],
                "weight": weights[name],
            }
            for name in NAMES
        ]
        return [*found, self._lift(told)]

    def _lift(self, told: dict[str, float]) -> dict[str, object]:
        """Return the bio with the weight it truly has: none where it lifts nothing."""
        value = told.get(LIFT, math.nan)
        lifts = value > mean_of(told, self.exact.weights, self.exact.neutral)
        known = None if math.isnan(value) else value
        return {"name": LIFT, "value": known, "weight": self.exact.weights[LIFT] if lifts else 0.0}

    def _reasons(self, kind: int, target: Target, one: Standing) -> list[Message]:
        work = self._once(("work", kind, target.at), lambda: list(work_reasons(target)))
        found = [*work, *own_reasons(target)]
        in_field = target.field_fit in ("same", "adjacent") and not target.seeker.wished
        found += tie_reasons(target.row, self.world, in_field=in_field)
        if target.at in one.ranking.bridges:
            found.append(message("reason.bridge", "you"))
        if target.at in one.ranking.picked:
            found.append(message("reason.you_said", None))
        if not found and one.empty:
            found.append(message("reason.names_only", None))
        return found


def _numbers(signals: Signals, at: int, count: int) -> dict[str, list[float]]:
    """Return every number of one user's rows, as rounded floats."""
    arrays = signals.values | {
        "fit": signals.fit,
        "you_to_them": signals.you_to_them,
        "them_to_you": signals.them_to_you,
        "confidence": signals.confidence,
    }
    return {
        name: np.round(values[at, :count].astype(np.float64), 6).tolist() for name, values in arrays.items()
    }


def _set_aside(target: Target, one: Standing) -> dict[str, object]:
    """Return why a target has no rank: the user's word, the gate, or the end of the list."""
    if target.at in one.ranking.passed:
        because = [message("aside.you_said")]
    elif target.at in target.crowd.contacts:
        because = [message("aside.contact", organization=target.row["organization"])]
    else:
        because = list(gate(target.crowd.hires[target.at], target.hire, one.seeker, target.world))
    limit = target.world.settings.integer("match.max_candidates")
    return {"set_aside_because": because or [message("aside.beyond", limit=limit)]}


def tells(row: Row, world: World) -> bool:
    """Return whether a row says anything that people can be matched by."""
    nothing = world.fields.vocabulary["nothing"]
    found = [row.get(name) or "" for name in TELLING]
    return any(stated(value if isinstance(value, list) else [value], nothing) for value in found)


def _unknowns(target: Target) -> list[str]:
    nothing, row = target.world.fields.vocabulary["nothing"], target.row
    found = []
    for name in UNKNOWN[row["kind"]]:
        value = row[name]
        values = value if isinstance(value, list) else [value or ""]
        if not stated(values, nothing) or value == "unknown":
            found.append(name)
    if target.seeker.profile.work_authorization in ("authorized", "not_said"):
        found = [name for name in found if name != "work_authorization"]
    return found
