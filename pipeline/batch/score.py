"""The matches of one partition of users, kept as files that are named by what they were made from."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.batch.job import write_parquet
from pipeline.batch.network import network_mark, people_file, people_known
from pipeline.batch.partition import part_of
from pipeline.batch.roster import profile_from
from pipeline.batch.words import words_of
from pipeline.errors import InputError
from pipeline.flow.project import digest
from pipeline.link.ties import tie_sources
from pipeline.match import coverage, match
from pipeline.tables import Coverage, Interactions, Matches, Promises, Records, Wishes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.batch.job import Office
    from pipeline.profile import Profile

#: What of a profile never changes who is worth meeting; users who differ in nothing else are matched once.
_NO_MATTER: dict[str, Any] = {
    "name": "one of the users",
    "user_id": "one",
    "email": None,
    "headline": None,
    "intro": None,
    "goal": None,
}
Notes = dict[str, Any]


def part_users(office: Office, part: int) -> list[str]:
    """Return the users of a partition, sorted."""
    return sorted(user for user in office.users if part_of(user, office.order.parts) == part)


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
    matches, covered, notes = match_users(office, users)
    write_parquet(office.places.matches(mark, "coverage"), covered)
    write_parquet(office.places.matches(mark, "notes"), notes)
    write_parquet(office.places.matches(mark), matches)
    return mark


def match_users(office: Office, users: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return ranked Matches, Coverage, and one row of counts per user; equal profiles are matched once."""
    names = _names(office)
    known: dict[Profile, tuple[pl.DataFrame, pl.DataFrame, Notes]] = {}
    matches: list[pl.DataFrame] = [Matches.create_empty()]
    covered: list[pl.DataFrame] = [Coverage.create_empty()]
    notes: list[Notes] = []
    for user in users:
        profile = profile_from(office.users[user]["profile"])
        # A user who stands in the event's own lists must not be told to meet themselves.
        alone = profile.name.casefold() in names or network_mark(office, user) is not None
        key = profile if alone else replace(profile, **_NO_MATTER)
        if key not in known:
            known[key] = _match(office, key, _people_to_match(office, user, key))
        found, sources, counts = known[key]
        own = pl.lit(user).alias("user_id")
        matches.append(found.with_columns(own))
        covered.append(sources.with_columns(own))
        notes.append({"user_id": user, **counts})
    schema = {"user_id": pl.String, "ranked": pl.Int64, "seen": pl.Int64, "aside": pl.String}
    return pl.concat(matches), pl.concat(covered), pl.DataFrame(notes, schema=schema)


def _names(office: Office) -> frozenset[str]:
    names = office.tables["people"].filter(pl.col("kind") == "person")["name"].drop_nulls()
    return frozenset(name.casefold() for name in names)


def _match(
    office: Office, profile: Profile, people: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, Notes]:
    every = match(
        people,
        office.tables["appearances"],
        office.tables["sessions"],
        profile=profile,
        event=office.event,
        wishes=Wishes.create_empty(),
        interactions=Interactions.create_empty(),
        promises=Promises.create_empty(),
        settings=office.settings,
        now=office.order.now,
    )
    covered = coverage(_for_coverage(people, every), every, profile=profile, event=office.event)
    ranked = every.filter(pl.col("rank").is_not_null())
    columns = Matches.create_empty().columns
    counts = {"ranked": ranked.height, "seen": every.height, "aside": json.dumps(_aside(every))}
    return ranked.select(columns), covered.select(Coverage.create_empty().columns), counts


def _for_coverage(people: pl.DataFrame, every: pl.DataFrame) -> pl.DataFrame:
    """Return those who can stand for a source of right people: by a tie, or by the user's own field.

    The others can neither be here nor known for any source.
    """
    same = every.filter(pl.col("field_fit") == "same")["person_id"].to_list()
    tied = (pl.col("tie_sources").list.len() > 0) | pl.col("known")
    return people.filter(tied | pl.col("person_id").is_in(same))


def _aside(every: pl.DataFrame) -> dict[str, int]:
    """Return how many targets each filter took from the list."""
    no_filter = words_of("audit")["not_a_filter"]
    left = every.filter(pl.col("rank").is_null())["set_aside_because"].to_list()
    found = Counter(
        message["key"] for messages in left for message in messages if message["key"] not in no_filter
    )
    return dict(sorted(found.items()))


def people_of(office: Office, user_id: str, profile: Profile) -> pl.DataFrame:
    """Return the event's people as this user knows them: by their own network, or by their profile alone."""
    path = people_file(office, user_id)
    return people_known(office, user_id, path) if path else people_for(office, profile)


def _people_to_match(office: Office, user_id: str, profile: Profile) -> pl.DataFrame:
    try:
        return people_of(office, user_id, profile)
    except InputError:  # the sheet of this user will fail with it; the others of the partition go on
        return people_for(office, profile)


def people_for(office: Office, profile: Profile) -> pl.DataFrame:
    """Return the event's people with the ties that this profile itself makes, such as a common school."""
    key = ("ties", profile.school, profile.graduation_date, profile.history, profile.friends)
    if key not in office.memo:
        people = office.tables["people"]
        nobodys = Records.create_empty().with_columns(person_id=pl.lit(""))
        office.memo[key] = people.with_columns(tie_sources(people, nobodys, profile))
    found: pl.DataFrame = office.memo[key]
    return found
