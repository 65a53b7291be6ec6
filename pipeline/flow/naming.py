"""Whom the user means by a name, a part of one, an e-mail address, a printed ID or a person_id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import UsageError
from pipeline.link.around import is_brought
from pipeline.link.fold import fold
from pipeline.namesakes import called
from pipeline.short_id import tidy
from pipeline.tables import People

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.event import Event
    from pipeline.flow.project import Project

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Named:
    """A person and everything they can be called by."""

    person_id: str
    name: str | None
    organization: str | None
    emails: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    kind: str = "person"
    title: str | None = None
    also: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Return what tells this person from a namesake."""
        parts = [self.name or (self.emails[0] if self.emails else self.person_id)]
        if self.organization and self.organization != self.name:
            parts.append(self.organization)
        return ", ".join(parts)

    @property
    def calls(self) -> set[str]:
        """Return the texts that mean this person exactly."""
        told = f"{self.name} ({self.organization})"
        return {_plain(text) for text in (self.person_id, self.name, self.label, told, *self.emails) if text}


def called_here(project: Project) -> dict[str, str]:
    """Return what everybody known is called by person_id; namesakes are told apart."""
    return called(project.workspace.read("people", People))


def find_person(project: Project, event: Event | None, wanted: str) -> tuple[str, str]:
    """Return (person_id, name) of the one person meant; of namesakes the one on the lists of this event.

    Raises ``UsageError`` when nobody or several people are meant.
    """
    people = _everybody(project)
    printed = _by_printed_id(project, event, wanted)
    found = [person for person in people if person.person_id == printed]
    found = found or the_one(people, wanted, event.slug if event else None)
    return found[0].person_id, found[0].name or found[0].label


def _everybody(project: Project) -> list[Named]:
    said = pl.element().struct
    also = pl.col("conflicts").list.eval(said.field("value").filter(said.field("field") == "name"))
    told = project.workspace.read("people", People).select(
        *("person_id", "name", "organization", "emails", "events", "kind", "title"), also.alias("also")
    )
    return [
        Named(person_id, name, organization, tuple(emails), tuple(events), kind, title, tuple(others))
        for person_id, name, organization, emails, events, kind, title, others in told.iter_rows()
    ]


def the_one(people: Sequence[Named], wanted: str, slug: str | None = None) -> list[Named]:
    """Return the one person meant, as a list of one; of several the only one on the lists of an event.

    A part of a name that an organisation and nobody but its own people bear means the organisation.

    Raises ``UsageError`` when nobody or several people are meant.
    """
    key = _plain(wanted)
    exact = [person for person in people if key in person.calls] or _nearly(people, wanted)
    here = [person for person in exact if slug in person.events]
    if len(here) == 1:
        return here
    found = exact or [person for person in people if key and _holds(person, fold(key))]
    found = _house_of(found, key) or found
    if len(found) == 1:
        return found
    if not found:
        raise UsageError(f"nobody here is called {wanted!r}", do=_nearest(people, wanted))
    shown = _told_apart(found)
    same = " Are they one? Say so: meetwell review --same NAME NAME." if len(exact) > 1 else ""
    say = f"Say which: {'; '.join(shown[:SHOWN])}.{same}"
    raise UsageError(f"{wanted!r} can be {len(found)} people", do=say)


def _nearly(people: Sequence[Named], wanted: str) -> list[Named]:
    """Return who is called so but for accents, else whom another of their lists calls so.

    Whoever has no ć on the keyboard types Vukasovic; who is Margaret on one list is Peggy on another.
    """
    key = fold(_plain(wanted))
    found = [person for person in people if key and key in {fold(call) for call in person.calls}]
    return found or [
        person for person in people if key and key in {fold(_plain(name)) for name in person.also}
    ]


def _holds(person: Named, key: str) -> bool:
    """Return whether a part of the name is meant; "Guest of Ana Lima" is not Ana Lima."""
    return key in fold(_plain(person.label)) and not is_brought(person.name or "")


def _house_of(found: Sequence[Named], key: str) -> list[Named]:
    """Return the one organisation of this name where all others work for it."""
    houses = [one for one in found if one.kind == "organization" and key in _plain(one.name or "")]
    if len(houses) != 1:
        return []
    name = _plain(houses[0].name or "")
    staff = (one for one in found if one is not houses[0])
    return houses if all(_plain(one.organization or "") == name for one in staff) else []


def _told_apart(found: Sequence[Named]) -> list[str]:
    """Return for each of several people a text that means nobody else of them, and who that is."""
    labels = {one.label for one in found}
    each = [
        _numbered(person)
        if any(_plain(person.label) in one.calls for one in found if one != person)
        else person.label
        for person in found
    ]
    return sorted(each, key=lambda text: (text not in labels, text))


def _numbered(person: Named) -> str:
    """Return the id of a person whom no name tells apart, with what does."""
    told = ", ".join(part for part in (person.title, *person.emails[:1]) if part)
    return f"{person.person_id} ({told})" if told else person.person_id


def _by_printed_id(project: Project, event: Event | None, wanted: str) -> str | None:
    """Return the person this ID was printed for: at this event, or without one at any.

    Raises ``UsageError`` when papers of two events gave it to two people.
    """
    issued = project.state.frame("issued").filter(pl.col("short_id") == tidy(wanted))
    if event is not None:
        issued = issued.filter(pl.col("event") == event.slug)
    owners = {project.state.resolve(person_id) for person_id in issued["person_id"]}
    if len(owners) > 1:
        events = ", ".join(sorted(issued["event"]))
        raise UsageError(
            f"{tidy(wanted)} stands for different people at {events}", do="Give the name instead."
        )
    return next(iter(owners), None)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _nearest(people: Sequence[Named], wanted: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(wanted, [person.name for person in people if person.name], n=3, cutoff=0.5)
    return f"Did you mean {' or '.join(near)}?" if near else "'meetwell match' lists who is there."
