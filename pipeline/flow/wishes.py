"""The user's word about a person: it beats every score and survives every re-import."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import UsageError
from pipeline.flow.project import person_named
from pipeline.flow.stages import Done, link_people, people_names
from pipeline.tables import Wishes, as_table

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.event import Event
    from pipeline.flow.project import Project

#: A new word of this kind takes back earlier words of these kinds.
TAKES_BACK = {
    "pick": ("pick", "pass"),
    "pass": ("pick", "pass", "agree"),
    "agree": ("agree", "pass"),
    "note": (),
}


def say(
    project: Project,
    event: Event,
    name: str,
    kind: str,
    *,
    text: str | None = None,
    source_url: str | None = None,
    start: dt.datetime | None = None,
) -> tuple[str, str]:
    """Keep the user's word and return (person_id, name) of the person it is about.

    Raises ``UsageError`` when the name means nobody or several people, or the time is outside the event.
    """
    person_id, full_name = find_person(project, event, name)
    if start is not None and not any(span.start <= start < span.end for span in event.hours):
        local = start.astimezone(event.zone)
        raise UsageError(
            f"{local:%Y-%m-%d %H:%M} is outside the hours of {event.name}",
            where=str(project.workspace.event(event.slug)),
            do="Give a time within the opening hours, as 10:30 or 2027-03-18T10:30.",
        )
    wish: dict[str, object] = {
        "event": event.slug,
        "person_id": person_id,
        "kind": kind,
        "text": text,
        "source_url": source_url,
        "start": start,
        "said_at": project.now(event),
    }
    with project.state.writing():
        project.state.withdraw_wish(event.slug, person_id, TAKES_BACK[kind])
        project.state.save("wishes", as_table(Wishes, [wish]))
    return person_id, full_name


def find_person(project: Project, event: Event | None, name: str) -> tuple[str, str]:
    """Return (person_id, name) of the person meant by a name, a part of it, or a printed ID."""
    link_people(project, Done())
    names = people_names(project)
    by_id = dict(names)
    if event is not None:
        issued = project.state.frame("issued").filter(
            (pl.col("event") == event.slug) & (pl.col("short_id") == name.strip().upper())
        )
        if issued.height:
            person_id = project.state.resolve(issued["person_id"][0])
            return person_id, by_id.get(person_id) or name
    person_id = person_named(names, name, str(project.workspace.root))
    return person_id, by_id[person_id] or name
