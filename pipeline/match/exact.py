"""Every signal of many users over one crowd, by tables over what is distinct, read out pair by pair.

Users of one office share majors, levels, fields and phrases; each is compared with the crowd once. What the
state of one user says (wishes, promises, contacts) belongs to ``match`` and is not looked at here.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.answers import Answers, read_answers
from pipeline.match.arrays import distinct, padded
from pipeline.match.bags import Bag, ground_bag, interest_bag
from pipeline.match.likeness import need_scores
from pipeline.match.signals import (
    NAMED_FIELD,
    drawn,
    either,
    exchange,
    field_shares,
    saturated,
    trust_of,
    weighed,
)
from pipeline.match.ties import tie_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.match.crowd import Crowd, Ragged
    from pipeline.match.seeker import Seeker
    from pipeline.match.world import World

    Values = NDArray[np.float32]
    Ids = NDArray[np.int64]

#: Phrases of the users that are compared with the crowd in one call, so that memory stays small.
PHRASES = 256


@dataclass(frozen=True, slots=True)
class Said:
    """The users' phrases against those of the crowd: ``best[phrase, other]``; the last of each is none."""

    phrases: tuple[str, ...]
    ids: Ids
    best: Values
    tokens: Ids
    trust: Values

    def joined(self, structured: Values, users: Ids, people: Ids, neutral: float) -> Values:
        """Return what lists say joined with the best phrase of each pair; lists alone for a silent user."""
        found = np.zeros(people.shape, np.float32)
        for theirs in self.tokens.T:
            columns = theirs[people]
            for mine in self.ids.T:
                found = np.maximum(found, self.best[mine[users], columns])
        silent = self.ids[users, 0] == len(self.phrases)
        said = drawn(found, self.trust[people], neutral)
        return np.where(silent, structured, either(structured, said)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Exact:
    """Tables over what is distinct. ``field[close_of[user], person]`` is NaN where a field is unknown."""

    field: Values
    close_of: Ids
    answers: Answers
    offers: Said
    seeks: Said
    interests: Bag
    ground: Bag
    tie: Values
    weights: dict[str, float]
    neutral: float

    def parts(self, users: Ids, people: Ids) -> dict[str, Values]:
        """Return each signal of each pair, NaN where it has nothing to go by."""
        to_you = self.seeks.joined(self.answers.roles(users, people), users, people, self.neutral)
        to_them = self.offers.joined(self.answers.fits(users, people), users, people, self.neutral)
        return {
            "field": self.field[self.close_of[users], people],
            "interests": saturated(self.interests.sums(users, people)),
            "exchange": exchange(to_you, to_them, self.neutral),
            "common_ground": -np.expm1(-self.ground.sums(users, people)),
            "tie": self.tie[people],
        }

    def scores(self, parts: dict[str, Values]) -> Values:
        """Return the weighted mean of the parts of each pair."""
        return weighed(parts, self.weights, self.neutral)


def read_exact(crowd: Crowd, seekers: Sequence[Seeker], world: World, weights: dict[str, float]) -> Exact:
    """Return the tables of these users over this crowd."""
    keys, close_of = distinct((seeker.own, seeker.close.tobytes()) for seeker in seekers)
    first = dict(zip(reversed(close_of.tolist()), reversed(seekers), strict=True))
    kinds = [first[at] for at in range(len(keys))]
    return Exact(
        field=_field_table(crowd, kinds),
        close_of=close_of,
        answers=read_answers(crowd, seekers, kinds, close_of, world),
        offers=_said(crowd, crowd.seeks, [seeker.offers for seeker in seekers], world, offering=True),
        seeks=_said(crowd, crowd.offers, [seeker.seeks for seeker in seekers], world, offering=False),
        interests=interest_bag(crowd, seekers, world.concepts),
        ground=ground_bag(crowd, seekers),
        tie=tie_values(crowd, world),
        weights=weights,
        neutral=world.settings.number("match.neutral"),
    )


def _field_table(crowd: Crowd, kinds: Sequence[Seeker]) -> Values:
    shares = field_shares(crowd)
    found = np.full((len(kinds), len(crowd)), np.nan, np.float32)
    for row, seeker in zip(found, kinds, strict=True):
        if seeker.own:
            row[:] = (shares * seeker.close).max(axis=1)
    found[:, crowd.fields.max(axis=1, initial=0.0) < NAMED_FIELD] = np.nan
    return found


def _said(
    crowd: Crowd, theirs: Ragged, own: Sequence[tuple[str, ...]], world: World, *, offering: bool
) -> Said:
    phrases, _ = distinct(text for texts in own for text in texts)
    listed = [str(text) for text in phrases]
    at = {text: place for place, text in enumerate(listed)}
    used, places = np.unique(theirs.ids, return_inverse=True)
    others = [crowd.phrases[place] for place in used]
    best = np.zeros((len(listed) + 1, len(others) + 1), np.float32)
    for begin in range(0, len(listed) if others else 0, PHRASES):
        part = listed[begin : begin + PHRASES]
        scores = need_scores(part, others) if offering else need_scores(others, part).T
        best[begin : begin + len(part), :-1] = np.round(scores, 6)
    ids = padded([[at[text] for text in texts] for texts in own], len(listed))
    rows = [places[a:b].tolist() for a, b in pairwise(theirs.starts.tolist())]
    trust = trust_of(crowd, theirs, world.settings)
    return Said(tuple(listed), ids, best, padded(rows, len(others)), trust)
