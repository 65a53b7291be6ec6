"""What few people of a crowd have in common with a user: added person by person, beside the dense channels.

Interests by the thousand do not fit into a hundred dimensions, but each is held by few.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.match.bags import Bag

    Values = NDArray[np.float32]
    Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rare:
    """The worth of each token by user's key, and who has it: ``people[starts[t]:starts[t + 1]]``."""

    worth: Values
    keys: Ids
    starts: Ids
    people: Ids

    def add(self, near: Values, users: slice) -> None:
        """Add to each user's row what every person's rare tokens are worth."""
        rows, tokens, worth = _worth_of(self.worth, self.keys[users])
        counts = self.starts[tokens + 1] - self.starts[tokens]
        ends = np.cumsum(counts)
        skipped = np.repeat(self.starts[tokens] - ends + counts, counts)
        who = self.people[skipped + np.arange(len(skipped))]
        np.add.at(near.reshape(-1), np.repeat(rows, counts) * near.shape[1] + who, np.repeat(worth, counts))


def read_rare(bag: Bag, worth: Values, common: Ids) -> Rare:
    """Return the tokens of a bag but those, with what each is worth."""
    left = worth.copy()
    left[:, common] = 0.0
    left[:, -1] = 0.0
    used = bag.tokens < worth.shape[1] - 1
    tokens, people = bag.tokens[used], np.nonzero(used)[0]
    order = np.argsort(tokens, kind="stable")
    starts = np.searchsorted(tokens[order], np.arange(worth.shape[1] + 1))
    return Rare(left, bag.keys, starts.astype(np.int64), people[order].astype(np.int64))


def commonest(bag: Bag, most: int) -> Ids:
    """Return the tokens that most people have, at most so many."""
    seen = np.bincount(bag.tokens.ravel(), minlength=bag.worth.shape[1])[:-1]
    return np.asarray(np.argsort(-seen, kind="stable")[: max(most, 0)], np.int64)


def held(bag: Bag, worth: Values, tokens: Ids) -> Values:
    """Return what these tokens are worth to each user: (users, tokens)."""
    return np.asarray(worth[:, tokens][bag.keys].max(axis=1), np.float32)


def has(bag: Bag, tokens: Ids) -> Values:
    """Return which people have these tokens, as zeros and ones: (people, tokens)."""
    column_of = np.full(bag.worth.shape[1], len(tokens))
    column_of[tokens] = np.arange(len(tokens))
    found = np.zeros((len(bag.tokens), len(tokens) + 1), np.float32)
    np.put_along_axis(found, column_of[bag.tokens], 1.0, axis=1)
    return found[:, :-1]


def _worth_of(worth: Values, keys: Ids) -> tuple[Ids, Ids, Values]:
    """Return row, token and worth of whatever is worth something to users with these keys."""
    mine = worth[keys].max(axis=1)
    rows, tokens = np.nonzero(mine)
    return rows, tokens, mine[rows, tokens]
