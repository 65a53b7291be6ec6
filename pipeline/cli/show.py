"""``meetwell show``: all that is known about a person."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import name_argument
from pipeline.cli.output import Answer


@command("show")
@name_argument()
@click.option(
    "--confirm-step",
    metavar="DETAIL",
    help="You learned this from your messages: it takes the step that they propose.",
)
@click.pass_obj
def cli(call: Call, name: str, confirm_step: str | None) -> Answer:
    """Show all that is known about somebody, each fact with the place it was read from.

    NAME is a name, a part of one, an e-mail address or a printed ID.

    Example: meetwell show "Ana Ferreira"
    """
    from pipeline.flow.knowing import facts
    from pipeline.flow.naming import find_person
    from pipeline.flow.stages import Done, link_people
    from pipeline.flow.standing import confirm_step as confirm

    with call.project() as project:
        link_people(project, Done())
        person_id, full_name = find_person(project, None, name)
        if confirm_step is not None:
            confirm(project, person_id, full_name, confirm_step)
            link_people(project, Done())
        lines, data = facts(project, person_id)
    return Answer((full_name, *lines), data, f'meetwell note "{full_name}" TEXT')
