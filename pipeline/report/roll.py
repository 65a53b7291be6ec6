"""Everybody a paper can name, as plain rows: read from the frame once, for one user or for thousands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pipeline.report.inputs import Inputs

Fields = dict[str, Any]
#: Columns of People that no paper shows.
_UNTOLD = frozenset({"record_ids", "origins", "conflicts", "emails", "phones"})
#: So many of an organisation's people are named, with these columns.
_STAFF = 3
_STAFF_TOLD = ("person_id", "organization_id", "name", "given_name", "family_name", "organization", "title")


@dataclass(frozen=True, slots=True, eq=False)
class Roll:
    """Rows of People by id, and by organisation who is at the event for it.

    ``origin`` is the same for rolls that differ only in who is tied to the user: what follows from the lists
    alone is worked out once for all of them.
    """

    rows: Mapping[str, Fields]
    staff: Mapping[str, tuple[Fields, ...]]
    origin: object

    def tied(self, sources: Iterable[tuple[str, list[str]]]) -> Roll:
        """Return the roll with these tie sources by person; rows that stay as they are shared."""
        rows = dict(self.rows)
        for person_id, found in sources:
            row = rows.get(person_id)
            if row is not None and row["tie_sources"] != found:
                rows[person_id] = {**row, "tie_sources": found}
        return replace(self, rows=rows)


def roll_of(people: pl.DataFrame, slug: str) -> Roll:
    """Return the roll of these people at this event."""
    rows = {row["person_id"]: row for row in plain_rows(people.with_columns(_on_sponsorship()), _UNTOLD)}
    staff: dict[str, list[Fields]] = {}
    for row in sorted(rows.values(), key=lambda row: row["person_id"]):
        house = row["organization_id"]
        if house is not None and row["kind"] == "person" and slug in (row["events"] or ()):
            staff.setdefault(house, []).append({name: row[name] for name in _STAFF_TOLD})
    return Roll(rows, {house: tuple(found[:_STAFF]) for house, found in staff.items()}, object())


def _on_sponsorship() -> pl.Expr:
    """Return what the list says on work authorisation, in its own words."""
    cell = pl.element().struct
    words = cell.field("value").filter(cell.field("field") == "work_authorization")
    return pl.col("origins").list.eval(words).list.first().alias("on_sponsorship")


def roll_for(inputs: Inputs, keys: Collection[str]) -> Roll:
    """Return the roll a caller made for many users, else one of these people and who belongs to them."""
    if inputs.roll is not None:
        return inputs.roll
    people = inputs.people
    asked = pl.col("person_id").is_in(sorted(keys))
    houses = people.filter(asked)["organization_id"].drop_nulls().to_list()
    wanted = asked | pl.col("person_id").is_in(houses) | pl.col("organization_id").is_in(sorted(keys))
    return roll_of(people.filter(wanted), inputs.event.slug)


def plain_rows(frame: pl.DataFrame, untold: frozenset[str] = frozenset()) -> list[Fields]:
    """Return the rows as dictionaries without these columns; no query is planned for it."""
    names = [name for name in frame.columns if name not in untold]
    if not names:
        return []
    columns = [frame.get_column(name).to_list() for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
