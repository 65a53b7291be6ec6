"""What one user's paper is made from: matches, places, calendar and people, cut to whom it can name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipeline import __version__
from pipeline.batch.attached import KINDS, file_of
from pipeline.batch.calendar import own_sessions
from pipeline.batch.messages import as_texts, plain_matches
from pipeline.batch.partition import part_of
from pipeline.batch.roster import profile_from
from pipeline.batch.score import part_digest, part_users
from pipeline.batch.ties import people_of, roll_of_user
from pipeline.errors import InputError
from pipeline.flow.project import digest
from pipeline.frames import validated
from pipeline.plan import plan
from pipeline.report.inputs import FileRead, Inputs
from pipeline.short_id import issue, tidy
from pipeline.tables import Applications, Followups, Interactions, Issued, Promises, Wishes

if TYPE_CHECKING:
    import dataframely as dy

    from pipeline.batch.job import Office
    from pipeline.profile import Profile
    from pipeline.report.roll import Roll


@dataclass(frozen=True, slots=True)
class Sources:
    """What one user's paper is made from, cut to this user and to whom it can name."""

    profile: Profile
    matches: pl.DataFrame
    coverage: pl.DataFrame
    people: pl.DataFrame
    roll: Roll
    told: pl.DataFrame
    own: pl.DataFrame
    places: frozenset[str] | None

    @classmethod
    def of(cls, office: Office, user_id: str) -> Sources:
        """Return the sources of this user; raises ``InputError`` when the matches are missing."""
        profile = profile_from(office.users[user_id]["profile"])
        mark = _part_digest(office.places.root, office.match_digest, part_of(user_id, office.order.parts))
        paths = [str(office.places.matches(mark, kind)) for kind in ("matches", "coverage")]
        if not all(Path(path).is_file() for path in paths):
            raise InputError("the matches of this user are missing", do="Run the batch again.")
        # Whom every employer's filters shut out has no row, and a sheet that says so.
        matches, covered = (_partition(path).of(user_id) for path in paths)
        people = people_of(office, user_id, profile)
        return cls(
            profile=profile,
            matches=matches,
            coverage=covered,
            people=_named(people.with_columns(**_unread(people)), matches, covered),
            roll=roll_of_user(office, user_id, profile, people),
            told=_told(paths[0]).of(user_id),
            own=own_sessions(office, user_id),
            places=given_places(office).get(user_id),
        )

    def inputs(self, office: Office, issued: dict[str, str]) -> Inputs:
        """Return what the report is given; printed IDs of before stay."""
        sessions = pl.concat([office.tables["sessions"], self.own])
        return Inputs(
            profile=self.profile,
            event=office.event,
            settings=office.settings,
            now=office.order.now,
            people=self.people,
            matches=self.matches,
            coverage=self.coverage,
            plan=self.plan(office, sessions),
            sessions=sessions,
            wishes=_empty(Wishes),
            issued=_issued(office, self.matches, issued),
            followups=_empty(Followups),
            promises=_empty(Promises),
            interactions=_empty(Interactions),
            applications=_empty(Applications),
            files=tuple(FileRead(*item) for item in office.order.files),
            roll=self.roll,
            matched=plain_matches(self.told),
            mark=self.profile.user_id,
        )

    def plan(self, office: Office, sessions: pl.DataFrame) -> pl.DataFrame:
        """Return the day over the places this user was given."""
        wanted = self.matches
        if self.places is not None:
            wanted = wanted.filter(pl.col("person_id").is_in(sorted(self.places)))
        return plan(
            wanted,
            self.people,
            sessions,
            office.tables["appearances"],
            profile=self.profile,
            event=office.event,
            wishes=_empty(Wishes),
            settings=office.settings,
            presence=office.tables["presence"],
        )


def mark_of(office: Office, user_id: str) -> str:
    """Return the hash of everything this user's paper is made from, none of which is made for it.

    Matches follow from the event, the settings and the profile, so these stand for them. Raises
    ``InputError`` when the row names a file that cannot be read.
    """
    row = office.users[user_id]
    names = [row[kind] for kind in KINDS if row[kind]]
    places = given_places(office).get(user_id)
    return digest(
        __version__,
        office.match_digest,
        office.paper_digest,
        row["profile"],
        [file_of(office, name)[1] for name in names],
        None if places is None else sorted(places),
    )


@lru_cache(maxsize=16)
def _empty(schema: type[dy.Schema]) -> pl.DataFrame:
    return schema.create_empty()


def _unread(people: pl.DataFrame) -> dict[str, pl.Expr]:
    """Return columns the paper never asks for; of those that say where a value was read it quotes some."""
    return {name: pl.lit([], people.schema[name]) for name in ("conflicts", "record_ids")}


def _named(people: pl.DataFrame, matches: pl.DataFrame, covered: pl.DataFrame) -> pl.DataFrame:
    """Return the people the paper can name: targets, their organisations and colleagues, and the sources."""
    ids = set(matches["person_id"]) | {
        person for name in ("here", "known") for persons in covered[name] for person in persons
    }
    houses = set(people.filter(pl.col("person_id").is_in(sorted(ids)))["organization_id"].drop_nulls())
    wanted = sorted(ids | houses)
    hit = pl.col("person_id").is_in(wanted) | pl.col("organization_id").is_in(wanted)
    return people.filter(hit).sort("person_id")


def _issued(office: Office, matches: pl.DataFrame, before: dict[str, str]) -> pl.DataFrame:
    """Return printed IDs of this user's targets; the same target mostly has the same ID for everybody."""
    slug = office.event.slug
    if "booths" not in office.memo:
        office.memo["booths"] = {tidy(one) for one in office.tables["people"]["booth"].drop_nulls()}
    booths: set[str] = office.memo["booths"]
    mine = dict(before)
    for person_id in matches.sort("rank")["person_id"]:
        if person_id not in mine:
            mine[person_id] = issue(person_id, slug, booths | set(mine.values()))
    people, ids = zip(*sorted(mine.items()), strict=True) if mine else ((), ())
    columns = {"person_id": people, "short_id": ids}
    constant = {"event": pl.lit(slug), "issued_at": pl.lit(office.event.hours[0].start)}
    return validated(Issued, pl.DataFrame(columns).with_columns(**constant))


@lru_cache(maxsize=4096)
def _part_digest(root: Path, match_digest: str, part: int) -> str:
    from pipeline.batch.job import open_office

    del match_digest  # it is part of the key: another run has other files
    office = open_office(root)
    return part_digest(office, part_users(office, part))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one kept table by user."""

    by_user: dict[str, pl.DataFrame]
    none: pl.DataFrame

    @classmethod
    def by(cls, frame: pl.DataFrame) -> _Rows:
        found = {str(key[0]): rows for key, rows in frame.partition_by("user_id", as_dict=True).items()}
        return cls(found, frame.clear())

    def of(self, user_id: str) -> pl.DataFrame:
        return self.by_user.get(user_id, self.none)


@lru_cache(maxsize=4)
def _partition(path: str) -> _Rows:
    """Return one kept table by user; a task's users mostly share a few partitions."""
    return _Rows.by(pl.read_parquet(path))


@lru_cache(maxsize=4)
def _told(path: str) -> _Rows:
    """Return what a paper shows of the matches in this file, by user."""
    return _Rows.by(as_texts(pl.read_parquet(path)))


def given_places(office: Office) -> dict[str, frozenset[str]]:
    """Return the targets each user was given; a user without an entry plans freely."""
    path = office.places.given
    return _given(str(path), path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=1)
def _given(path: str, _modified: int) -> dict[str, frozenset[str]]:
    frame = pl.read_parquet(path).filter("given").group_by("user_id").agg("person_id")
    return {user: frozenset(people) for user, people in frame.iter_rows()}
