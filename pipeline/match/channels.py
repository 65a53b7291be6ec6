"""Three dense channels that find whom to score: alike, for you, for them; 128 dimensions each.

They are made of the field map and the word vectors and only come near the score; what they let through is
scored exactly. Tables over what is distinct enter as low-rank factors (Halko, Martinsson and Tropp, 2011).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.signals import saturated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.match.answers import Asked
    from pipeline.match.bags import Bag
    from pipeline.match.crowd import Crowd, Ragged
    from pipeline.match.exact import Exact
    from pipeline.match.said import Said
    from pipeline.match.vectors import Vectors

    Values = NDArray[np.float32]
    Ids = NDArray[np.int64]
    Pair = tuple[Values, Values]

WIDTH = 128
#: Dimensions of each part; what is left of a channel is for words.
FIELDS, ANSWERS, PLAIN_ANSWERS = 28, 20, 4
#: What a closed gate costs, so that nobody who is set aside takes a place.
SHUT = 1.0
#: How far the cosine of two phrases is believed, and below which nothing of it is left.
BELIEF, LOWEST = 0.8, 0.02


@dataclass(frozen=True, slots=True)
class Channels:
    """Users and people in each channel, shape (count, 128) float32; ``exchange`` weighs both ways."""

    users: tuple[Values, Values, Values]
    people: tuple[Values, Values, Values]
    exchange: float

    def near(self, users: slice) -> Values:
        """Return how near each person is to each of these users: alike plus the harmonic mean both ways."""
        alike, you, them = (
            mine[users] @ theirs.T for mine, theirs in zip(self.users, self.people, strict=True)
        )
        np.maximum(you, LOWEST, out=you)
        np.maximum(them, LOWEST, out=them)
        total = you + them
        you *= them
        you /= total
        you *= 2 * self.exchange
        alike += you
        return alike


def read_channels(crowd: Crowd, exact: Exact, vectors: Vectors) -> Channels:
    """Return the channels of the users and the crowd that these tables were read from."""
    share = {name: weight / sum(exact.weights.values()) for name, weight in exact.weights.items()}
    field = np.where(np.isnan(exact.field), exact.neutral, exact.field)
    fixed = share["tie"] * exact.tie[0] - share["common_ground"] * exact.neutral * exact.ground.silent
    alike = [
        _scaled(_taken(_factors(field, FIELDS), exact.close_of), share["field"]),
        *[_scaled(pair, -SHUT) for pair in _gates(exact)],
        (np.ones((len(exact.close_of), 1), np.float32), fixed[:, None].astype(np.float32)),
    ]
    alike.append(_scaled(_concepts(exact.interests, WIDTH - _width(alike)), share["interests"]))
    you = [_scaled(_answers(exact, exact.answers.role, FIELDS), 0.8)]
    hires = exact.answers
    them = [
        _scaled(_answers(exact, hires.majors, FIELDS), 0.4),
        _scaled(_answers(exact, hires.levels, PLAIN_ANSWERS), 0.2),
        _scaled(_answers(exact, hires.positions, PLAIN_ANSWERS), 0.2),
    ]
    you += _said(crowd, crowd.offers, exact.seeks, vectors, exact.neutral, WIDTH - _width(you))
    them += _said(crowd, crowd.seeks, exact.offers, vectors, exact.neutral, WIDTH - _width(them))
    sides = [_joined(part) for part in (alike, you, them)]
    return Channels(
        users=(sides[0][0], sides[1][0], sides[2][0]),
        people=(sides[0][1], sides[1][1], sides[2][1]),
        exchange=share["exchange"],
    )


def _width(parts: Sequence[Pair]) -> int:
    return sum(one.shape[1] for one, _ in parts)


def _scaled(pair: Pair, factor: float) -> Pair:
    return pair[0] * np.float32(factor), pair[1]


def _taken(pair: Pair, ids: Ids) -> Pair:
    return pair[0][ids], pair[1]


def _joined(parts: Sequence[Pair]) -> Pair:
    one, other = (np.concatenate([pair[side] for pair in parts], axis=1) for side in (0, 1))
    return np.ascontiguousarray(one, np.float32), np.ascontiguousarray(other, np.float32)


def _factors(table: Values, rank: int) -> Pair:
    """Return rows and columns of a table in so many dimensions that their products come near to it."""
    rank = min(rank, *table.shape)
    probe = np.random.default_rng(1).standard_normal((table.shape[1], rank + 8)).astype(np.float32)
    basis, _ = np.linalg.qr(table @ (table.T @ (table @ probe)))
    rows, sizes, columns = np.linalg.svd(basis.T @ table, full_matrices=False)
    return basis @ rows[:, :rank] * sizes[:rank], columns[:rank].T


def _gates(exact: Exact) -> list[Pair]:
    hires = exact.answers
    majors, *others = hires.gates.values()
    found = []
    for asked, rank in ((majors, ANSWERS), *((one, PLAIN_ANSWERS) for one in others)):
        table = (asked.answers == 0).astype(np.float32)
        if table.any():
            one, other = _factors(table, rank)
            found.append((one[asked.key_of], other[hires.list_of]))
    return found


def _answers(exact: Exact, asked: Asked, rank: int) -> Pair:
    one, other = _factors(np.nan_to_num(asked.answers), rank)
    return one[asked.key_of], other[exact.answers.list_of]


def _concepts(bag: Bag, width: int) -> Pair:
    """Return interests as codes of concepts: exact where few are at the event, near where many are."""
    count = bag.worth.shape[1]
    worth = saturated(bag.worth)
    if count <= width:
        codes = np.eye(count, dtype=np.float32)
    else:
        signs = np.random.default_rng(2).integers(0, 2, (count, width)) * 2 - 1
        codes = signs.astype(np.float32) / np.float32(np.sqrt(width))
    codes[-1] = 0.0
    return (worth @ codes)[bag.keys].sum(axis=1), codes[bag.tokens].sum(axis=1)


def _said(
    crowd: Crowd, theirs: Ragged, mine: Said, vectors: Vectors, neutral: float, width: int
) -> list[Pair]:
    """Return the users' phrases and the crowd's, drawn to neutral where they say little or nothing."""
    trust = np.nan_to_num(mine.trust)
    says = ~np.isnan(mine.trust)
    silent = (mine.ids[:, 0] == len(mine.phrases))[:, None].astype(np.float32)
    base = np.where(says, neutral * (1 - trust), neutral).astype(np.float32)[:, None]
    flat: Pair = (
        np.concatenate([1 - silent, silent], axis=1),
        np.concatenate([base, np.full_like(base, neutral)], axis=1),
    )
    codes, others = _meanings(mine.phrases, crowd.phrases, vectors, width - 2)
    people = np.zeros((len(crowd), codes.shape[1]), np.float32)
    np.add.at(people, np.repeat(np.arange(len(crowd)), theirs.counts), others[theirs.ids])
    return [flat, (codes[mine.ids].sum(axis=1), people * (BELIEF * trust)[:, None])]


def _meanings(mine: Sequence[str], theirs: Sequence[str], vectors: Vectors, width: int) -> Pair:
    """Return unit vectors of the phrases in the directions in which phrases here differ most."""
    both = vectors.encode([*mine, *theirs])
    both -= both.mean(axis=0, keepdims=True) if len(both) else np.float32(0)
    _, directions = np.linalg.eigh(both.T @ both)
    found = both @ directions[:, ::-1][:, :width]
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-6)
    none = np.zeros((1, found.shape[1]), np.float32)
    return np.concatenate([found[: len(mine)], none]), found[len(mine) :]
