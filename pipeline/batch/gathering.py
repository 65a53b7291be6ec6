"""The people of one event from its own lists: what the office knows about them stays in the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import InputError
from pipeline.link import link
from pipeline.plan.presence import said_of_days
from pipeline.tables import Interactions, Promises, Records, Sessions, Touches

if TYPE_CHECKING:
    from pipeline.event import Event
    from pipeline.flow.project import Project


def people_of_event(project: Project, event: Event) -> tuple[dict[str, pl.DataFrame], list[str]]:
    """Return the tables of this event alone, by name, and the notices of linking them.

    Linked anew from its lists alone: a value that only the office's network states reaches no student. Ids
    are those the workspace knows. Raises ``InputError`` when no list of the event was taken in.
    """
    records = project.workspace.read("records", Records).filter(pl.col("event") == event.slug)
    if not records.height:
        raise InputError(
            f"no list of {event.slug} was taken in yet",
            where=str(project.workspace.root),
            do=f"meetwell add EMPLOYERS.csv --event {event.slug}",
        )
    sessions = project.workspace.read("sessions", Sessions)
    held = sessions.filter(pl.col("event") == event.slug, pl.col("owner") == "event")
    linked = link(
        records,
        held,
        Touches.create_empty(),
        profile=None,
        identity=project.state.identity(),
        retired=project.state.retired(),
        verdicts=project.state.verdicts(),
        interactions=Interactions.create_empty(),
        promises=Promises.create_empty(),
        settings=project.settings,
        now=project.now(event),
    )
    tables = {
        "people": linked.people,
        "appearances": linked.appearances,
        "sessions": held,
        "records": records.sort("record_id"),
        "identity": linked.identity,
        "verdicts": project.state.verdicts(),
        "presence": said_of_days(records, linked.people, event),
    }
    return tables, linked.notices
