"""A sheet from a list and nothing else: workspace, profile and event are made on the way."""

from __future__ import annotations

import dataclasses
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import InputError, MeetwellError, UsageError
from pipeline.event import SLUG, opening_hours
from pipeline.flow.agenda import OTHER_DAYS, OTHER_ZONE, without
from pipeline.flow.archived import archived_profile
from pipeline.flow.event_name import name_of_list
from pipeline.flow.events import write_event, write_profile
from pipeline.flow.heard import DEFAULT_HOURS, Heard, local_zone
from pipeline.flow.intake import take_in
from pipeline.flow.journey import NAMELESS, unsure
from pipeline.flow.paper import Printed, print_sheet
from pipeline.flow.project import open_project
from pipeline.flow.reading import Wanted
from pipeline.flow.stages import Done, up_to_plan
from pipeline.profile import NO_AIM, SAY_AIM
from pipeline.settings import read_toml
from pipeline.tables import Rejects
from pipeline.workspace import Workspace, create
from pipeline.zones import zone_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from pipeline.flow.intake import Taken
    from pipeline.flow.project import Clock, Project

CALENDARS = {".ics", ".ical", ".ifb", ".icalendar"}


@dataclass(frozen=True, slots=True)
class Request:
    """What the user said to ``quick``."""

    folder: Path
    lists: tuple[Path, ...]
    on: dt.date | None = None
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


def folder_for(first: Path, on: dt.date | None) -> Path:
    """Return the folder to make where none was named: after the day, else after the list."""
    return Path(f"meetwell-{on or _slug(name_of_list(first))}")


def quick(request: Request, clock: Clock) -> Quick:
    """Make a workspace in the folder and print a sheet from these lists.

    The same list again takes what is said now into the event and the profile that are there. Raises
    ``UsageError`` when the folder holds a workspace of something else, or nobody says the day or what is
    looked for, ``InputError`` when no list is usable.
    """
    called = name_of_list(request.lists[0])
    slug = _slug(called)
    if (request.folder / "meetwell.toml").exists() and not Workspace(request.folder).event(slug).exists():
        raise UsageError(
            "there is a workspace already",
            where=str(request.folder),
            do="Add the list to it with 'meetwell add', or name another folder with --out.",
        )
    opening_hours(request.hours or DEFAULT_HOURS, "--hours")
    if request.tz:
        zone_of(request.tz, "--tz")
    fresh = not request.folder.exists()
    try:
        return _quick(request, clock, slug, called)
    except MeetwellError:
        if fresh:  # nothing half-made stays where nothing was
            shutil.rmtree(request.folder, ignore_errors=True)
        raise


def _quick(request: Request, clock: Clock, slug: str, called: str) -> Quick:
    result = Quick()
    workspace = create(request.folder)
    event = {
        "slug": slug,
        "name": called,
        "start": clock().date(),
        "hours": DEFAULT_HOURS,
        "tz": local_zone(),
    }
    said = {"name": request.event, "start": request.on, "hours": request.hours, "tz": request.tz}
    before = dict(read_toml(workspace.event(slug))) if workspace.event(slug).exists() else {}
    now_said = {key: value for key, value in said.items() if value}
    if "start" in now_said:
        before.pop("end", None)
    event |= before | now_said
    _write_profile(workspace, request, result)
    write_event(workspace, slug, event)
    with open_project(workspace.root, workspace.root, clock=clock, flags=request.settings) as project:
        for path in request.lists:
            _take(result, project, path, slug)
        if not result.taken:
            raise result.failed[0]
        heard = Heard(project, slug, [item.inspection for item in result.taken], result.assumptions)
        told = heard.of_event(event, now_said.keys() | before.keys())
        write_event(workspace, slug, told | before | now_said)
        _drop_doubts(result, project, request)
        if project.profile().name == NAMELESS:
            result.assumptions.append("Your name is not on the sheet; --name puts it there.")
        chosen = project.event(slug)
        if chosen.hours[-1].end <= project.now(chosen):
            result.assumptions.append(f"{chosen.last_day} is past: --on names another day.")
        up_to_plan(project, chosen, result.done)
        result.done.notices += [text.removesuffix(".") for text in unsure(project, chosen)]
        result.printed = print_sheet(project, chosen)
    return result


def _write_profile(workspace: Workspace, request: Request, result: Quick) -> None:
    """Write what was said of the user over what the profile, or else a LinkedIn archive, says already."""
    fields = ("name", "field", "interests", "offers", "seeks")
    said = {key: value for key in fields if (value := getattr(request, key))}
    if workspace.profile.exists():
        if said:
            write_profile(workspace, dict(read_toml(workspace.profile)) | said)
        return
    table, source = archived_profile(request.lists)
    if not ({"field", "interests"} & (table | said).keys()):
        raise UsageError(NO_AIM, do=SAY_AIM)
    write_profile(workspace, {"name": NAMELESS} | table | said)
    read = [key for key in table if key not in said]
    if read:
        told = ", ".join(key.replace("_", " ") for key in read)
        result.assumptions.append(f"You are whom {source} says ({told}); profile.toml says otherwise.")


def _drop_doubts(result: Quick, project: Project, request: Request) -> None:
    """Take back what was said of an agenda before the event took its zone, and its day, from there."""
    codes = [code for code, said in ((OTHER_ZONE, request.tz), (OTHER_DAYS, request.on)) if not said]
    result.taken = [
        dataclasses.replace(item, inspection=item.inspection and without(item.inspection, codes))
        for item in result.taken
    ]
    rejects = project.workspace.read("rejects", Rejects)
    project.workspace.write("rejects", rejects.filter(~pl.col("code").is_in(codes)))


def _take(result: Quick, project: Project, path: Path, slug: str) -> None:
    own = path.suffix.lower() in CALENDARS or _is_packed_calendar(path)
    if own:
        result.assumptions.append(f"{path.name} is your own calendar.")
    try:
        wanted = Wanted(owner="mine") if own else Wanted(event=slug)
        result.taken.append(take_in(project, path, wanted))
    except InputError as problem:
        result.failed.append(problem)


def _is_packed_calendar(path: Path) -> bool:
    """Return whether this is a zip of nothing but calendars, as Google exports one's own."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return False
    return bool(names) and all(PurePath(name).suffix.lower() in CALENDARS for name in names)


def _slug(stem: str) -> str:
    from anyascii import anyascii

    plain = re.sub(r"[^a-z0-9]+", "-", anyascii(stem).lower()).strip("-")
    short = re.sub(r"(?<=.)-[^-]*$", "", plain[:41]) if len(plain) > 40 else plain or "event"
    return short if SLUG.fullmatch(short) else f"{short}-event"
