"""The stage itself: frames in, Matches out; everything between is arrays and plain rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.match.scene import Matched, User, matched, read_scene
from pipeline.match.sources import source_rows, stands_for

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import polars as pl

    from pipeline.event import Event
    from pipeline.match.scene import Scene
    from pipeline.profile import Profile
    from pipeline.settings import Settings


def match(  # noqa: PLR0913 - one argument per frame of the seam
    people: pl.DataFrame,
    appearances: pl.DataFrame,
    sessions: pl.DataFrame,
    *,
    profile: Profile,
    event: Event,
    wishes: pl.DataFrame,
    interactions: pl.DataFrame,
    promises: pl.DataFrame,
    settings: Settings,
    now: dt.datetime,
    suggested: Mapping[str, tuple[str, dt.date]] | None = None,
) -> pl.DataFrame:
    """Return Matches: this user against every target of the event, ranked, with reasons and their cells.

    ``suggested`` says of people in the printed day of an earlier event its name and first day.
    Raises ``SettingsError`` when every weight is zero or a shipped list is broken.
    """
    from pipeline.tables import Matches, as_table

    scene = read_scene(
        people,
        appearances,
        sessions,
        event=event,
        wishes=wishes,
        interactions=interactions,
        promises=promises,
        settings=settings,
        now=now,
        suggested=suggested,
    )
    one = next(matched(scene, [User(profile, scene.ties)], everybody=True))
    return as_table(Matches, one.rows)


@dataclass(frozen=True, slots=True)
class Many:
    """What came of many users: Matches of those ranked, Coverage, and per user what the list was made of."""

    matches: pl.DataFrame
    coverage: pl.DataFrame
    counts: dict[str, Counts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many targets one user has, how many were looked at, and how many each filter took."""

    ranked: int
    seen: int
    aside: dict[str, int]


def match_many(scene: Scene, users: Sequence[User]) -> Many:
    """Return what ``match`` and ``coverage`` say of each user, of Matches only who is ranked.

    Users differ in ``user_id``; their order is that of the rows.
    """
    from pipeline.tables import Coverage, Matches, as_table

    rows: list[dict[str, object]] = []
    covered: list[dict[str, object]] = []
    counts: dict[str, Counts] = {}
    for one in matched(scene, users):
        rows += one.rows
        covered += _covered(scene, one)
        user_id = one.standing.seeker.profile.user_id
        counts[user_id] = Counts(len(one.rows), one.seen, one.aside)
    return Many(as_table(Matches, rows), as_table(Coverage, covered), counts)


def _covered(scene: Scene, one: Matched) -> list[dict[str, object]]:
    """Return the rows of Coverage of one user."""
    from pipeline.tables import TIE_SOURCES

    standing, rows = one.standing, one.standing.ties.rows
    places = {
        source: [at for at in found if at not in standing.own]
        for source, found in (standing.ties.sources | {"field": one.same}).items()
    }
    here = {source: [rows[at]["person_id"] for at in found] for source, found in places.items()}
    known = {
        source: [rows[at]["person_id"] for at in places.get(source, ()) if rows[at]["known"]]
        + [row["person_id"] for row in scene.elsewhere if stands_for(row, source, {}, standing.seeker.own)]
        for source in TIE_SOURCES
    }
    return source_rows(
        standing.seeker.profile,
        scene.world.event.slug,
        here,
        {source: sorted(ids) for source, ids in known.items()},
        {rows[at]["person_id"]: rank for rank, at in enumerate(standing.ranking.order, start=1)},
        in_map=bool(standing.seeker.own),
    )
