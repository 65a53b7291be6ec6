"""Paper out: the sheet, the checklist, the calendars and the blank form, written beside each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import RenderError
from pipeline.flow.here import people_at
from pipeline.flow.made_from import paper_parts
from pipeline.flow.rejects import write_rejects
from pipeline.flow.slips import changes_since_print, print_slip, remember_print
from pipeline.flow.stages import of_event, wishes_for
from pipeline.report.inputs import FileRead, Inputs
from pipeline.report.render import to_html
from pipeline.settings import user_folder
from pipeline.tables import Coverage, Matches, Plan, Sessions
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pipeline.event import Event
    from pipeline.flow.project import Project
    from pipeline.report.ics_write import Item
    from pipeline.report.make import MadeFollowUp, MadePrep

PDF_FAILED = 6


@dataclass(slots=True)
class Printed:
    """What was written, what there is to say about it, and whether a PDF is missing."""

    paths: list[Path] = field(default_factory=list)
    pages: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    fresh: bool = False
    failed: bool = False


def print_sheet(project: Project, event: Event, *, force: bool = False) -> Printed:
    """Write the prep sheet, the day as calendar, the blank debrief form and the list of what was not read.

    Without a working PDF engine the HTML is written all the same and the result says so.
    """
    from pipeline.report.ics import plan_calendar
    from pipeline.report.make import make_prep
    from pipeline.report.prep import prep_sheet

    inputs = inputs_for(project, event)
    stage = f"prep:{event.slug}"
    target = project.workspace.report(event.slug, "prep-sheet.pdf")
    parts = paper_parts(project, event, template_folders(project))
    if not force and target.is_file() and project.workspace.stamps().get(stage) == parts:
        return Printed([target], fresh=True)
    printed = Printed()
    _write_slip(project, event, inputs, printed)
    folders = template_folders(project)
    day = write_calendar_file(project, event, printed, "plan.ics", plan_calendar, inputs)
    attached = {"plan.ics": day} if project.settings.flag("report.attach_ics") else None
    _write(
        project,
        event,
        printed,
        "prep-sheet",
        make=lambda: make_prep(inputs, folders=folders, attachments=attached),
        fallback=lambda own: to_html("prep/sheet.html", prep_sheet(inputs), folders=own),
    )
    _write_blank_form(project, event, inputs, printed)
    printed.paths.append(write_rejects(project, event.slug))
    if not printed.failed:
        project.workspace.stamp(stage, parts)
        remember_print(project, event)
    return printed


def print_checklist(project: Project, event: Event) -> Printed:
    """Write the follow-up plan of this event as PDF and calendar."""
    from pipeline.report.checklist import follow_up
    from pipeline.report.ics import followups_calendar
    from pipeline.report.ics_tasks import tasks_calendar
    from pipeline.report.make import make_follow_up

    inputs = inputs_for(project, event)
    printed = Printed()
    folders = template_folders(project)
    _write(
        project,
        event,
        printed,
        "follow-up",
        make=lambda: make_follow_up(inputs, folders=folders),
        fallback=lambda own: to_html("followup/checklist.html", follow_up(inputs), folders=own),
    )
    write_calendar_file(project, event, printed, "followups.ics", followups_calendar, inputs)
    if project.settings.flag("followup.tasks"):
        write_calendar_file(project, event, printed, "followups-tasks.ics", tasks_calendar, inputs)
    return printed


def print_phone(project: Project, event: Event) -> Path:
    """Write the page for the phone: one file that needs no network."""
    from pipeline.report.phone import phone_page

    html = phone_page(inputs_for(project, event), folders=template_folders(project))
    path = project.workspace.report(event.slug, "phone.html")
    write_bytes(path, html.encode())
    return path


def inputs_for(project: Project, event: Event) -> Inputs:
    """Return what the paper of this event is made from, with printed IDs issued for everybody on it."""
    workspace, state = project.workspace, project.state
    matches = of_event(workspace.read("matches", Matches), event)
    plan = of_event(workspace.read("plan", Plan), event)
    people = people_at(project, event)
    ranked = matches.filter(pl.col("rank").is_not_null()).sort("rank")["person_id"].to_list()
    planned = plan.sort("order", nulls_last=True)["person_id"].drop_nulls().to_list()
    booths = people.filter(pl.col("events").list.contains(event.slug))["booth"].drop_nulls().to_list()
    issued = state.issue_ids(event.slug, [*planned, *ranked], booths, project.now(event))
    return Inputs(
        profile=project.profile(),
        event=event,
        settings=project.settings,
        now=project.now(event),
        people=people,
        matches=matches,
        coverage=of_event(workspace.read("coverage", Coverage), event),
        plan=plan,
        sessions=workspace.read("sessions", Sessions),
        wishes=wishes_for(project, event),
        issued=issued.filter(pl.col("event") == event.slug),
        followups=state.frame("followups").filter(pl.col("event") == event.slug),
        promises=state.frame("promises"),
        interactions=state.frame("interactions"),
        applications=state.frame("applications"),
        files=tuple(
            FileRead(item.name, item.rows_read, item.kept, item.rejected)
            for item in state.journal.intakes()
            if item.event in (event.slug, None)
        ),
    )


def template_folders(project: Project) -> tuple[Path, ...]:
    """Return the folders whose templates win over the shipped ones: the workspace's, then the user's."""
    folders = (project.workspace.root / "templates", user_folder() / "templates")
    return tuple(folder for folder in folders if folder.is_dir())


def _write(
    project: Project,
    event: Event,
    printed: Printed,
    name: str,
    *,
    make: Callable[[], MadePrep | MadeFollowUp],
    fallback: Callable[[Sequence[Path]], str],
) -> None:
    """Write the PDF; where it cannot be made, the same page as HTML that prints from any browser.

    Where a template of the user is to blame, the shipped one makes that page.
    """
    path = project.workspace.report(event.slug, f"{name}.pdf")
    html = path.with_suffix(".html")
    try:
        made = make()
    except RenderError as problem:
        path.unlink(missing_ok=True)  # an earlier page would pass for this one
        folders = template_folders(project)
        blamed = any(str(folder) in (problem.where or "") for folder in folders)
        write_bytes(html, fallback(() if blamed else folders).encode())
        printed.paths.append(html)
        printed.failed = True
        printed.warnings.append(f"{problem} Meanwhile {html.name} prints well from any browser.")
        return
    write_bytes(path, made.pdf.data)
    html.unlink(missing_ok=True)
    printed.paths.append(path)
    printed.pages[path.name] = made.pdf.pages
    printed.warnings += [*made.view.warnings, *made.pdf.warnings]


def write_calendar_file(
    project: Project,
    event: Event,
    printed: Printed,
    name: str,
    make: Callable[..., tuple[str, list[Item]]],
    inputs: Inputs,
) -> str:
    """Write a calendar and keep what it holds, so that an unchanged entry stays byte for byte; returns it."""
    calendar = f"{event.slug}/{name}"
    text, items = make(inputs, project.state.journal.calendar_items(calendar))
    path = project.workspace.report(event.slug, name)
    write_bytes(path, text.encode())
    project.state.journal.save_calendar_items(calendar, items)
    printed.paths.append(path)
    return text


def _write_slip(project: Project, event: Event, inputs: Inputs, printed: Printed) -> None:
    """Say what changed for somebody who holds the earlier print, on half a page to carry beside it.

    Once the last hour is over nobody walks by either of them.
    """
    over = project.now(event) >= max(opening.end for opening in event.hours)
    since = None if over else changes_since_print(project, event)
    old = project.workspace.report(event.slug, "change-slip.pdf")
    if since is None or not since[1]:
        old.unlink(missing_ok=True)
        if since:
            printed.warnings.append("the sheet printed earlier is still right: nobody moved, came or went")
        return
    try:
        printed.paths.append(print_slip(project, event, inputs, since, template_folders(project)))
    except RenderError as problem:
        printed.warnings.append(f"the change slip could not be made: {problem.what}")


def _write_blank_form(project: Project, event: Event, inputs: Inputs, printed: Printed) -> None:
    """Write the blank debrief form, unless somebody has begun to fill in the one that is there."""
    from pipeline.debrief import blank_form

    path = project.workspace.report(event.slug, "debrief.csv")
    text = blank_form(inputs.issued, inputs.people)
    if path.is_file() and project.state.journal.last_print(event.slug, "debrief.csv"):
        _, before = project.state.journal.last_print(event.slug, "debrief.csv") or (None, None)
        if path.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n") != before:
            printed.warnings.append(f"{path.name} was filled in and is left as it is")
            return
    write_bytes(path, text.encode("utf-8"))
    clean = text.removeprefix("\ufeff").replace("\r\n", "\n")
    project.state.journal.save_print(event.slug, "debrief.csv", clean, project.now(event))
    printed.paths.append(path)
