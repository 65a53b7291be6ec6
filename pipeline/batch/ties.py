"""The event's people as one user knows them: by their own network, or by what their profile ties them to."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import polars as pl

from pipeline.batch.network import people_file, people_known
from pipeline.link.ties import tie_sources
from pipeline.report.roll import Roll, roll_of
from pipeline.tables import Records

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.batch.job import Office
    from pipeline.profile import Profile

_Made = TypeVar("_Made")
#: Kinds of ties kept at once; students of one school and year have the same ones.
_MOST = 64


def people_of(office: Office, user_id: str, profile: Profile) -> pl.DataFrame:
    """Return the event's people as this user knows them: by their own network, or by their profile alone."""
    path = people_file(office, user_id)
    return people_known(office, user_id, path) if path else people_for(office, profile)


def people_for(office: Office, profile: Profile) -> pl.DataFrame:
    """Return the event's people with the ties that this profile itself makes, such as a common school."""

    def made() -> pl.DataFrame:
        people = office.tables["people"]
        nobodys = Records.create_empty().with_columns(person_id=pl.lit(""))
        return people.with_columns(tie_sources(people, nobodys, profile))

    return once_a_tie(office, "people", profile, made)


def roll_of_user(office: Office, user_id: str, profile: Profile, people: pl.DataFrame) -> Roll:
    """Return these people of ``people_of`` as plain rows; those without a network of their own share them."""
    if people_file(office, user_id):
        return roll_of(people, office.event.slug)
    if "roll" not in office.memo:
        office.memo["roll"] = roll_of(office.tables["people"], office.event.slug)
    everybody: Roll = office.memo["roll"]
    sources = people.select("person_id", "tie_sources")
    return once_a_tie(office, "roll", profile, lambda: everybody.tied(sources.iter_rows()))


def once_a_tie(office: Office, name: str, profile: Profile, make: Callable[[], _Made]) -> _Made:
    """Return what ``make`` makes of a profile's ties, the same again for profiles with the same ones."""
    kept: dict[object, _Made] = office.memo.setdefault(("ties", name), {})
    key = (profile.school, profile.graduation_date, profile.history, profile.friends)
    if key not in kept:
        if len(kept) >= _MOST:
            kept.pop(next(iter(kept)))
        kept[key] = make()
    return kept[key]
