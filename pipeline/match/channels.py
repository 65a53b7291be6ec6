"""Three dense channels that find whom to score: alike, for you, for them; 128 dimensions each.

They are made of the field map and the word vectors and only come near the score; what they let through is
scored exactly. Tables over what is distinct enter as low-rank factors (Halko, Martinsson and Tropp, 2011).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.arrays import distinct
from pipeline.match.rare import commonest, has, held, read_rare
from pipeline.match.signals import saturated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.match.bags import Bag
    from pipeline.match.crowd import Crowd, Ragged
    from pipeline.match.exact import Exact
    from pipeline.match.rare import Rare
    from pipeline.match.said import Said
    from pipeline.match.vectors import Vectors

    Values = NDArray[np.float32]
    Ids = NDArray[np.int64]
    Pair = tuple[Values, Values]

WIDTH = 128
#: Dimensions of each part; what is left of a channel is for words.
FIELDS, FITS, ANSWERS, PLAIN_ANSWERS, GROUND = 28, 34, 20, 4, 24
#: What columns count at most, as in ``signals.either``.
COLUMNS = 0.8
#: What a closed gate costs, so that nobody who is set aside takes a place.
SHUT = 1.0
#: How far the cosine of two phrases is believed, and below which nothing of it is left.
BELIEF, LOWEST = 0.8, 0.02


@dataclass(frozen=True, slots=True)
class Channels:
    """Users and people in each channel, shape (count, 128) float32; ``exchange`` weighs both ways.

    ``rare`` is what few people here have; alike holds what many have.
    """

    users: tuple[Values, Values, Values]
    people: tuple[Values, Values, Values]
    exchange: float
    rare: tuple[Rare, ...] = ()

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
        for rare in self.rare:
            rare.add(alike, users)
        return alike


def read_channels(crowd: Crowd, exact: Exact, vectors: Vectors) -> Channels:
    """Return the channels of the users and the crowd that these tables were read from."""
    share = {name: weight / sum(exact.weights.values()) for name, weight in exact.weights.items()}
    alike, rare = _alike(exact, share)
    roles, offering = _columns(exact.answers.role.answers, exact.answers.role.key_of, exact, FIELDS)
    fits, hiring = _columns(*_hired(exact), exact, FITS)
    you = [
        roles,
        *_said(
            crowd,
            crowd.offers,
            exact.seeks,
            vectors,
            neutral=exact.neutral,
            listed=offering,
            width=WIDTH - FIELDS - 2,
        ),
    ]
    them = [
        fits,
        *_said(
            crowd,
            crowd.seeks,
            exact.offers,
            vectors,
            neutral=exact.neutral,
            listed=hiring,
            width=WIDTH - FITS - 2,
        ),
    ]
    sides = [_joined(part) for part in (alike, you, them)]
    return Channels(
        users=(sides[0][0], sides[1][0], sides[2][0]),
        people=(sides[0][1], sides[1][1], sides[2][1]),
        exchange=share["exchange"],
        rare=rare,
    )


def _alike(exact: Exact, share: dict[str, float]) -> tuple[list[Pair], tuple[Rare, ...]]:
    """Return the first channel, and what of interests and common ground it has no room for."""
    field = np.where(np.isnan(exact.field), exact.neutral, exact.field)
    told = [_scaled(_taken(_factors(field, FIELDS), exact.close_of), share["field"])]
    told += [_scaled(pair, -SHUT) for pair in _gates(exact)]
    told.append((np.ones((len(exact.close_of), 1), np.float32), share["tie"] * exact.tie[0][:, None]))
    rare = []
    for name, bag, worth, most in (
        ("common_ground", exact.ground, -np.expm1(-exact.ground.worth), GROUND),
        ("interests", exact.interests, saturated(exact.interests.worth), WIDTH),
    ):
        told.append(_silence(bag, share[name] * exact.neutral))
        common = commonest(bag, min(most, WIDTH - _width(told)))
        told.append(_scaled((held(bag, worth, common), has(bag, common)), share[name]))
        rare.append(read_rare(bag, np.asarray(share[name] * worth, np.float32), common))
    return told, tuple(rare)


def _silence(bag: Bag, neutral: float) -> Pair:
    """Return that whoever states nothing counts neutral, for users who state something themselves."""
    speaks = (~bag.silent_user).astype(np.float32)[:, None] * np.float32(neutral)
    return speaks, bag.silent.astype(np.float32)[:, None]


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


def _hired(exact: Exact) -> tuple[Values, Ids]:
    """Return how well users fit each list, by what of them lists ask for, and which of these a user is."""
    asked = exact.answers
    keys, key_of = distinct(
        zip(*(one.key_of.tolist() for one in (asked.majors, asked.levels, asked.positions)), strict=True)
    )
    _, users = np.unique(key_of, return_index=True)
    _, people = np.unique(asked.list_of, return_index=True)
    return asked.fits(users[:, None], people[None, :]).reshape(len(keys), len(people)), key_of


def _columns(table: Values, key_of: Ids, exact: Exact, rank: int) -> tuple[Pair, NDArray[np.bool_]]:
    """Return what lists of majors and roles say, and for whom they say anything; by words they add half."""
    list_of = exact.answers.list_of
    one, other = _factors(COLUMNS * np.nan_to_num(table), rank)
    return (one[key_of], other[list_of]), (np.isnan(table).mean(axis=0) < 0.5)[list_of]


def _said(
    crowd: Crowd,
    theirs: Ragged,
    mine: Said,
    vectors: Vectors,
    *,
    neutral: float,
    listed: NDArray[np.bool_],
    width: int,
) -> list[Pair]:
    """Return the users' phrases and the crowd's, drawn to neutral where they say little or nothing."""
    trust = np.nan_to_num(mine.trust)
    says = ~np.isnan(mine.trust)
    silent = (mine.ids[:, 0] == len(mine.phrases))[:, None].astype(np.float32)
    # Beside lists, words add half of what they say; where neither says anything, neutral stands.
    half = np.where(listed, np.float32(0.5), np.float32(1))
    alone = np.where(listed, 0.0, neutral).astype(np.float32)[:, None]
    base = np.where(says, half * neutral * (1 - trust), alone[:, 0]).astype(np.float32)[:, None]
    flat: Pair = (np.concatenate([1 - silent, silent], axis=1), np.concatenate([base, alone], axis=1))
    codes, others = _meanings(mine.phrases, crowd.phrases, vectors, width)
    people = np.zeros((len(crowd), codes.shape[1]), np.float32)
    np.add.at(people, np.repeat(np.arange(len(crowd)), theirs.counts), others[theirs.ids])
    return [flat, (codes[mine.ids].sum(axis=1), people * (np.float32(BELIEF) * half * trust)[:, None])]


def _meanings(mine: Sequence[str], theirs: Sequence[str], vectors: Vectors, width: int) -> Pair:
    """Return unit vectors of the phrases in the directions in which phrases here differ most."""
    both = vectors.encode([*mine, *theirs])
    both -= both.mean(axis=0, keepdims=True) if len(both) else np.float32(0)
    _, directions = np.linalg.eigh(both.T @ both)
    found = both @ directions[:, ::-1][:, :width]
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-6)
    none = np.zeros((1, found.shape[1]), np.float32)
    return np.concatenate([found[: len(mine)], none]), found[len(mine) :]
