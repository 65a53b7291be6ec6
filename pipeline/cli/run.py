"""``meetwell run``: all stages, only what changed."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option
from pipeline.cli.output import Answer
from pipeline.cli.prep import printed_answer


@command("run")
@event_option()
@click.pass_obj
def cli(call: Call, event: str | None) -> Answer:
    """Take in what lies in the inbox, and make the sheet anew if anything changed.

    With nothing changed it does nothing, and says so.

    Example: meetwell run
    """
    from pipeline.cli.intake_text import failed_lines, taken_data, taken_lines
    from pipeline.flow.everything import run_everything

    with call.project() as project:
        chosen = project.event(event)
        result = run_everything(project, chosen)
    lines = [line for item in result.taken if item.changed for line in taken_lines(item)]
    stages = [*result.done.stages, *([] if result.printed.fresh else ["prep"])]
    if not lines and not stages:
        _, data, _ = printed_answer(result.printed)
        data |= {"changed": False, "stages": [], "taken": []}
        return Answer(("Nothing changed; nothing was done.",), data)
    printed, data, code = printed_answer(result.printed)
    data |= {"changed": True, "stages": stages, "taken": [taken_data(item) for item in result.taken]}
    said = f"Done anew: {', '.join(stages)}." if stages else "The sheet stays as it was printed."
    warnings = (*failed_lines(result.failed), *result.done.notices, *result.printed.warnings)
    code = 3 if result.failed else code
    return Answer((*lines, said, *printed), data, "meetwell debrief (after the event)", warnings, code)
