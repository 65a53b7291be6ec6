"""What two people have in common as sums over tokens: concepts of interest, and places they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.arrays import distinct, padded
from pipeline.match.ground import LANGUAGE, SCHOOL, STATIONS, TOWN, houses_of
from pipeline.match.seeker import places
from pipeline.match.signals import concept_rarity
from pipeline.match.text import plain
from pipeline.match.topics import KIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.match.concepts import Concepts
    from pipeline.match.crowd import Crowd
    from pipeline.match.messages import Row
    from pipeline.match.seeker import Seeker

    Values = NDArray[np.float32]
    Ids = NDArray[np.int64]
    Token = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bag:
    """Tokens of people against the worth each user gives them; the last token is none.

    ``worth[key, token]`` is the worth that one of a user's keys gives; the largest counts, or their sum.
    """

    worth: Values
    keys: Ids
    tokens: Ids
    silent_user: NDArray[np.bool_]
    silent: NDArray[np.bool_]
    summed: bool

    def sums(self, users: Ids, people: Ids) -> Values:
        """Return the worth of each pair's tokens; NaN where one side states nothing. Users are in runs."""
        lone, rows = np.unique(users, return_inverse=True)
        dense = self.worth[self.keys[lone, 0]]
        for column in range(1, self.keys.shape[1]):
            more = self.worth[self.keys[lone, column]]
            dense = dense + more if self.summed else np.maximum(dense, more)
        found = dense[rows, self.tokens[people, 0]]
        for column in range(1, self.tokens.shape[1]):
            found += dense[rows, self.tokens[people, column]]
        found[self.silent_user[users] | self.silent[people]] = np.nan
        return np.asarray(found, np.float32)


def interest_bag(crowd: Crowd, seekers: Sequence[Seeker], concepts: Concepts) -> Bag:
    """Return interests: the same concept is worth its rarity at this event, a related one a quarter of it."""
    mine, _ = distinct(name for seeker in seekers for name in sorted(seeker.concepts))
    at = {name: place for place, name in enumerate(mine)}
    theirs = [concept.name for concept in crowd.concepts]
    worth = np.zeros((len(mine) + 1, len(theirs) + 1), np.float32)
    if mine and theirs:
        worth[:-1, :-1] = _kinship(mine, theirs, concepts) * concept_rarity(crowd)
    tokens = padded([crowd.interests.of(row).tolist() for row in range(len(crowd))], len(theirs))
    return Bag(
        worth=worth,
        keys=padded([[at[name] for name in sorted(seeker.concepts)] for seeker in seekers], len(mine)),
        tokens=tokens,
        silent_user=np.array([not seeker.concepts for seeker in seekers], np.bool_),
        silent=crowd.interests.counts == 0,
        summed=False,
    )


def _kinship(mine: Sequence[str], theirs: Sequence[str], concepts: Concepts) -> Values:
    """Return 1 for the same concept, a quarter for kin (see ``Concepts.kin``), else 0."""
    codes: dict[str, int] = {}
    names, parents, shared = [], [], []
    for side in (mine, theirs):
        names.append(np.array([codes.setdefault(name, len(codes)) for name in side], np.int64))
        up = [concepts.parents.get(name) for name in side]
        parents.append(np.array([-1 if one is None else codes.setdefault(one, len(codes)) for one in up]))
        shared.append(np.array([one in concepts.parents for one in up]))
    child = parents[0][:, None] == names[1][None, :]
    parent = names[0][:, None] == parents[1][None, :]
    siblings = (parents[0][:, None] == parents[1][None, :]) & shared[0][:, None]
    same = names[0][:, None] == names[1][None, :]
    return np.where(same, 1.0, np.where(child | parent | siblings, KIN, 0.0)).astype(np.float32)


def ground_bag(crowd: Crowd, seekers: Sequence[Seeker]) -> Bag:
    """Return common ground without contacts: the worth of a place is -ln(1 - weight), which adds up."""
    held = [_held(seeker) for seeker in seekers]
    wanted, _ = distinct(token for tokens in held for token in tokens)
    columns, _ = distinct(name for name, _ in wanted)
    at = {name: place for place, name in enumerate(columns)}
    worth = np.zeros((len(wanted) + 1, len(columns) + 1), np.float32)
    for row, (name, weight) in zip(worth, wanted, strict=False):
        row[at[name]] = -np.log1p(-weight)
    where = {token: place for place, token in enumerate(wanted)}
    return Bag(
        worth=worth,
        keys=padded([[where[token] for token in tokens] for tokens in held], len(wanted)),
        tokens=padded([sorted({at[t] for t in _tokens(row) if t in at}) for row in crowd.rows], len(columns)),
        silent_user=np.array([not _placed(seeker) for seeker in seekers], np.bool_),
        silent=np.array([not _says_place(row) for row in crowd.rows], np.bool_),
        summed=True,
    )


def _placed(seeker: Seeker) -> bool:
    profile = seeker.profile
    return bool(profile.school or profile.history or profile.locations)


def _says_place(row: Row) -> bool:
    return bool(row["school"] or row["organization"] or row["location"] or row["kind"] == "organization")


def _held(seeker: Seeker) -> list[tuple[Token, float]]:
    """Return what the user shares with whoever has the same, with its weight."""
    profile = seeker.profile
    school = plain(profile.school)
    found = [(("school", school), SCHOOL)] if school else []
    stations = {(item.kind, plain(item.organization)) for item in profile.history}
    found += sorted(((f"{kind}", name), STATIONS[kind]) for kind, name in stations)
    found += sorted((("town", name), TOWN) for name in places(profile))
    common = {plain(language) for language in profile.languages[:1]}
    spoken = sorted({plain(language) for language in profile.languages} - common)
    return found + [(("language", name), LANGUAGE) for name in spoken]


def _tokens(row: Row) -> list[Token]:
    school, house = plain(row["school"]), plain(row["organization"])
    found = [("school", school)]
    if row["kind"] == "person":
        found.append(("school", house))
    found += [(kind, name) for kind in STATIONS for name in sorted(houses_of(row))]
    found.append(("town", plain((row["location"] or "").split(",")[0])))
    return found + [("language", name) for name in sorted({plain(text) for text in row["interests"]})]
