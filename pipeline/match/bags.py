"""What two people have in common as sums over tokens: concepts of interest, and places they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match import marks
from pipeline.match.arrays import distinct, packed, padded
from pipeline.match.ground import LANGUAGE, MUTUAL, SCHOOL, STATIONS, TOWN
from pipeline.match.seeker import places
from pipeline.match.signals import concept_rarity
from pipeline.match.text import plain
from pipeline.match.topics import KIN
from pipeline.match.world import employers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.match.concepts import Concepts
    from pipeline.match.crowd import Crowd, Ragged
    from pipeline.match.marks import Mark
    from pipeline.match.seeker import Seeker
    from pipeline.match.world import World

    Values = NDArray[np.float32]
    Ids = NDArray[np.int64]


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
        """Return the worth of each pair's tokens, NaN where one side states nothing.

        Shapes (users, 1) and (1 or users, people) give (users, people).
        """
        mine = self.worth[self.keys[users[:, 0]]]
        dense = mine.sum(axis=1) if self.summed else mine.max(axis=1)
        rows = np.arange(len(users))[:, None]
        found = dense[rows, self.tokens[people, 0]]
        for column in range(1, self.tokens.shape[1]):
            found += dense[rows, self.tokens[people, column]]
        found[self.silent_user[users] | self.silent[people]] = np.nan
        return np.asarray(found, np.float32)


def interest_bag(crowd: Crowd, seekers: Sequence[Seeker], concepts: Concepts) -> Bag:
    """Return interests: the same concept is worth its rarity at this event, a related one a quarter of it."""
    mine, _ = distinct(name for seeker in seekers for name in sorted(seeker.concepts))
    at = {name: place for place, name in enumerate(mine)}
    theirs = crowd.concepts
    worth = np.zeros((len(mine) + 1, len(theirs) + 1), np.float32)
    if mine and theirs:
        worth[:-1, :-1] = _kinship(mine, theirs, concepts) * concept_rarity(crowd)
    tokens = packed(crowd.interests.owners, crowd.interests.ids, len(crowd), len(theirs))
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
    at = {name: place for place, name in enumerate(theirs)}
    found = np.where(concepts.kinship(mine, theirs), np.float32(KIN), np.float32(0))
    for row, name in enumerate(mine):
        if name in at:
            found[row, at[name]] = 1.0
    return found


def ground_bag(crowd: Crowd, seekers: Sequence[Seeker], world: World) -> Bag:
    """Return common ground: the worth of a thing is -ln(1 - weight), which adds up."""
    theirs, marked = _marked(crowd, world)
    met = [(("", ("met", person)), MUTUAL) for person in sorted(_contacts(world))]
    held = [[*_held(seeker), *met] for seeker in seekers]
    wanted, _ = distinct(token for tokens in held for token in tokens)
    columns, _ = distinct(mark for (_, mark), _ in wanted)
    at = {mark: place for place, mark in enumerate(columns)}
    worth = np.zeros((len(wanted) + 1, len(columns) + 1), np.float32)
    for row, ((_, mark), weight) in zip(worth, wanted, strict=False):
        row[at[mark]] = -np.log1p(-weight)
    where = {token: place for place, token in enumerate(wanted)}
    column_of = np.array([at.get(mark, -1) for mark in theirs], np.int64)[marked.ids]
    known = column_of >= 0
    return Bag(
        worth=worth,
        keys=padded([[where[token] for token in tokens] for tokens in held], len(wanted)),
        tokens=packed(marked.owners[known], column_of[known], len(crowd), len(columns)),
        silent_user=np.array([not (world.contacts or _placed(seeker)) for seeker in seekers], np.bool_),
        silent=~crowd.placed,
        summed=True,
    )


def _marked(crowd: Crowd, world: World) -> tuple[Sequence[Mark], Ragged]:
    """Return the marks of the crowd; where the user knows people, also who of them each target works with."""
    if not world.contacts:
        return crowd.marks, crowd.marked
    from pipeline.match.crowd import ragged

    number = {mark: at for at, mark in enumerate(crowd.marks)}
    lists = []
    for at, row in enumerate(crowd.rows):
        beside = {one["person_id"] for name in employers_of(row) for one in world.contacts.get(name, [])}
        found = [("met", person) for person in sorted(beside - {row["person_id"]})]
        lists.append(
            [*crowd.marked.of(at).tolist(), *(number.setdefault(mark, len(number)) for mark in found)]
        )
    return list(number), ragged(lists)


def _contacts(world: World) -> set[str]:
    return {person["person_id"] for persons in world.contacts.values() for person in persons}


def _placed(seeker: Seeker) -> bool:
    profile = seeker.profile
    return bool(profile.school or profile.history or profile.locations)


def _held(seeker: Seeker) -> list[tuple[tuple[str, Mark], float]]:
    """Return what the user shares with whoever bears the same mark, with its weight."""
    profile = seeker.profile
    school = plain(profile.school)
    found = [(("", (marks.SCHOOL, school)), SCHOOL)] if school else []
    stations = {(item.kind, plain(item.organization)) for item in profile.history}
    found += sorted(((str(kind), (marks.HOUSE, name)), STATIONS[kind]) for kind, name in stations)
    found += sorted((("", (marks.TOWN, name)), TOWN) for name in places(profile))
    common = {plain(language) for language in profile.languages[:1]}
    spoken = sorted({plain(language) for language in profile.languages} - common)
    return found + [(("", (marks.LANGUAGE, name)), LANGUAGE) for name in spoken]
