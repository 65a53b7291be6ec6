"""``meetwell done``: tick off a follow-up."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer


@command("done")
@click.argument("step_id", metavar="ID")
@click.pass_obj
def cli(call: Call, step_id: str) -> Answer:
    """Tick off a follow-up; a promise it stands for is kept with it.

    ID is what 'meetwell due' prints in front of a line.

    Example: meetwell done f3k9qa
    """
    from pipeline.flow.after import tick_off
    from pipeline.flow.stages import people_names

    with call.project() as project:
        step = tick_off(project, step_id, "done")
        name = dict(people_names(project)).get(step["person_id"]) or "it"
    return Answer((f"Done: {name}.",), {"id": step["followup_id"], "state": "done"}, "meetwell due")
