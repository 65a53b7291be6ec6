"""The scene of an event, read once, and any number of users matched in it; one user is a number too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.arrays import padded
from pipeline.match.crowd import read_crowd
from pipeline.match.exact import read_exact
from pipeline.match.marks import own_rows
from pipeline.match.rank import Seen, ranking
from pipeline.match.rows import Standing, Writer, tells
from pipeline.match.seeker import read_seeker
from pipeline.match.signals import FITS, weights_of
from pipeline.match.ties import Ties, read_ties
from pipeline.match.world import read_world

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from pipeline.event import Event
    from pipeline.match.crowd import Crowd
    from pipeline.match.exact import Exact
    from pipeline.match.messages import Row
    from pipeline.match.seeker import Seeker
    from pipeline.match.world import World
    from pipeline.profile import Profile
    from pipeline.settings import Settings

#: Pairs that are scored at once; so many scores stay in the cache.
TILE = 400_000


@dataclass(frozen=True, slots=True)
class Scene:
    """The targets of one event and what surrounds them, read once; ``elsewhere`` are others known."""

    crowd: Crowd
    world: World
    ties: Ties
    weights: dict[str, float]
    telling: NDArray[np.bool_]
    elsewhere: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class User:
    """One user of many, with the ties that the scene shows or their own profile makes."""

    profile: Profile
    ties: Ties


@dataclass(frozen=True, slots=True)
class Matched:
    """What came of one user: rows, how many were seen, who is in the same field, what each filter took."""

    standing: Standing
    rows: list[dict[str, object]]
    seen: int
    same: tuple[int, ...]
    aside: dict[str, int]


def read_scene(  # noqa: PLR0913 - one argument per frame that a run is given
    people: pl.DataFrame,
    appearances: pl.DataFrame,
    sessions: pl.DataFrame,
    *,
    event: Event,
    wishes: pl.DataFrame,
    interactions: pl.DataFrame,
    promises: pl.DataFrame,
    settings: Settings,
    now: dt.datetime,
    suggested: Mapping[str, tuple[str, dt.date]] | None = None,
) -> Scene:
    """Return the scene that these frames describe.

    Raises ``SettingsError`` when every weight is zero or a shipped list is broken.
    """
    world = read_world(
        event=event,
        settings=settings,
        now=now,
        people=people,
        interactions=interactions,
        promises=promises,
        wishes=wishes,
        sessions=sessions,
        appearances=appearances,
        suggested=suggested,
    )
    crowd = read_crowd(people, event.slug, world.fields, world.concepts, world.talks)
    return Scene(
        crowd=crowd,
        world=world,
        ties=read_ties(crowd, world),
        weights=weights_of(settings),
        telling=np.array([tells(row, world) for row in crowd.rows], np.bool_),
        elsewhere=_elsewhere(people, event),
    )


def _elsewhere(people: pl.DataFrame, event: Event) -> tuple[Row, ...]:
    import polars as pl

    others = people.filter("known", ~pl.col("events").list.contains(event.slug))
    return tuple(others.sort("person_id").iter_rows(named=True))


def is_listed(scene: Scene, profile: Profile) -> bool:
    """Return whether the user stands among the targets themselves."""
    return bool(own_rows(profile, scene.crowd.mails, scene.crowd.names))


def matched(scene: Scene, users: Sequence[User], *, everybody: bool = False) -> Iterator[Matched]:
    """Yield the ranked rows of each user, in order; with ``everybody`` those set aside follow by id."""
    crowd, world = scene.crowd, scene.world
    seekers = [read_seeker(user.profile, world.fields, world.concepts) for user in users]
    exact = read_exact(crowd, seekers, world, scene.weights, [user.ties for user in users])
    writer = Writer(crowd, world, exact)
    size = max(TILE // max(len(crowd), 1), 1)
    for begin in range(0, len(users), size):
        tile = np.arange(begin, min(begin + size, len(users)))
        standings = list(_standings(scene, exact, tile, users, seekers))
        people = [_people(scene, one) if everybody else one.ranking.order for one in standings]
        signals = exact.signals(tile[:, None], padded(people, 0)) if len(crowd) else None
        for at, (one, wanted) in enumerate(zip(standings, people, strict=True)):
            rows = writer.rows(one, wanted, signals, at) if signals else []
            yield _matched(scene, exact, one, rows)


def _standings(
    scene: Scene, exact: Exact, tile: NDArray[np.int64], users: Sequence[User], seekers: Sequence[Seeker]
) -> Iterator[Standing]:
    """Yield where each user of a tile stands, by the scores of all pairs."""
    crowd, everyone = scene.crowd, np.arange(len(scene.crowd))[None, :]
    parts = exact.parts(tile[:, None], everyone)
    # Who states nothing to match by is no better than the worst that is known to fit a little.
    silent = np.isnan(parts["field"]) & np.isnan(parts["interests"]) & np.isnan(parts["exchange"])
    fits = exact.scores(parts) - np.float32(scene.world.settings.number("match.untold")) * silent
    shut = exact.answers.shut(tile[:, None], everyone)
    shut[:, sorted(crowd.contacts)] = True
    near = exact.fits >= FITS.index("adjacent")
    telling = int(scene.telling.sum())
    for at, user in enumerate(tile.tolist()):
        own = own_rows(users[user].profile, crowd.mails, crowd.names)
        met = np.float32(scene.world.settings.number("match.met_before")) * users[user].ties.met
        seen = Seen(fits[at] - met, near[exact.close_of[user]], shut[at], frozenset(own))
        ties = users[user].ties
        empty = telling == int(scene.telling[own].sum())
        yield Standing(user, seekers[user], ties, ranking(ties, seen, scene.world), seen.own, empty)


def _people(scene: Scene, one: Standing) -> list[int]:
    """Return who is ranked, the best first, and then everybody else but the user."""
    left = set(range(len(scene.crowd))) - one.own - set(one.ranking.order)
    return [*one.ranking.order, *sorted(left)]


def _matched(scene: Scene, exact: Exact, one: Standing, rows: list[dict[str, object]]) -> Matched:
    others = np.ones(len(scene.crowd), np.bool_)
    others[[*one.own, *one.ranking.picked]] = False
    lists = exact.answers.list_of[others]
    taken = {
        key: int((asked.answers[asked.key_of[one.user]][lists] == 0).sum())
        for key, asked in exact.answers.gates.items()
    }
    same = exact.fits[exact.close_of[one.user]] == FITS.index("same")
    same[list(one.own)] = False
    return Matched(
        standing=one,
        rows=rows,
        seen=len(scene.crowd) - len(one.own),
        same=tuple(np.flatnonzero(same).tolist()),
        aside={key: count for key, count in sorted(taken.items()) if count},
    )
