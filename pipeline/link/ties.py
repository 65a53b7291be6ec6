"""Why a person is one of the right people to know: the named sources, each from evidence, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.link import organizations
from pipeline.link.fold import fold
from pipeline.link.names import parse
from pipeline.link.prepare import key
from pipeline.link.words import table
from pipeline.tables import TIE_SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.profile import Profile

WORD = re.compile(r"[^\W_]+")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Self:
    """What of the user's own profile makes a tie."""

    school: str | None = None
    graduates: int | None = None
    friends: frozenset[str] = frozenset()
    history: Mapping[str, frozenset[str]] = field(default_factory=dict)


def as_self(profile: Profile | None) -> Self:
    """Return what the profile says that ties are made of; nothing without a profile."""
    if profile is None:
        return Self()
    sources = table("link_ties")["history"]
    history: dict[str, set[str]] = {}
    for station in profile.history:
        for text in (
            organizations.organization(station.organization),
            organizations.short(station.organization),
        ):
            if text:
                history.setdefault(text, set()).add(sources[station.kind])
    return Self(
        school=organizations.school(profile.school) if profile.school else None,
        graduates=profile.graduation_date.year if profile.graduation_date else None,
        friends=frozenset(found for name in profile.friends if (found := key(parse(name)))),
        history={name: frozenset(kinds) for name, kinds in history.items()},
    )


def tie_sources(people: pl.DataFrame, records: pl.DataFrame, profile: Profile | None) -> pl.Series:
    """Return, per row of ``people``, its tie sources in the order the paper names them.

    ``field`` is left to match, which knows fields.
    """
    user = as_self(profile)
    friends = _own_friends(records)
    columns = (
        "kind",
        "name",
        "organization",
        "title",
        "role",
        "industry",
        "school",
        "graduation_date",
        "person_id",
    )
    rows = people.select(columns).iter_rows(named=True)
    found = [
        _sources(row, user) | ({"friend_or_family"} if row["person_id"] in friends else set()) for row in rows
    ]
    return pl.Series(
        "tie_sources",
        [[name for name in TIE_SOURCES if name in one] for one in found],
        dtype=pl.List(pl.String),
    )


def _sources(row: Mapping[str, Any], user: Self) -> set[str]:
    person = row["kind"] == "person"
    company = row["organization"] if person else row["name"] or row["organization"]
    found = set(_by_organization(company, row["industry"])) | set(_by_history(company, user))
    if person:
        taught = _names_any(f"{row['title'] or ''} {row['role'] or ''}", "professor")
        if taught:
            found.add("professor")
        elif (
            user.school
            and row["school"]
            and organizations.one_school(organizations.school(row["school"]) or "", user.school)
        ):
            found |= {"classmate"} if _same_years(row["graduation_date"], user.graduates) else set()
        if user.friends and row["name"] and key(parse(row["name"])) in user.friends:
            found.add("friend_or_family")
    return found


def _by_history(company: str | None, user: Self) -> frozenset[str]:
    if not company or not user.history:
        return frozenset()
    whole, cut = organizations.organization(company), organizations.short(company)
    return user.history.get(whole or "", frozenset()) | user.history.get(cut or "", frozenset())


@lru_cache(maxsize=100_000)
def _by_organization(company: str | None, industry: str | None) -> frozenset[str]:
    text = f"{company or ''} {industry or ''}"
    kinds = ("industry_body", "volunteering")
    return frozenset(kind for kind in kinds if _names_any(text, kind)) if text.strip() else frozenset()


@lru_cache(maxsize=100_000)
def _names_any(text: str, kind: str) -> bool:
    spoken = f" {' '.join(WORD.findall(fold(text)))} "
    return any(f" {word} " in spoken for word in table("link_ties")[kind])


def _same_years(date: str | None, own: int | None) -> bool:
    """Return whether both studied at the same time; a year that nobody states is not held against it."""
    years = [int(year) for year in YEAR.findall(date or "")]
    if own is None or not years:
        return True
    return min(abs(year - own) for year in years) <= int(table("link_ties")["classmate_years"])


def _own_friends(records: pl.DataFrame) -> frozenset[str]:
    """Return the person_ids that the user's own address book files under friends or family."""
    book = records.filter((pl.col("source_kind") == "network") & (pl.col("kind") == "person"))
    rows = book.select("person_id", "notes", "extra").iter_rows()
    return frozenset(person for person, notes, extra in rows if _is_friend(notes, extra or ()))


def _is_friend(notes: str | None, extra: Iterable[Mapping[str, str | None]]) -> bool:
    columns = table("link_ties")["relation_columns"]
    labels = [pair["value"] or "" for pair in extra if fold(str(pair["name"])).strip() in columns]
    return any(_names_any(text, "friend_or_family") for text in [*labels, *_labels(notes)])


def _labels(notes: str | None) -> list[str]:
    """Return the notes when they are short enough to be a label rather than a story."""
    return [notes] if notes and len(notes.split()) < 4 else []


def as_said(people: pl.DataFrame, wishes: pl.DataFrame | None, aliases: Mapping[str, str]) -> pl.Series:
    """Return the tie sources with the user's word on them; the newest word beats all evidence."""
    words = people.clear() if wishes is None else wishes.filter(pl.col("kind").is_in(["tie", "no_tie"]))
    if words.is_empty():
        return people["tie_sources"]
    said: dict[str, dict[str, bool]] = {}
    newest = words.sort("said_at", maintain_order=True).select("person_id", "kind", "text")
    for person, kind, source in newest.iter_rows():
        said.setdefault(aliases.get(person, person), {})[source] = kind == "tie"
    found = [
        [name for name in TIE_SOURCES if said.get(person, {}).get(name, name in sources)]
        for person, sources in people.select("person_id", "tie_sources").iter_rows()
    ]
    return pl.Series("tie_sources", found, dtype=pl.List(pl.String))


def employers(people: pl.DataFrame) -> pl.Series:
    """Return, per row, the person_id of its organisation's own row; null unless there is exactly one."""
    own: dict[str, set[str]] = {}
    rows = people.filter(pl.col("kind") == "organization").select("person_id", "name", "organization")
    for person, name, company in rows.iter_rows():
        for read in (organizations.organization, organizations.short):
            if name or company:
                own.setdefault(read(name or company) or "", set()).add(person)
    found = [
        _employer(company, own) if kind == "person" and company else None
        for kind, company in people.select("kind", "organization").iter_rows()
    ]
    return pl.Series("organization_id", found, dtype=pl.String)


def _employer(company: str, own: Mapping[str, set[str]]) -> str | None:
    for read in (organizations.organization, organizations.short):
        there = own.get(read(company) or "\0", set())
        if len(there) == 1:
            return next(iter(there))
    return None
