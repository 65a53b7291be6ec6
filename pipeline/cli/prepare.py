"""``meetwell prepare``: the week before."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option
from pipeline.cli.output import Answer
from pipeline.cli.prep import printed_answer


@command("prepare")
@event_option()
@click.pass_obj
def cli(call: Call, event: str | None) -> Answer:
    """Print the page for the week before, with dates counted back from the event, and its calendar.

    Two look-up lines for each must-meet, the LinkedIn archive to ask for, where to apply, what to say aloud.

    Example: meetwell prepare
    """
    from pipeline.flow.preparing import print_week
    from pipeline.flow.stages import up_to_plan

    with call.project() as project:
        chosen = project.event(event)
        done = up_to_plan(project, chosen)
        printed = print_week(project, chosen)
    if printed.fresh:
        return Answer((f"{chosen.name} has begun: there is no week before it any more.",), {"files": []})
    lines, data, code = printed_answer(printed)
    return Answer(lines, data, "meetwell prep", tuple(done.notices), code)
