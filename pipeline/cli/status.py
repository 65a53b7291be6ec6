"""``meetwell status``: what moved, and what is open."""

from __future__ import annotations

import datetime as dt

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer


@command("status")
@click.option("--since", metavar="DATE", help="Tell what moved since this day, as 2027-03-01.")
@click.pass_obj
def cli(call: Call, since: str | None) -> Answer:
    """Say what moved, who is waiting, what others offered and who is going quiet: names, no totals.

    The only totals are promises open and late.

    Example: meetwell status --since 2027-03-01
    """
    from pipeline.flow.standing import standing
    from pipeline.flow.steps import promise_lines

    with call.project() as project:
        event = project.event_past() if project.workspace.events() else None
        now, zone = project.now(event), event.zone if event else dt.UTC
        start = _start(since, zone) if since else None
        lines, totals = promise_lines(project, now.astimezone(zone).date(), start)
        found = standing(project, start, now)
    head = f"Promises open: {totals['promises_open']}, late: {totals['promises_late']}."
    data = {**totals, "sentences": lines, "moved": found.moved, "quiet": found.quiet}
    return Answer((head, *found.moved, *lines, *found.quiet), data, "meetwell due")


def _start(text: str, zone: dt.tzinfo) -> dt.datetime:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as problem:
        raise click.BadParameter(f"{text!r} is no date; write it as 2027-03-01.") from problem
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)
