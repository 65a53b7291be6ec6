"""The matches of one partition of users, kept as files that are named by what they were made from."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.batch.network import network_mark, people_file, people_known
from pipeline.batch.partition import partitions
from pipeline.batch.roster import profile_from
from pipeline.batch.ties import once_a_tie, people_for
from pipeline.errors import InputError
from pipeline.flow.project import digest
from pipeline.match import User, is_listed, match_many, read_scene, read_ties
from pipeline.pause import no_collecting
from pipeline.tables import Interactions, Promises, Wishes
from pipeline.workspace import write_parquet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.batch.job import Office
    from pipeline.match import Many, Scene, Ties
    from pipeline.profile import Profile

#: What of a profile never changes who is worth meeting; users who differ in nothing else are matched once.
_NO_MATTER: dict[str, Any] = {
    "name": "one of the users",
    "user_id": "one",
    "email": None,
}


def part_users(office: Office, part: int) -> list[str]:
    """Return the users of a partition, sorted."""
    if "parts" not in office.memo:
        office.memo["parts"] = partitions(office.users, office.order.parts)
    return list(office.memo["parts"][part])


def part_digest(office: Office, users: Sequence[str]) -> str:
    """Return what the matches of these users are made from."""
    made_from = [(office.users[user]["profile"], network_mark(office, user)) for user in users]
    return digest(office.match_digest, made_from)


def match_part(office: Office, part: int) -> str:
    """Write the ranked matches, the coverage and the counts of a partition, unless they are there.

    Returns the digest that names the files. The matches are written last: where they are, all is.
    """
    users = part_users(office, part)
    mark = part_digest(office, users)
    if office.places.matches(mark).is_file():
        return mark
    with no_collecting():  # the rows of hundreds of users stay until they are written
        matches, covered, notes = match_users(office, users)
    write_parquet(office.places.matches(mark, "coverage"), covered)
    write_parquet(office.places.matches(mark, "notes"), notes)
    write_parquet(office.places.matches(mark), matches)
    return mark


def match_users(office: Office, users: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return ranked Matches, Coverage, and one row of counts per user; equal profiles are matched once."""
    scene = _scene(office)
    first: dict[Profile, str] = {}
    like: dict[str, str] = {}
    found: list[Many] = []
    for user in users:
        profile = replace(profile_from(office.users[user]["profile"]), user_id=user)
        people = _own_people(office, user)
        if people is not None:
            own = read(office, people)
            found.append(match_many(own, [User(profile, own.ties)]))
            like[user] = user
        else:
            # A user who stands in the event's own lists must not be told to meet themselves.
            key = profile if is_listed(scene, profile) else replace(profile, **_NO_MATTER)
            like[user] = first.setdefault(key, user)
    together = [replace(key, user_id=user) for key, user in first.items()]
    found.append(match_many(scene, [User(one, _ties(office, scene, one)) for one in together]))
    owners = pl.DataFrame(
        {"user_id": list(like), "_like": list(like.values())}, {"user_id": pl.String, "_like": pl.String}
    )
    matches, covered = (
        owners.join(
            pl.concat(frames), left_on="_like", right_on="user_id", maintain_order="left_right"
        ).select(frames[0].columns)
        for frames in ([one.matches for one in found], [one.coverage for one in found])
    )
    return matches, covered, _notes(like, found)


def _notes(like: dict[str, str], found: Sequence[Many]) -> pl.DataFrame:
    """Return per user how many targets they have, how many were seen and what each filter took."""
    counts = {user: count for one in found for user, count in one.counts.items()}
    rows = [
        (user, counts[other].ranked, counts[other].seen, json.dumps(counts[other].aside))
        for user, other in like.items()
    ]
    schema = {"user_id": pl.String, "ranked": pl.Int64, "seen": pl.Int64, "aside": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _scene(office: Office) -> Scene:
    """Return the event as everybody without a network of their own sees it, read once per worker."""
    if "scene" not in office.memo:
        office.memo["scene"] = read(office, office.tables["people"])
    found: Scene = office.memo["scene"]
    return found


def read(office: Office, people: pl.DataFrame) -> Scene:
    """Return the event with these people in it."""
    return read_scene(
        people,
        office.tables["appearances"],
        office.tables["sessions"],
        event=office.event,
        wishes=Wishes.create_empty(),
        interactions=Interactions.create_empty(),
        promises=Promises.create_empty(),
        settings=office.settings,
        now=office.order.now,
    )


def _ties(office: Office, scene: Scene, profile: Profile) -> Ties:
    """Return the ties that a profile itself makes, such as a common school."""

    def made() -> Ties:
        people = people_for(office, profile)
        sources = dict(people.select("person_id", "tie_sources").iter_rows())
        own = [sources[row["person_id"]] for row in scene.crowd.rows]
        return read_ties(scene.crowd, scene.world, own)

    return once_a_tie(office, "match", profile, made)


def _own_people(office: Office, user_id: str) -> pl.DataFrame | None:
    """Return the people as a user with a network of their own knows them; nothing without one."""
    path = people_file(office, user_id)
    try:
        return people_known(office, user_id, path) if path else None
    except InputError:  # the sheet of this user will fail with it; the others of the partition go on
        return None
