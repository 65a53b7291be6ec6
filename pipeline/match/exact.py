"""Every signal of many users over one crowd, by tables over what is distinct, read out pair by pair.

Users of one office share majors, levels, fields and phrases; each is compared with the crowd once. A single
user is many users of whom there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.match.answers import Answers, read_answers
from pipeline.match.arrays import distinct
from pipeline.match.bags import Bag, ground_bag, interest_bag
from pipeline.match.bios import read_spoken
from pipeline.match.said import Said, read_said
from pipeline.match.signals import LIFT, NAMES, exchange, field_fits, field_values, saturated, weighed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.match.bios import Spoken
    from pipeline.match.crowd import Crowd
    from pipeline.match.seeker import Seeker
    from pipeline.match.ties import Ties
    from pipeline.match.world import World

    Values = NDArray[np.float32]
    Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Signals:
    """Each signal of some pairs, NaN where it had nothing to go by; all values are 0 to 1."""

    values: dict[str, Values]
    fit: Values
    you_to_them: Values
    them_to_you: Values
    confidence: Values


@dataclass(frozen=True, slots=True)
class Exact:
    """Tables over what is distinct. ``field[close_of[user], person]`` is NaN where a field is unknown.

    Users and people are asked for as ids of shapes (users, 1) and (1 or users, people).
    """

    field: Values
    fits: NDArray[np.int8]
    close_of: Ids
    answers: Answers
    offers: Said
    seeks: Said
    interests: Bag
    ground: Bag
    tie: Values
    tie_of: Ids
    weights: dict[str, float]
    neutral: float
    spoken: Spoken | None

    def parts(self, users: Ids, people: Ids) -> dict[str, Values]:
        """Return each signal of each pair, NaN where it has nothing to go by."""
        return self._parts(users, people, *self.sides(users, people))

    def sides(self, users: Ids, people: Ids) -> tuple[Values, Values]:
        """Return what they offer against what the user needs, and the reverse; NaN where nothing is said."""
        to_you = self.seeks.joined(self.answers.roles(users, people), users, people, self.neutral)
        to_them = self.offers.joined(self.answers.fits(users, people), users, people, self.neutral)
        return to_you, to_them

    def _parts(self, users: Ids, people: Ids, to_you: Values, to_them: Values) -> dict[str, Values]:
        parts = {
            "field": self.field[self.close_of[users], people],
            "interests": saturated(self.interests.sums(users, people)),
            "exchange": exchange(to_you, to_them, self.neutral),
            "common_ground": -np.expm1(-self.ground.sums(users, people)),
            "tie": self.tie[self.tie_of[users], people],
        }
        return parts if self.spoken is None else {**parts, LIFT: self.spoken.values(users, people)}

    def scores(self, parts: dict[str, Values]) -> Values:
        """Return the weighted mean of the parts of each pair."""
        return weighed(parts, self.weights, self.neutral)

    def signals(self, users: Ids, people: Ids) -> Signals:
        """Return all there is to say of each pair in numbers."""
        sides = self.sides(users, people)
        parts = self._parts(users, people, *sides)
        total = sum(self.weights[name] for name in NAMES) or 1.0
        known = sum(self.weights[name] / total * ~np.isnan(parts[name]) for name in NAMES)
        to_you, to_them = (self._filled(side) for side in sides)
        field, interests = (self._filled(parts[name]) for name in ("field", "interests"))
        return Signals(
            values={name: np.round(value, 6) for name, value in parts.items()},
            fit=self.scores(parts),
            you_to_them=np.round((field + interests + to_you) / np.float32(3), 6),
            them_to_you=np.round((interests + to_them) / np.float32(2), 6),
            confidence=np.round(np.asarray(known), 6).astype(np.float32),
        )

    def _filled(self, values: Values) -> Values:
        """Return the values with neutral where nothing is known."""
        return np.where(np.isnan(values), np.float32(self.neutral), values)


def read_exact(
    crowd: Crowd, seekers: Sequence[Seeker], world: World, weights: dict[str, float], ties: Sequence[Ties]
) -> Exact:
    """Return the tables of these users over this crowd; ``ties`` has those of each user."""
    keys, close_of = distinct((seeker.own, seeker.close.tobytes()) for seeker in seekers)
    first = dict(zip(reversed(close_of.tolist()), reversed(seekers), strict=True))
    kinds = [first[at] for at in range(len(keys))]
    tables, tie_of = distinct(id(one) for one in ties)
    by_id = {id(one): one.values for one in ties}
    return Exact(
        field=_table([_field(crowd, seeker) for seeker in kinds], len(crowd), np.float32),
        fits=_table([field_fits(crowd, seeker) for seeker in kinds], len(crowd), np.int8),
        close_of=close_of,
        answers=read_answers(crowd, seekers, kinds, close_of, world),
        offers=read_said(crowd, crowd.seeks, [one.offers for one in seekers], world, offering=True),
        seeks=read_said(crowd, crowd.offers, [one.seeks for one in seekers], world, offering=False),
        interests=interest_bag(crowd, seekers, world.concepts),
        ground=ground_bag(crowd, seekers, world),
        tie=_table([by_id[one] for one in tables], len(crowd), np.float32),
        tie_of=tie_of,
        weights=weights,
        neutral=world.settings.number("match.neutral"),
        spoken=read_spoken(crowd.rows, [seeker.texts for seeker in seekers]),
    )


def _field(crowd: Crowd, seeker: Seeker) -> Values:
    return field_values(crowd, seeker.close) if seeker.own else np.full(len(crowd), np.nan, np.float32)


def _table(rows: Sequence[NDArray[Any]], width: int, dtype: type[Any]) -> NDArray[Any]:
    return np.stack(rows).astype(dtype) if rows else np.zeros((0, width), dtype)
