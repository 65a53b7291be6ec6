"""The user among the people: whoever is the user is nobody to meet, to know or to ask about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import cell
from pipeline.link import contacts
from pipeline.link.alike import relation
from pipeline.link.names import parse
from pipeline.link.rarity import is_common
from pipeline.link.resolve import evidence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pipeline.link.name import Name
    from pipeline.profile import Profile

#: One name, wholly: enough where no address says otherwise.
WHOLE = frozenset({"equal", "order", "spelling"})
READ = ("person_id", "name", "given_name", "family_name", "emails", "linkedin")


def is_user(people: pl.DataFrame, records: pl.DataFrame, profile: Profile | None) -> pl.Series:
    """Return, per row of ``people``, whether it is the user; nobody is without a profile.

    It takes the user's own address or page beside a name that agrees, or the whole name where no address
    contradicts it: in the user's own calendar, beside no address at all, or once in all lists while the
    user's own address is in none. A name that many bear is not enough beside other addresses.
    """
    if profile is None or people.is_empty():
        return pl.Series("user", [False] * people.height, dtype=pl.Boolean)
    name, marks, calendar = parse(profile.name), _marks(profile), _in_own_calendar(records)
    likely = next(rule.when["name"] for rule in evidence().rules if rule.label == "same_mailbox")
    persons = people.filter(pl.col("kind") == "person").select(READ).iter_rows(named=True)
    alike = [(row, how) for row in persons if (how := _alike(row, name)) in likely]
    mine = {row["person_id"] for row, _ in alike if _own(row) & marks}
    whole = [row for row, how in alike if how in WHOLE and row["person_id"] not in mine]
    common = is_common(name)
    first = len(whole) == 1 and not mine
    for row in whole:
        told = bool(_own(row))
        alone = first and not (marks and common)
        if row["person_id"] in calendar or (alone if told else not (mine and common)):
            mine.add(row["person_id"])
    return people["person_id"].is_in(sorted(mine)).alias("user")


def _marks(profile: Profile) -> frozenset[str]:
    mail = contacts.email(profile.email) if profile.email else None
    pages = [contacts.linkedin(link) for link in profile.links if "linkedin" in link.casefold()]
    return frozenset(mark for mark in (mail, *pages) if mark and not contacts.is_role(mark))


def _own(row: Mapping[str, Any]) -> set[str]:
    read = [contacts.email(text) for text in row["emails"]]
    return {mark for mark in (*read, contacts.linkedin(row["linkedin"] or "")) if mark}


def _alike(row: Mapping[str, Any], name: Name) -> str:
    if not row["name"] and not (row["given_name"] or row["family_name"]):
        return "missing"
    return relation(parse(row["name"], row["given_name"], row["family_name"]), name)


def _in_own_calendar(records: pl.DataFrame) -> frozenset[str]:
    own = records.filter((pl.col("source_kind") == "calendar") & pl.col("event").is_null())
    return frozenset(own["person_id"])


def notices(people: pl.DataFrame) -> list[str]:
    """Return one sentence per row that was taken for the user, with where it stands."""
    rows = people.select("person_id", "name", "emails", "origins").sort("person_id").iter_rows(named=True)
    told = [(row["name"] or next(iter(row["emails"]), row["person_id"]), _places(row)) for row in rows]
    return [f"{name} is you, and stands on no list of people [{places}]" for name, places in told]


def _places(row: Mapping[str, Any]) -> str:
    return ", ".join(dict.fromkeys(cell(str(one["file"]), one["row"]) for one in row["origins"]))
