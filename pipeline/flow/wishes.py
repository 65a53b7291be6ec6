"""The user's word about a person: it beats every score and survives every re-import."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import UsageError
from pipeline.flow.naming import find_person
from pipeline.flow.stages import Done, link_people, wishes_for
from pipeline.report.clean import printable
from pipeline.tables import People, Sessions, Wishes, as_table

if TYPE_CHECKING:
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


def crossed(project: Project, event: Event, person_id: str, start: dt.datetime) -> list[str]:
    """Return whom or what an agreed slot lies across: names of people agreed with, titles of own entries.

    An own entry that is free, lasts as long as the event, or is one of this program's crosses nothing.
    """
    length = dt.timedelta(minutes=project.settings.integer("plan.minutes_agreed"))
    end = start + length
    others = wishes_for(project, event).filter(
        pl.col("kind") == "agree",
        pl.col("person_id") != person_id,
        pl.col("start") < end,
        pl.col("start") > start - length,
    )
    names = dict(project.workspace.read("people", People).select("person_id", "name").iter_rows())
    found = [names.get(one) or "somebody" for one in others.sort("start")["person_id"]]
    own = project.workspace.read("sessions", Sessions).filter(
        pl.col("owner") == "mine",
        pl.col("busy") != "free",
        ~pl.col("all_day"),
        pl.col("start_utc") < end,
        pl.col("end_utc") > start,
        ~pl.col("uid").fill_null("").str.ends_with("@meetwell"),
    )
    for span in event.hours:
        own = own.filter((pl.col("start_utc") > span.start) | (pl.col("end_utc") < span.end))
    titles = own.sort("start_utc", "session_id")["title"]
    return list(dict.fromkeys([*found, *(printable(title, 60) or "an entry of yours" for title in titles)]))


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
