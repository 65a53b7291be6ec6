"""What holds for every target of a run: maps, settings, the clock, and what happened before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.match.concepts import Concepts, load_concepts
from pipeline.match.fields import FieldMap, load_fields
from pipeline.match.text import plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import polars as pl

    from pipeline.event import Event
    from pipeline.match.messages import Row
    from pipeline.settings import Settings

#: From this rung on a person is known: there was an exchange.
KNOWN = 2


@dataclass(frozen=True, slots=True)
class World:
    """The surroundings of one run; frames are read into rows by person once.

    ``suggested`` names who stood in the printed day of an earlier event, with its name and first day.
    """

    fields: FieldMap
    concepts: Concepts
    settings: Settings
    event: Event
    now: dt.datetime
    interactions: dict[str, list[Row]] = field(default_factory=dict)
    promises: dict[str, list[Row]] = field(default_factory=dict)
    wishes: dict[str, list[Row]] = field(default_factory=dict)
    talks: dict[str, list[Row]] = field(default_factory=dict)
    contacts: dict[str, list[Row]] = field(default_factory=dict)
    suggested: Mapping[str, tuple[str, dt.date]] = field(default_factory=dict)
    known_places: frozenset[str] = frozenset()


def read_world(  # noqa: PLR0913 - one argument per frame that a run is given
    *,
    event: Event,
    settings: Settings,
    now: dt.datetime,
    people: pl.DataFrame,
    interactions: pl.DataFrame,
    promises: pl.DataFrame,
    wishes: pl.DataFrame,
    sessions: pl.DataFrame,
    appearances: pl.DataFrame,
    suggested: Mapping[str, tuple[str, dt.date]] | None = None,
) -> World:
    """Return the surroundings read from the frames of a run."""
    close = [row for row in people.sort("person_id").iter_rows(named=True) if row["stage"] >= KNOWN]
    return World(
        fields=load_fields(),
        concepts=load_concepts(),
        settings=settings,
        event=event,
        now=now,
        interactions=_by_person(interactions.sort("at", "interaction_id")),
        promises=_by_person(promises.filter(state="open").sort("made_at", "promise_id")),
        wishes=_by_person(_of_event(wishes, event).sort("said_at", "kind", "text", nulls_last=True)),
        talks=_talks(sessions, appearances, event),
        contacts=_contacts(close),
        suggested=suggested or {},
        known_places=frozenset(_places(close, event)),
    )


def _of_event(frame: pl.DataFrame, event: Event) -> pl.DataFrame:
    import polars as pl

    return frame.filter(pl.col("event").is_null() | (pl.col("event") == event.slug))


def _by_person(frame: pl.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(row["person_id"], []).append(row)
    return found


def _talks(sessions: pl.DataFrame, appearances: pl.DataFrame, event: Event) -> dict[str, list[Row]]:
    """Return the sessions of this event by the person who speaks in them."""
    held = sessions.filter(event=event.slug, owner="event")
    spoken = appearances.filter(role="speaker").select("session_id", "person_id")
    return _by_person(held.join(spoken, on="session_id").sort("person_id", "start_utc", "session_id"))


def employers_of(row: Row) -> set[str]:
    """Return the plain name and the id of the organisation of a row, as far as they are known."""
    names = {plain(row["organization"]), str(row["organization_id"] or "")}
    if row["kind"] == "organization":
        names |= {plain(row["name"]), str(row["person_id"])}
    return names - {""}


def _contacts(close: list[Row]) -> dict[str, list[Row]]:
    """Return known people by every name of their organisation."""
    found: dict[str, list[Row]] = {}
    for row in close:
        if row["kind"] == "person":
            for name in employers_of(row):
                found.setdefault(name, []).append(row)
    return found


def _places(close: list[Row], event: Event) -> list[str]:
    """Return organisations, schools and other lists that lead to people already known."""
    found: list[str] = []
    for row in close:
        found += [
            *employers_of(row),
            plain(row["school"]),
            *(slug for slug in row["events"] if slug != event.slug),
        ]
    return [name for name in found if name]


def open_promises(world: World, person_id: str, owner: str) -> list[dict[str, Any]]:
    """Return what is still promised, by the user ("mine") or by the other ("theirs")."""
    return [row for row in world.promises.get(person_id, []) if row["owner"] == owner]
