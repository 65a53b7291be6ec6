"""``meetwell note``: what the user knows about somebody."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option, name_argument
from pipeline.cli.output import Answer


@command("note")
@name_argument()
@click.argument("text")
@click.option("--source", "source", metavar="URL", help="Where you read it.")
@event_option()
@click.pass_obj
def cli(call: Call, name: str, text: str, source: str | None, event: str | None) -> Answer:
    """Write down what you know about somebody; it prints on their card as "you said".

    Example: meetwell note "Ana Ferreira" "Began as a teller in Canal Street"
    """
    from pipeline.flow.wishes import say

    with call.project() as project:
        chosen = project.event(event)
        person_id, full_name = say(project, chosen, name, "note", text=text, source_url=source)
    data = {"person_id": person_id, "name": full_name, "said": "note"}
    return Answer((f"Noted for {full_name}.",), data, "meetwell run")
