"""People as they stand at one event: booth and role are those of its own lists, not of last year's fair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.frames import validated
from pipeline.tables import People, Records

if TYPE_CHECKING:
    from pipeline.event import Event
    from pipeline.flow.project import Project

#: Fields that belong to a person's place at an event rather than to the person.
AT_EVENT = ("booth", "role")


def people_at(project: Project, event: Event) -> pl.DataFrame:
    """Return People with the booth and role that this event's lists give them; others have none here."""
    people = project.workspace.read("people", People)
    records = project.workspace.read("records", Records).filter(pl.col("event") == event.slug)
    here = (
        people.select("person_id", pl.col("record_ids").alias("record_id"))
        .explode("record_id")
        .join(records.select("record_id", *AT_EVENT), on="record_id")
        .sort("record_id")
        .group_by("person_id")
        .agg(pl.col(name).drop_nulls().first().alias(f"{name}_here") for name in AT_EVENT)
    )
    placed = people.join(here, on="person_id", how="left", maintain_order="left").with_columns(
        pl.col(f"{name}_here").alias(name) for name in AT_EVENT
    )
    return validated(People, placed.select(people.columns))
