"""``meetwell add``: files of any kind."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option
from pipeline.cli.intake_text import after_intake, failed_lines, taken_data, taken_lines
from pipeline.cli.output import Answer
from pipeline.errors import REJECTED_ROWS


@command("add")
@click.argument("files", nargs=-1, required=True, type=str)
@event_option("The event they belong to; default: the next one.")
@click.option("--strict", is_flag=True, help="Exit with 7 when rows were rejected.")
@click.pass_obj
def cli(call: Call, files: tuple[str, ...], event: str | None, *, strict: bool) -> Answer:
    """Take in attendee lists, calendars and network exports; what each is, its content says.

    FILES are files, https:// or webcal:// addresses, or - for standard input. One that cannot be used
    stops none of the others. The same again changes nothing. What was not read, and why, stands in
    reports/EVENT/rejects.csv, of your own lists in reports/mine/rejects.csv.

    Example: meetwell add employers.xlsx agenda.ics Connections.csv
    """
    from pipeline.flow.intake import take_in_all
    from pipeline.flow.journey import for_students
    from pipeline.flow.reading import Wanted

    with call.project() as project:
        taken, failed = take_in_all(project, list(files), Wanted(event=event))
        following = None
        if project.workspace.events():
            chosen = project.event(event)
            own = project.profile_or_none() is not None
            following = after_intake(taken, project.event().slug) if own else for_students(chosen)
    lines = [line for item in taken for line in taken_lines(item)]
    rejected = sum(item.intake.rejected for item in taken)
    code = 3 if failed else REJECTED_ROWS if strict and rejected else 0
    return Answer(
        tuple(lines),
        {"files": [taken_data(item) for item in taken], "failed": [str(item) for item in failed]},
        following if taken else None,
        tuple(failed_lines(failed)),
        code,
    )
