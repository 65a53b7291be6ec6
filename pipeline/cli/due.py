"""``meetwell due``: this week."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer


@command("due")
@click.option("--days", type=click.IntRange(min=0), default=7, show_default=True, help="How far ahead.")
@click.pass_obj
def cli(call: Call, days: int) -> Answer:
    """Name what is late and what is due in the next days, with the ID to tick it off by.

    Example: meetwell due --days 14
    """
    from pipeline.flow.after import due_steps
    from pipeline.flow.steps import step_data, step_lines

    with call.project() as project:
        event = project.event_past() if project.workspace.events() else None
        steps = due_steps(project, event, days)
        lines = step_lines(project, steps)
        data = step_data(project, steps)
    return Answer(lines or ("Nothing is due.",), {"steps": data}, "meetwell done ID" if lines else None)
