"""Many users against the people of one event: dense channels find 200, all signals score those."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pipeline.errors import InputError
from pipeline.match.arrays import padded
from pipeline.match.channels import read_channels
from pipeline.match.concepts import load_concepts
from pipeline.match.crowd import read_crowd
from pipeline.match.exact import read_exact
from pipeline.match.fields import load_fields
from pipeline.match.marks import own_rows
from pipeline.match.seeker import read_seeker
from pipeline.match.signals import NAMES, weights_of
from pipeline.match.ties import read_ties
from pipeline.match.vectors import load_vectors
from pipeline.match.world import World

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from pipeline.event import Event
    from pipeline.match.channels import Channels
    from pipeline.match.crowd import Crowd
    from pipeline.match.exact import Exact
    from pipeline.profile import Profile
    from pipeline.settings import Settings

    Values = NDArray[np.float32]
    Ids = NDArray[np.int64]

#: Users of one tile; 128 x 5,000 scores stay in the cache.
TILE = 128
#: Different phrases of the users that are compared with the crowd at once, so that memory stays small.
MOST_PHRASES = 6_000
#: The score of who is never chosen.
_NEVER = np.float32(-1e9)


def bulk(
    users: Sequence[Profile],
    people: pl.DataFrame,
    *,
    event: Event,
    settings: Settings,
    now: dt.datetime,
    top: int = 200,
) -> pl.DataFrame:
    """Return user_id, person_id, rank, score and parts: the ``top`` best of the event's people per user.

    Scores are those of ``match`` for a user without wishes, contacts, history and texts; its spread over
    organisations and its bridges are not applied. Who is set aside by the gate, and the user, are left out.
    The frame is in the order of user_id and rank; any order of users and people gives the same. Raises
    ``SettingsError`` when the weights say nothing, ``InputError`` when two users have one id.
    """
    world = World(fields=load_fields(), concepts=load_concepts(), settings=settings, event=event, now=now)
    order = sorted(users, key=lambda user: user.user_id)
    ids = [user.user_id for user in order]
    if len(set(ids)) < len(ids):
        raise InputError("two users have one user_id", do="Give each user an id of their own.")
    weights = weights_of(settings)
    crowd = read_crowd(people, event.slug, world.fields, world.concepts)
    ties = read_ties(crowd, world)
    found = Chosen.blank(len(order), min(top, len(crowd)))
    for block in blocks(order) if found.scores.size else ():
        seekers = [
            replace(read_seeker(user, world.fields, world.concepts), texts=()) for user in order[block]
        ]
        exact = read_exact(crowd, seekers, world, weights, [ties] * len(seekers))
        channels = read_channels(crowd, exact, load_vectors())
        select(channels, exact, own_of(crowd, order[block]), found.part(block))
        del exact, channels
    return found.frame(ids, [row["person_id"] for row in crowd.rows])


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best people of each user, as places in the crowd, best first; a score of -1e9 is no choice."""

    people: Ids
    scores: Values
    parts: dict[str, Values]

    @classmethod
    def blank(cls, users: int, top: int) -> Chosen:
        """Return room for so many users."""
        shape = (users, top)
        parts = {name: np.zeros(shape, np.float32) for name in NAMES}
        return cls(np.zeros(shape, np.uint32), np.full(shape, _NEVER, np.float32), parts)

    def part(self, users: slice) -> Chosen:
        """Return the room of some users."""
        return Chosen(
            self.people[users], self.scores[users], {name: part[users] for name, part in self.parts.items()}
        )

    def frame(self, users: Sequence[str], people: Sequence[str]) -> pl.DataFrame:
        """Return the choices as rows, and give up the parts; one that had nothing to go by is null."""
        import polars as pl

        kept = self.scores > _NEVER
        rank = np.broadcast_to(np.arange(1, kept.shape[1] + 1, dtype=np.uint16), kept.shape)
        who = np.repeat(np.arange(len(users), dtype=np.uint32), kept.sum(axis=1))
        parts = [pl.Series(name, self.parts.pop(name)[kept], nan_to_null=True) for name in NAMES]
        return pl.DataFrame(
            [
                pl.Series("user_id", who).cat.to(pl.Enum(users)),
                pl.Series("person_id", self.people[kept]).cat.to(pl.Enum(people)),
                pl.Series("rank", rank[kept]),
                pl.Series("score", self.scores[kept]),
                pl.DataFrame(parts).to_struct("parts"),
            ]
        )


def blocks(users: Sequence[Profile]) -> Iterator[slice]:
    """Yield runs of users that have at most ``MOST_PHRASES`` different phrases together."""
    begin = 0
    phrases: set[str] = set()
    for at, user in enumerate(users):
        more = phrases.union(user.offers, user.seeks)
        if len(more) > MOST_PHRASES and at > begin:
            yield slice(begin, at)
            begin, more = at, {*user.offers, *user.seeks}
        phrases = more
    yield slice(begin, len(users))


def own_of(crowd: Crowd, users: Sequence[Profile]) -> Ids:
    """Return the rows of the crowd that are each user, padded with the number of people."""
    return padded([own_rows(user, crowd.mails, crowd.names) for user in users], len(crowd))


def select(channels: Channels, exact: Exact, own: Ids, room: Chosen) -> None:
    """Fill the room with the best by all signals among those whom the channels find nearest."""
    users, top = room.people.shape
    if not top:
        return
    for begin in range(0, users, TILE):
        tile = slice(begin, min(begin + TILE, users))
        found = nearest(channels, tile, own, top)
        who = np.arange(tile.start, tile.stop)[:, None]
        parts = exact.parts(who, found)
        scores = exact.scores(parts)
        scores[exact.answers.shut(who, found) | _are(found, own[tile])] = _NEVER
        order = np.argsort(-scores, axis=1, kind="stable")
        room.people[tile] = np.take_along_axis(found, order, axis=1)
        room.scores[tile] = np.take_along_axis(scores, order, axis=1)
        for name, values in parts.items():
            room.parts[name][tile] = np.take_along_axis(values, order, axis=1)


def _are(people: Ids, own: Ids) -> NDArray[np.bool_]:
    """Return which people of each row are the user of that row."""
    return np.asarray((people[:, :, None] == own[:, None, :]).any(axis=2), np.bool_)


def nearest(channels: Channels, tile: slice, own: Ids, top: int) -> Ids:
    """Return the ``top`` nearest people of each user of a tile, in the order of person_id."""
    near = channels.near(tile)
    rows, columns = np.nonzero(own[tile] < near.shape[1])
    near[rows, own[tile][rows, columns]] = _NEVER
    cut = near.shape[1] - top
    chosen = np.argpartition(near, cut, axis=1)[:, cut:] if cut else np.argsort(near, axis=1)
    return np.asarray(np.sort(chosen, axis=1), np.int64)
