"""What changed since the sheet was printed, and the slip that says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.flow.stages import of_event
from pipeline.frames import validated
from pipeline.tables import Plan
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.event import Event
    from pipeline.flow.project import Project
    from pipeline.report.inputs import Inputs

PRINTED = "prep-sheet"
_MOMENTS = ("by_about", "start", "end")


def remember_print(project: Project, event: Event) -> None:
    """Keep the plan as it stands on the sheet just printed."""
    plan = of_event(project.workspace.read("plan", Plan), event)
    project.state.journal.save_print(event.slug, PRINTED, plan.to_dicts(), project.now(event))


def printed_plan(project: Project, event: Event) -> pl.DataFrame | None:
    """Return the plan that stands on the sheet printed last; nothing when none was."""
    last = project.state.journal.last_print(event.slug, PRINTED)
    return _plan(last[1]) if last else None


def changes_since_print(project: Project, event: Event) -> tuple[dt.datetime, list[dict[str, Any]]] | None:
    """Return when the sheet was last printed and what has changed since; nothing when it never was."""
    from pipeline.plan.changes import changes

    last = project.state.journal.last_print(event.slug, PRINTED)
    if last is None:
        return None
    printed_at, rows = last
    before = _plan(rows)
    after = of_event(project.workspace.read("plan", Plan), event)
    return printed_at, [asdict(change) for change in changes(before, after, event)]


def print_slip(
    project: Project,
    event: Event,
    inputs: Inputs,
    since: tuple[dt.datetime, list[dict[str, Any]]],
    folders: Sequence[Path],
) -> Path:
    """Write the change slip, these templates first; raises ``RenderError`` when the PDF cannot be made."""
    from pipeline.report.make import make_page
    from pipeline.report.slip import change_slip

    printed_at, rows = since
    made = make_page("slip", change_slip(inputs, rows, printed_at), settings=inputs.settings, folders=folders)
    path = project.workspace.report(event.slug, "change-slip.pdf")
    write_bytes(path, made.pdf.data)
    return path


def _plan(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return a plan read back from the journal, its times from text."""
    revived = [
        {key: _moment(value) if key in _MOMENTS else value for key, value in row.items()} for row in rows
    ]
    return validated(Plan, pl.DataFrame(revived, schema=Plan.create_empty().schema))


def _moment(value: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(value) if value else None
