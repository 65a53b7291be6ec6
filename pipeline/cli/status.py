"""``meetwell status``: what moved, and what is open."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer


@command("status")
@click.pass_obj
def cli(call: Call) -> Answer:
    """Say which promises were kept, who is waiting, and what others offered; the only totals are promises.

    Example: meetwell status
    """
    from pipeline.flow.steps import promise_lines

    with call.project() as project:
        event = project.event_past() if project.workspace.events() else None
        now = project.now(event)
        today = now.astimezone(event.zone).date() if event else now.date()
        lines, totals = promise_lines(project, today)
    head = f"Promises open: {totals['promises_open']}, late: {totals['promises_late']}."
    return Answer((head, *lines), {**totals, "sentences": lines}, "meetwell due")
