"""One person or organisation with everything the frames say about it, joined in the order of the day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.report.roll import Fields, plain_rows, roll_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.report.inputs import Inputs

#: Columns of Matches that no paper shows.
_UNTOLD = frozenset({"signals", "you_to_them", "them_to_you", "fit", "confidence", "set_aside_because"})
_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Target:
    """One row of People with its employer, match, plan entry, printed ID and what the user wrote."""

    person: Fields
    organization: Fields | None = None
    match: Fields | None = None
    entry: Fields | None = None
    short_id: str = ""
    wishes: tuple[Fields, ...] = ()
    promises: tuple[Fields, ...] = ()
    interactions: tuple[Fields, ...] = ()
    application: Fields | None = None
    staff: tuple[Fields, ...] = ()
    origin: object = None

    @property
    def same(self) -> tuple[object, str]:
        """Return what is equal for targets of several users whose person, employer and staff are equal."""
        return self.origin, self.person_id

    @property
    def person_id(self) -> str:
        """Return the id in People."""
        return str(self.person["person_id"])

    @property
    def is_must(self) -> bool:
        """Tell whether the plan puts this one on the first page."""
        return bool(self.entry and self.entry["must"])

    def best(self, name: str) -> Any:
        """Return a field of the person, or of the employer where the person's own is empty."""
        own = self.person[name]
        if own or self.organization is None or self.person["kind"] == "organization":
            return own
        return self.organization[name]


@dataclass(frozen=True, slots=True)
class Targets:
    """Planned targets in the order of the day, then the other candidates by rank, set-aside ones left out."""

    planned: tuple[Target, ...]
    others: tuple[Target, ...]


def targets(inputs: Inputs) -> Targets:
    """Return every target of this user at this event, joined; asked again, the same ones."""
    return inputs.once("targets", _targets)


def planned_rows(inputs: Inputs) -> Sequence[Fields]:
    """Return the rows of this user's plan that were not dropped, as they stand in it."""
    return inputs.once("rows of the plan", _planned_rows)


def _planned_rows(inputs: Inputs) -> list[Fields]:
    user = inputs.profile.user_id
    return [
        row
        for row in plain_rows(inputs.plan)
        if row["user_id"] == user and row["event"] == inputs.event.slug and not row["dropped_because"]
    ]


def _targets(inputs: Inputs) -> Targets:
    meetings = [row for row in planned_rows(inputs) if row["kind"] == "meeting" and row["person_id"]]
    order = sorted(meetings, key=_place_in_day)
    user = inputs.profile.user_id
    rows = inputs.matched if inputs.matched is not None else plain_rows(inputs.matches, _UNTOLD)
    matched = {
        row["person_id"]: row for row in rows if row["user_id"] == user and row["event"] == inputs.event.slug
    }
    best = sorted((row["rank"], key) for key, row in matched.items() if row["rank"] is not None)
    join = _Join(inputs, matched, {row["person_id"] for row in order} | {key for _, key in best})
    planned = join.all(order)
    seen = {target.person_id for target in planned}
    rest = ({"person_id": key} for _, key in best if key not in seen)
    return Targets(planned, join.all(rest, planned=False))


def _place_in_day(row: Fields) -> tuple[bool, int, dt.datetime, dt.datetime, str]:
    """Return what sorts the day: by number, by time, what has neither last."""
    return (
        row["order"] is None,
        row["order"] or 0,
        row["by_about"] or _LAST,
        row["start"] or _LAST,
        row["entry_id"],
    )


class _Join:
    """The frames by person, read once."""

    def __init__(self, inputs: Inputs, matches: dict[str, Fields], keys: set[str]) -> None:
        roll = roll_for(inputs, keys)
        self.people, self.staff, self.origin = roll.rows, roll.staff, roll.origin
        self.matches = matches
        here = inputs.event.slug
        issued = [row for row in plain_rows(inputs.issued) if row["event"] == here]
        issued.sort(key=lambda row: (row["issued_at"], row["short_id"]))
        self.ids = {row["person_id"]: row["short_id"] for row in issued}
        wishes = inputs.wishes
        about = pl.col("event").eq(here) | pl.col("event").is_null()
        said = wishes if wishes.is_empty() else wishes.filter(about)
        self.wishes = _by_person(said, "said_at", "kind", "text")
        self.promises = _by_person(inputs.promises, "due", "promise_id")
        self.interactions = _by_person(inputs.interactions, "at", "interaction_id")
        self.applications = _by_person(inputs.applications, "changed_at", "application_id")

    def all(self, entries: Iterable[Fields], *, planned: bool = True) -> tuple[Target, ...]:
        """Return the targets of these entries; a person that People does not hold is left out."""
        return tuple(self.one(entry, planned) for entry in entries if entry["person_id"] in self.people)

    def one(self, entry: Fields, planned: bool) -> Target:  # noqa: FBT001 - private, one caller
        """Return one target."""
        key = entry["person_id"]
        person = self.people[key]
        return Target(
            person=person,
            organization=self.people.get(person["organization_id"]),
            match=self.matches.get(key),
            entry=entry if planned else None,
            short_id=self.ids.get(key, ""),
            wishes=tuple(self.wishes.get(key, ())),
            promises=tuple(self.promises.get(key, ())),
            interactions=tuple(self.interactions.get(key, ())),
            application=next(iter(reversed(self.applications.get(key, []))), None),
            staff=self.staff.get(key, ()),
            origin=self.origin,
        )


def _by_person(frame: pl.DataFrame, *order: str) -> dict[str, list[Fields]]:
    """Return the rows of each person in this order, what has no date last."""
    found: dict[str, list[Fields]] = {}
    if frame.is_empty():
        return found
    for row in frame.sort(*order, nulls_last=True).iter_rows(named=True):
        found.setdefault(row["person_id"], []).append(row)
    return found
