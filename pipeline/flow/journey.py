"""Where the user is in the journey, and the one next command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.flow.following import following_up
from pipeline.flow.stages import of_event
from pipeline.tables import Plan, Records, Reviews

if TYPE_CHECKING:
    from pipeline.event import Event
    from pipeline.flow.project import Project
    from pipeline.profile import Profile


#: Stands on the sheet of one who said no name.
NAMELESS = "My sheet"
FIRST_EVENT = "meetwell event add SLUG --on DATE --hours 10-16"
#: For one who is no office.
OR_QUICK = f"{FIRST_EVENT}, or meetwell quick LIST (a sheet from a list alone)"
NO_LIST = "No list of this event was taken in yet."


def for_students(event: Event) -> str:
    """Return what an office does next, once the lists of its event are in."""
    return f"meetwell batch run STUDENTS.csv --event {event.slug} --out sheets"


def whereabouts(project: Project) -> tuple[tuple[str, ...], str, dict[str, Any]]:
    """Return sentences, the next command, and the same as data."""
    root = str(project.workspace.root)
    data: dict[str, Any] = {"workspace": root, "event": None}
    profile = project.profile_or_none()
    whose = f"Workspace {root}{_whose(profile)}"
    if not project.workspace.events():
        return (f"{whose}: no event yet.",), OR_QUICK if profile else FIRST_EVENT, data
    event = project.event()
    data["event"] = event.slug
    when = f"{event.first_day:%A} {event.first_day.day} {event.first_day:%B %Y}"
    head = f"{whose}. Event: {event.name}, {when}."
    stage, following = _next(project, event)
    if profile is None and stage is not NO_LIST:
        return (head,), f"meetwell init (a profile of yours), or {for_students(event)} (an office)", data
    return (head, stage, *unsure(project, event)), following, data


def _whose(profile: Profile | None) -> str:
    if profile is None:
        return ", without a profile"
    return "" if profile.name == NAMELESS else f" of {profile.name}"


def unsure(project: Project, event: Event) -> tuple[str, ...]:
    """Return a sentence about the pairs of this event that nobody decided yet; none where there are none."""
    records = project.workspace.read("records", Records).filter(pl.col("event") == event.slug)
    here = pl.any_horizontal(pl.col("a", "b").is_in(records["record_id"].implode()))
    count = project.workspace.read("reviews", Reviews).filter(here).height
    if not count:
        return ()
    said = (
        "1 pair of records may be one person" if count == 1 else f"{count} pairs of records may be one person"
    )
    return (f"{said}, and nobody decided yet: 'meetwell review'.",)


def _next(project: Project, event: Event) -> tuple[str, str]:
    records = project.workspace.read("records", Records)
    if not records.filter(pl.col("event") == event.slug).height:
        return NO_LIST, "meetwell add LIST.csv"
    over = project.now(event) >= event.hours[-1].end
    met = project.state.frame("interactions").filter(pl.col("event") == event.slug).height
    if over and not met:
        return (
            "The event is over; your notes are not here yet.",
            "meetwell debrief (your notes), or meetwell followup (a plan without notes)",
        )
    if over:
        return following_up(project, event)
    if not of_event(project.workspace.read("plan", Plan), event).height:
        return "The list is in; the sheet is not made yet.", "meetwell prep"
    if not project.workspace.report(event.slug, "prep-sheet.pdf").is_file():
        return "The day is planned.", "meetwell prep"
    return "The prep sheet is there.", "meetwell run (after any change), and meetwell debrief after the event"
