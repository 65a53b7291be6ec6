"""The user's word about a person: it beats every score and survives every re-import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.flow.naming import find_person
from pipeline.flow.stages import Done, link_people
from pipeline.tables import Wishes, as_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from pipeline.event import Event
    from pipeline.flow.project import Project

#: A new word of this kind takes back earlier words of these kinds.
TAKES_BACK = {
    "pick": ("pick", "pass"),
    "pass": ("pick", "pass", "agree"),
    "agree": ("agree", "pass"),
    "note": (),
}


def say_ties(project: Project, name: str, ties: Collection[str], no_ties: Collection[str]) -> tuple[str, str]:
    """Keep whence the user knows somebody, and whence not; returns (person_id, name).

    Raises ``UsageError`` when the name means nobody or several people, or a source is in both.
    """
    both = sorted(set(ties) & set(no_ties))
    if both:
        raise UsageError(f"{both[0]} is said and denied at once", do="Give it as --tie or as --no-tie.")
    link_people(project, Done())
    person_id, full_name = find_person(project, project.event() if project.events() else None, name)
    said: list[tuple[str, str]] = [("tie", source) for source in ties]
    said += [("no_tie", source) for source in no_ties]
    words: list[dict[str, object]] = [
        {
            "person_id": person_id,
            "kind": kind,
            "text": source.replace("-", "_"),
            "said_at": project.now(),
        }
        for kind, source in said
    ]
    project.state.save("wishes", as_table(Wishes, words))
    link_people(project, Done())
    return person_id, full_name


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
    link_people(project, Done())
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
