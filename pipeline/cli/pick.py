"""``meetwell pick``: the user's word about a person."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option, name_argument
from pipeline.cli.output import Answer


@command("pick")
@name_argument()
@event_option()
@click.pass_obj
def cli(call: Call, name: str, event: str | None) -> Answer:
    """Put somebody on the sheet, whatever the ranking says.

    NAME is a name, a part of one, or a printed ID.

    Example: meetwell pick "Harbor Retail Bank"
    """
    from pipeline.flow.wishes import say

    with call.project() as project:
        person_id, full_name = say(project, project.event(event), name, "pick")
    data = {"person_id": person_id, "name": full_name, "said": "pick"}
    return Answer((f"{full_name} is on the sheet: you said so.",), data, "meetwell run")
