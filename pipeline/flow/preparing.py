"""The week before an event: its page and its calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.flow.paper import Printed, inputs_for, template_folders, write_calendar_file
from pipeline.flow.stages import of_event
from pipeline.tables import Plan
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from pipeline.event import Event
    from pipeline.flow.project import Project


def print_week(project: Project, event: Event) -> Printed:
    """Write the page and the calendar of the week before; nothing once the event has begun.

    Raises ``RenderError`` when the PDF cannot be made.
    """
    from pipeline.plan.prepare import preparations
    from pipeline.report.make import make_page
    from pipeline.report.week_before import week_before, week_calendar

    inputs = inputs_for(project, event)
    plan = of_event(project.workspace.read("plan", Plan), event)
    found = preparations(plan, event=event, now=project.now(event))
    steps = [(step.key, step.due, step.person_id) for step in found]
    printed = Printed(fresh=not steps)
    if not steps:
        return printed
    folders = template_folders(project)
    pdf = make_page("week", week_before(inputs, steps), settings=inputs.settings, folders=folders).pdf
    path = project.workspace.report(event.slug, "week-before.pdf")
    write_bytes(path, pdf.data)
    printed.paths.append(path)
    printed.pages[path.name] = pdf.pages
    write_calendar_file(
        project, event, printed, "prepare.ics", lambda inputs, old: week_calendar(inputs, steps, old), inputs
    )
    return printed
