"""The page of a quarter, from what the state remembers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pipeline.flow.paper import inputs_for, template_folders
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.event import Event
    from pipeline.flow.project import Project


def a_quarter_ago(project: Project, event: Event) -> dt.date:
    """Return the day that a quarterly touch is counted from."""
    from pipeline.plan.cadence import cadence

    return project.today(event) - dt.timedelta(days=cadence().steps["quarterly"].first)


def print_review(project: Project, event: Event, since: dt.date, told: Mapping[str, Sequence[str]]) -> Path:
    """Write review.pdf of these sentences and return its path.

    Raises ``RenderError`` when the PDF cannot be made.
    """
    from pipeline.report.make import make_page
    from pipeline.report.review import quarter

    view = quarter(inputs_for(project, event), since, told)
    made = make_page("review", view, settings=project.settings, folders=template_folders(project))
    path = project.workspace.report(event.slug, "review.pdf")
    write_bytes(path, made.pdf.data)
    return path
