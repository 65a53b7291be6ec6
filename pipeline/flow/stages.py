"""Link, match and plan: each is run again only when something it is made from has changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import InputError
from pipeline.flow.here import people_at
from pipeline.flow.made_from import TIE_WORDS, link_parts, match_parts, plan_parts, tie_words
from pipeline.flow.project import digest
from pipeline.flow.schemas import LINKED
from pipeline.tables import (
    Appearances,
    Coverage,
    Matches,
    Plan,
    Records,
    Sessions,
    Touches,
    as_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.event import Event
    from pipeline.flow.project import Project


@dataclass(slots=True)
class Done:
    """What was done anew, in the order it was done, and what there is to say about it."""

    stages: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def link_people(project: Project, done: Done, *, force: bool = False) -> None:
    """Bring People, Appearances and Reviews up to date.

    Raises ``InputError`` when nothing was taken in yet.
    """
    from pipeline.link import link

    records = all_records(project)
    if not records.height:
        raise InputError(
            "no list was taken in yet",
            where=str(project.workspace.root),
            do="Take one in: meetwell add LIST.csv",
        )
    if not _stale(project, "link", link_parts(project), force=force, tables=LINKED):
        return
    linked = link(
        records,
        project.workspace.read("sessions", Sessions),
        project.workspace.read("touches", Touches),
        profile=project.profile_or_none(),
        identity=project.state.identity(),
        retired=project.state.retired(),
        verdicts=project.state.verdicts(),
        interactions=project.state.frame("interactions"),
        promises=project.state.frame("promises"),
        wishes=tie_words(project),
        settings=project.settings,
        now=project.now(),
    )
    project.state.save_identity(linked.identity, linked.aliases)
    project.workspace.write("people", linked.people)
    project.workspace.write("appearances", linked.appearances)
    project.workspace.write("reviews", linked.reviews)
    _stamp(project, "link", link_parts(project))
    done.stages.append("link")
    done.notices.extend(linked.notices)


def link_known(project: Project) -> None:
    """Bring People up to date where anybody is known: notes may come before any list."""
    if all_records(project).height:
        link_people(project, Done())


def match_event(project: Project, event: Event, done: Done, *, force: bool = False) -> None:
    """Bring the event's Matches and Coverage up to date."""
    from pipeline.flow.suggested import suggested_before
    from pipeline.match import coverage, match

    suggested = suggested_before(project, event)
    parts = match_parts(project, event, suggested)
    wanted = {"matches": Matches, "coverage": Coverage}
    if not _stale(project, f"match:{event.slug}", parts, force=force, tables=wanted):
        return
    people = people_at(project, event)
    profile = project.profile()
    matches = match(
        people,
        project.workspace.read("appearances", Appearances),
        project.workspace.read("sessions", Sessions),
        profile=profile,
        event=event,
        wishes=wishes_for(project, event),
        interactions=project.state.frame("interactions"),
        promises=project.state.frame("promises"),
        settings=project.settings,
        now=project.now(event),
        suggested=suggested,
    )
    _replace_event(project, "matches", Matches, event, matches)
    covered = coverage(people, matches, profile=profile, event=event)
    _replace_event(project, "coverage", Coverage, event, covered)
    _stamp(project, f"match:{event.slug}", parts)
    done.stages.append("match")


def plan_event(
    project: Project,
    event: Event,
    done: Done,
    *,
    start_from: dt.datetime | None = None,
    whole: bool = False,
    force: bool = False,
) -> None:
    """Bring the event's Plan up to date; ``start_from`` plans the rest of the day anew.

    A rest of today stays one, whatever else changes, until ``whole`` asks for the whole event.
    """
    from pipeline.flow.rest_of_day import keep_planned_from, planned_from, still_from
    from pipeline.flow.slips import printed_plan
    from pipeline.plan import plan
    from pipeline.plan.presence import said_of_days

    people = people_at(project, event)
    presence = said_of_days(project.workspace.read("records", Records), people, event)
    parts = digest(plan_parts(project, event), presence.rows())
    force = force or (whole and planned_from(project, event) is not None)
    fresh = not _stale(project, f"plan:{event.slug}", parts, force=force, tables={"plan": Plan})
    if fresh and start_from is None:
        return
    start_from = start_from if start_from or whole else still_from(project, event)
    matches = of_event(project.workspace.read("matches", Matches), event)
    if start_from is not None:
        matches = matches.filter(~pl.col("person_id").is_in(_met(project, event)))
    planned = plan(
        matches,
        people,
        project.workspace.read("sessions", Sessions),
        project.workspace.read("appearances", Appearances),
        profile=project.profile(),
        event=event,
        wishes=wishes_for(project, event),
        settings=project.settings,
        start_from=start_from,
        printed=printed_plan(project, event),
        presence=presence,
    )
    _replace_event(project, "plan", Plan, event, planned)
    _stamp(project, f"plan:{event.slug}", parts)
    keep_planned_from(project, event, start_from)
    done.stages.append("plan")


def _met(project: Project, event: Event) -> list[str]:
    """Return who was spoken to at this event already: the rest of the day is for others."""
    talks = of_event(project.state.frame("interactions"), event)
    return talks.filter(pl.col("kind").is_in(["talked", "meeting"]))["person_id"].unique().to_list()


def up_to_plan(project: Project, event: Event, done: Done | None = None) -> Done:
    """Bring everything up to the plan of this event up to date."""
    done = done or Done()
    link_people(project, done)
    match_event(project, event, done)
    plan_event(project, event, done)
    return done


def of_event(frame: pl.DataFrame, event: Event) -> pl.DataFrame:
    """Return the rows of one event."""
    return frame.filter(pl.col("event") == event.slug)


def wishes_for(project: Project, event: Event) -> pl.DataFrame:
    """Return what the user said about people at this event, and at no event in particular.

    Words on ties are no part of it: link has made them part of People.
    """
    here = pl.col("event").is_null() | (pl.col("event") == event.slug)
    return project.state.frame("wishes").filter(here & ~pl.col("kind").is_in(TIE_WORDS))


def all_records(project: Project) -> pl.DataFrame:
    """Return what the lists say and what was noted of people on no list."""
    met = project.state.met_records()
    records = project.workspace.read("records", Records)
    if not met:
        return records
    return pl.concat([records, as_table(Records, [_revived(row) for row in met])])


def _revived(row: dict[str, object]) -> dict[str, object]:
    """Return a stored record with its days read back from text."""
    days = {"source_date", "connected_on"}
    return {
        key: dt.date.fromisoformat(str(value)) if key in days and value else value
        for key, value in row.items()
    }


def _replace_event(project: Project, table: str, schema: type, event: Event, frame: pl.DataFrame) -> None:
    rest = project.workspace.read(table, schema).filter(pl.col("event") != event.slug)
    project.workspace.write(table, pl.concat([rest, frame.select(rest.columns)]))


def _stale(project: Project, stage: str, parts: str, *, force: bool, tables: Iterable[str]) -> bool:
    absent = any(not project.workspace.table(name).is_file() for name in tables)
    return force or absent or project.workspace.stamps().get(stage) != parts


def _stamp(project: Project, stage: str, parts: str) -> None:
    project.workspace.stamp(stage, parts)
