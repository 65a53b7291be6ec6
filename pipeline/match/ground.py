"""Common ground: what the user and a target truly share, one finding each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.match.marks import houses_of
from pipeline.match.messages import Cell, Message, cells, message
from pipeline.match.seeker import places
from pipeline.match.text import plain
from pipeline.match.world import employers_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.match.messages import Row
    from pipeline.match.seeker import Seeker
    from pipeline.match.world import World
    from pipeline.profile import Profile, Station


#: How much each thing in common weighs, 0 to 1; several join as 1 - (1 - a)(1 - b).
SCHOOL, MUTUAL, LANGUAGE, TOWN = 0.5, 0.4, 0.3, 0.15
STATIONS = {"job": 0.5, "internship": 0.6, "volunteering": 0.5, "member": 0.4}


@dataclass(frozen=True, slots=True)
class Shared:
    """One thing in common: what kind, how much it weighs, what to say."""

    weight: float
    message: Message


def ground_of(row: Row, seeker: Seeker, world: World) -> list[Shared]:
    """Return what the user and this target share, the weightiest first."""
    found = [*_school(row, seeker.profile), *_stations(row, seeker.profile), *_mutual(row, world)]
    found += [*_town(row, seeker.profile), *_languages(row, seeker.profile)]
    return sorted(found, key=lambda item: (-item.weight, item.message["key"]))


def _school(row: Row, profile: Profile) -> Iterator[Shared]:
    own = plain(profile.school)
    if not own:
        return
    if row["school"] and plain(row["school"]) == own:
        yield Shared(SCHOOL, message("ground.school", None, cells(row, "school"), school=row["school"]))
    elif row["kind"] == "person" and own == plain(row["organization"]):
        shown = cells(row, "organization")
        yield Shared(SCHOOL, message("ground.school_staff", None, shown, school=row["organization"]))


def _stations(row: Row, profile: Profile) -> Iterator[Shared]:
    names = houses_of(row)
    seen: set[tuple[str, str]] = set()
    for station in profile.history:
        key = (station.kind, plain(station.organization))
        if key[1] in names and key not in seen:
            seen.add(key)
            shown = cells(row, "organization") or cells(row, "name")
            said = _station(station, shown)
            yield Shared(STATIONS[station.kind], said)


def _station(station: Station, shown: list[Cell]) -> Message:
    """Return what the user was there and when, as far as the profile says."""
    name, kind = station.organization, f"ground.{station.kind}"
    if station.start is None and station.end is None:
        return message(kind, None, shown, organization=name)
    if station.end is None and station.start is not None:
        return message(f"{kind}_since", None, shown, organization=name, when=station.start.year)
    years = sorted({day.year for day in (station.start, station.end) if day})
    return message(f"{kind}_in", None, shown, organization=name, when="-".join(map(str, years)))


def _mutual(row: Row, world: World) -> Iterator[Shared]:
    """Yield the known people (an exchange happened) who work where the target works, or is."""
    names = employers_of(row)
    known = {person["person_id"]: person for name in names for person in world.contacts.get(name, [])}
    known.pop(row["person_id"], None)
    where = row["organization"] or row["name"]
    for _, person in sorted(known.items()):
        shown: list[Cell] = [*cells(person, "organization"), *cells(row, "organization")]
        yield Shared(MUTUAL, message("ground.mutual", None, shown, name=person["name"], organization=where))


def _town(row: Row, profile: Profile) -> Iterator[Shared]:
    if row["location"] and plain(row["location"].split(",")[0]) in places(profile):
        yield Shared(TOWN, message("ground.town", None, cells(row, "location"), town=row["location"]))


def _languages(row: Row, profile: Profile) -> Iterator[Shared]:
    """Yield languages the target names among interests; what everybody here speaks is no common ground."""
    common = {plain(language) for language in profile.languages[:1]}
    for language in profile.languages:
        if plain(language) in common:
            continue
        stated = [text for text in row["interests"] if plain(text) == plain(language)]
        if stated:
            shown = cells(row, "interests", stated)
            yield Shared(LANGUAGE, message("ground.language", None, shown, language=language))
