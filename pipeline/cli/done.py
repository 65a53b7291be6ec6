"""``meetwell done``: tick off a follow-up."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer


@command("done")
@click.argument("step_id", metavar="ID")
@click.option("--answered", is_flag=True, help="They have written back: the clock starts anew.")
@click.pass_obj
def cli(call: Call, step_id: str, *, answered: bool) -> Answer:
    """Tick off a follow-up; a promise it stands for is kept with it, a message is remembered as sent.

    ID is what 'meetwell due' prints in front of a line.

    Example: meetwell done f3k9qa
    """
    from pipeline.flow.closing import finish
    from pipeline.flow.stages import people_names

    with call.project() as project:
        step = finish(project, step_id, answered=answered)
        name = dict(people_names(project)).get(step["person_id"])
    said = "Done already" if step["state"] == "done" else "Done"
    return Answer(
        (f"{said}: {name}." if name else f"{said}.",),
        {"id": step["followup_id"], "state": "done"},
        "meetwell due",
    )
