"""One person or organisation with everything the frames say about it, joined in the order of the day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.report.inputs import Inputs

Fields = dict[str, Any]
#: Columns of People that no paper shows.
_UNTOLD = ("record_ids", "origins", "conflicts", "emails", "phones")
_UNTOLD_OF_MATCH = ("signals", "you_to_them", "them_to_you", "fit", "confidence", "set_aside_because")
#: So many of an organisation's people are named, with these columns.
_STAFF = 3
_STAFF_TOLD = ("person_id", "organization_id", "name", "given_name", "family_name", "organization", "title")


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
    staff: tuple[Fields, ...] = field(default=())

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


def _targets(inputs: Inputs) -> Targets:
    mine = pl.col("event").eq(inputs.event.slug) & pl.col("user_id").eq(inputs.profile.user_id)
    kept = pl.col("kind").eq("meeting") & pl.col("dropped_because").list.len().eq(0)
    order = inputs.plan.filter(mine, kept, pl.col("person_id").is_not_null()).sort(
        "order", "by_about", "start", "entry_id", nulls_last=True
    )
    matched = inputs.matches.filter(mine)
    ranked = matched.filter(pl.col("rank").is_not_null()).sort("rank", "person_id")["person_id"].to_list()
    join = _Join(inputs, matched, [*order["person_id"], *ranked])
    planned = join.all(order.iter_rows(named=True))
    seen = {target.person_id for target in planned}
    rest = ({"person_id": key} for key in ranked if key not in seen)
    return Targets(planned, join.all(rest, planned=False))


class _Join:
    """The frames by person, read once, and of them only the people in question and who belongs to them."""

    def __init__(self, inputs: Inputs, matches: pl.DataFrame, keys: list[str]) -> None:
        here = pl.col("event").eq(inputs.event.slug)
        told = inputs.people.drop(_UNTOLD)
        asked_for = pl.col("person_id").is_in(keys)
        houses = told.filter(asked_for)["organization_id"].drop_nulls().to_list()
        kept = told.filter(asked_for | pl.col("person_id").is_in(houses))
        self.people = {row["person_id"]: row for row in kept.iter_rows(named=True)}
        asked = matches.filter(asked_for).drop(_UNTOLD_OF_MATCH)
        self.matches = {row["person_id"]: row for row in asked.iter_rows(named=True)}
        issued = inputs.issued.filter(here).sort("issued_at", "short_id")
        self.ids = dict(zip(issued["person_id"], issued["short_id"], strict=True))
        wishes = inputs.wishes
        said = wishes if wishes.is_empty() else wishes.filter(here | pl.col("event").is_null())
        self.wishes = _by_person(said, "said_at", "kind", "text")
        self.promises = _by_person(inputs.promises, "due", "promise_id")
        self.interactions = _by_person(inputs.interactions, "at", "interaction_id")
        self.applications = _by_person(inputs.applications, "changed_at", "application_id")
        self.staff = self._staff(inputs, keys)

    def _staff(self, inputs: Inputs, keys: list[str]) -> dict[str, list[Fields]]:
        """Return who is at the event for each of these organisations."""
        theirs = inputs.people.filter(
            pl.col("organization_id").is_in(keys),
            pl.col("kind") == "person",
            pl.col("events").list.contains(inputs.event.slug),
        )
        if theirs.is_empty():
            return {}
        first = theirs.sort("person_id").group_by("organization_id", maintain_order=True).head(_STAFF)
        found: dict[str, list[Fields]] = {}
        for row in first.select(*_STAFF_TOLD).iter_rows(named=True):
            found.setdefault(row["organization_id"], []).append(row)
        return found

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
            staff=tuple(self.staff.get(key, ())),
        )


def _by_person(frame: pl.DataFrame, *order: str) -> dict[str, list[Fields]]:
    """Return the rows of each person in this order, what has no date last."""
    found: dict[str, list[Fields]] = {}
    if frame.is_empty():
        return found
    for row in frame.sort(*order, nulls_last=True).iter_rows(named=True):
        found.setdefault(row["person_id"], []).append(row)
    return found
