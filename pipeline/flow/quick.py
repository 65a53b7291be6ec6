"""A sheet from a list and nothing else: workspace, profile and event are made on the way."""

from __future__ import annotations

import dataclasses
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import InputError, MeetwellError, UsageError
from pipeline.event import parse_hours
from pipeline.flow.events import write_event, write_profile
from pipeline.flow.intake import take_in
from pipeline.flow.paper import Printed, print_sheet
from pipeline.flow.project import open_project
from pipeline.flow.reading import Wanted
from pipeline.flow.stages import Done, all_records, up_to_plan
from pipeline.ingest.title_block import opening_hours
from pipeline.workspace import create

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.event import EventKind
    from pipeline.flow.intake import Taken
    from pipeline.flow.project import Clock, Project

DEFAULT_HOURS = "10:00-16:00"
CALENDARS = {".ics", ".ical", ".ifb", ".icalendar"}


@dataclass(frozen=True, slots=True)
class Request:
    """What the user said to ``quick``."""

    folder: Path
    lists: tuple[Path, ...]
    on: dt.date
    event: str | None = None
    name: str | None = None
    field: str | None = None
    interests: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    hours: str | None = None
    tz: str | None = None
    settings: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(slots=True)
class Quick:
    """What came of it."""

    assumptions: list[str] = dataclasses.field(default_factory=list)
    taken: list[Taken] = dataclasses.field(default_factory=list)
    failed: list[InputError] = dataclasses.field(default_factory=list)
    done: Done = dataclasses.field(default_factory=Done)
    printed: Printed = dataclasses.field(default_factory=Printed)


def quick(request: Request, clock: Clock) -> Quick:
    """Make a workspace in the folder and print a sheet from these lists.

    Raises ``UsageError`` when the folder holds a workspace already, ``InputError`` when no list is usable.
    """
    if (request.folder / "meetwell.toml").exists():
        raise UsageError(
            "there is a workspace already",
            where=str(request.folder),
            do="Add the list to it with 'meetwell add', or name another folder with --out.",
        )
    parse_hours(request.hours or DEFAULT_HOURS, "--hours")
    fresh = not request.folder.exists()
    try:
        return _quick(request, clock)
    except MeetwellError:
        if fresh:  # nothing half-made stays where nothing was
            shutil.rmtree(request.folder, ignore_errors=True)
        raise


def _quick(request: Request, clock: Clock) -> Quick:
    result = Quick()
    workspace = create(request.folder)
    slug = _slug(request.lists[0].stem)
    event = {
        "slug": slug,
        "name": request.event or _title(request.lists[0].stem),
        "start": request.on,
        "hours": request.hours or DEFAULT_HOURS,
        "tz": request.tz or _local_zone(result),
    }
    if not request.event:
        result.assumptions.append(f"The event is called {event['name']!r}; --event says otherwise.")
    if not request.name:
        result.assumptions.append("Your name is not on the sheet; --name puts it there.")
    write_event(workspace, slug, event)
    profile = {
        "name": request.name or "My sheet",
        "field": request.field,
        "interests": list(request.interests),
        "offers": list(request.offers),
        "seeks": list(request.seeks),
    }
    write_profile(workspace, profile)
    with open_project(workspace.root, workspace.root, clock=clock, flags=request.settings) as project:
        for path in request.lists:
            _take(result, project, path, slug)
        if not result.taken:
            raise result.failed[0]
        event["kind"] = _kind(project, result, slug)
        if not request.hours:
            event["hours"] = _hours(result)
        write_event(workspace, slug, event)
        chosen = project.event(slug)
        up_to_plan(project, chosen, result.done)
        result.printed = print_sheet(project, chosen)
    return result


def _take(result: Quick, project: Project, path: Path, slug: str) -> None:
    own = path.suffix.lower() in CALENDARS
    if own:
        result.assumptions.append(f"{path.name} is your own calendar.")
    try:
        wanted = Wanted(owner="mine") if own else Wanted(event=slug)
        result.taken.append(take_in(project, path, wanted))
    except InputError as problem:
        result.failed.append(problem)


def _hours(result: Quick) -> str:
    """Return the hours that the list's title says, else the usual ones; the user is told which."""
    said = opening_hours(item.inspection for item in result.taken)
    where = ", as the rows above the list say" if said else ""
    result.assumptions.append(f"The hours are {said or DEFAULT_HOURS}{where}; --hours says otherwise.")
    return said or DEFAULT_HOURS


def _kind(project: Project, result: Quick, slug: str) -> EventKind:
    """Return what kind of event the lists are of: employers make a fair, talks a conference."""
    records = all_records(project).filter(event=slug)
    stands = pl.any_horizontal(pl.col("kind") == "organization", pl.col("booth").is_not_null())
    if records.filter(stands).height:
        return "fair"
    kind: EventKind = "conference" if any(item.sessions for item in result.taken) else "meetup"
    said = f"This is a {kind}: no employer is on the list; kind in event.toml says otherwise."
    result.assumptions.append(said)
    return kind


def _slug(stem: str) -> str:
    from anyascii import anyascii

    plain = re.sub(r"[^a-z0-9]+", "-", anyascii(stem).lower()).strip("-")
    return plain[:40].strip("-") or "event"


def _title(stem: str) -> str:
    words = re.sub(r"[_\W]+", " ", stem).strip()
    return words[:1].upper() + words[1:] if words else "Event"


def _local_zone(result: Quick) -> str:
    """Return the zone this computer is set to, else UTC, and say so."""
    import os
    from pathlib import Path
    from zoneinfo import available_timezones

    link = Path("/etc/localtime")
    named = os.environ.get("TZ") or (str(link.resolve()).partition("zoneinfo/")[2] if link.exists() else "")
    zone = named if named in available_timezones() else "UTC"
    zone = "UTC" if zone in ("Etc/UTC", "Etc/UCT", "Etc/Zulu", "Zulu", "UCT", "Universal") else zone
    result.assumptions.append(f"The hours are in the zone {zone}; --tz names another.")
    return zone
