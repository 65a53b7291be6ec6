"""``meetwell skip``: leave a follow-up out."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer


@command("skip")
@click.argument("step_id", metavar="ID")
@click.option("--why", help="Your reason; kept as a note on the person.")
@click.pass_obj
def cli(call: Call, step_id: str, why: str | None) -> Answer:
    """Leave a follow-up out for good; a promise it stands for is dropped with it.

    Example: meetwell skip f3k9qa --why "settled in person"
    """
    from pipeline.flow.closing import skip
    from pipeline.flow.steps import step_title

    with call.project() as project:
        step = skip(project, step_id, why)
        title = step_title(project, step)
    return Answer((f"Left out: {title}",), {"id": step["followup_id"], "state": "skipped"}, "meetwell due")
