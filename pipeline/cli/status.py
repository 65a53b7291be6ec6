"""``meetwell status``: what moved, and what is open."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.event import Event
    from pipeline.flow.project import Project


@command("status")
@click.option("--since", metavar="DATE", help="Tell what moved since this day, as 2027-03-01.")
@click.option(
    "--page", is_flag=True, help="Also print it: review.pdf, of the last quarter unless --since says."
)
@click.pass_obj
def cli(call: Call, since: str | None, *, page: bool) -> Answer:
    """Say what moved, who is waiting, what others offered and who is going quiet: names, no totals.

    The only totals are promises open and late.

    Example: meetwell status --since 2027-03-01
    """
    from pipeline.flow.standing import standing
    from pipeline.flow.steps import promise_lines

    with call.project() as project:
        event = project.event_past() if project.workspace.events() else None
        now, zone = project.now(event), event.zone if event else dt.UTC
        start = _start(since, zone) if since else _quarter(project, event) if page else None
        lines, totals = promise_lines(project, now.astimezone(zone).date(), start)
        found = standing(project, start, now)
        told = {"moved": found.moved, "promises": lines, "quiet": found.quiet}
        files = [_printed(project, event, start, told)] if page and event and start else []
    head = f"Promises open: {totals['promises_open']}, late: {totals['promises_late']}."
    data = {**totals, "sentences": lines, "moved": found.moved, "quiet": found.quiet, "files": files}
    return Answer((head, *found.moved, *lines, *found.quiet, *files), data, "meetwell due")


def _quarter(project: Project, event: Event | None) -> dt.datetime:
    """Return when the quarter before today began."""
    from pipeline.flow.reviewing import a_quarter_ago

    if event is None:
        raise click.UsageError("there is no event yet, so there is nothing to review.")
    return dt.datetime.combine(a_quarter_ago(project, event), dt.time(), event.zone).astimezone(dt.UTC)


def _printed(project: Project, event: Event, start: dt.datetime, told: Mapping[str, list[str]]) -> str:
    from pipeline.flow.reviewing import print_review

    return str(print_review(project, event, start.astimezone(event.zone).date(), told))


def _start(text: str, zone: dt.tzinfo) -> dt.datetime:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as problem:
        raise click.BadParameter(f"{text!r} is no date; write it as 2027-03-01.") from problem
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)
