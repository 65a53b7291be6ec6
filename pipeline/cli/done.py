"""``meetwell done``: tick off a follow-up."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.forget import confirm_erasing
from pipeline.cli.output import Answer


@command("done")
@click.argument("step_id", metavar="ID")
@click.option("--answered", is_flag=True, help="They have written back: the clock starts anew.")
@click.option("--why", help="How it was done; kept as a note on the person.")
@click.option("--yes", is_flag=True, help="Do not ask before somebody is erased.")
@click.pass_obj
def cli(call: Call, step_id: str, why: str | None, *, answered: bool, yes: bool) -> Answer:
    """Tick off a follow-up; a promise it stands for is kept with it, a message is remembered as sent.

    Where the step is to remove somebody who asked not to be kept, or whom you let go, they are erased.

    ID is what 'meetwell due' prints in front of a line.

    Example: meetwell done f3k9qa
    """
    from pipeline.flow.closing import erases, finish
    from pipeline.flow.steps import step_title

    with call.project() as project:
        erased = erases(project, step_id)
        if erased is not None:
            confirm_erasing(call, erased, yes=yes)
        step = finish(project, step_id, answered=answered, why=why)
        title = step_title(project, step) if erased is None else ""
    if erased is not None:
        lines = (f"Erased: {erased}. The reports are made anew by the next run.",)
        return Answer(
            lines, {"id": step["followup_id"], "state": "done", "erased": True}, "meetwell followup"
        )
    said = "Done already" if step["state"] == "done" else "Done"
    return Answer(
        (f"{said}: {title}",),
        {"id": step["followup_id"], "state": "done", "erased": False},
        "meetwell due",
    )
