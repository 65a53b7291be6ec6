"""``meetwell note``: what the user knows about somebody."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option, name_argument
from pipeline.cli.output import Answer

SOURCES = (
    "field",
    "classmate",
    "professor",
    "industry-body",
    "volunteering",
    "internship",
    "colleague",
    "friend-or-family",
)


@command("note")
@name_argument()
@click.argument("text", required=False)
@click.option("--source", "source", metavar="URL", help="Where you read it.")
@click.option(
    "--tie",
    "ties",
    multiple=True,
    type=click.Choice(SOURCES),
    help="How you know them; your word beats what the lists say.",
)
@click.option(
    "--no-tie",
    "no_ties",
    multiple=True,
    type=click.Choice(SOURCES),
    help="What the lists say of that, and is wrong.",
)
@event_option()
@click.pass_obj
def cli(
    call: Call,
    name: str,
    text: str | None,
    *,
    source: str | None,
    ties: tuple[str, ...],
    no_ties: tuple[str, ...],
    event: str | None,
) -> Answer:
    """Write down what you know about somebody, or how you know them.

    TEXT prints on their card as "you said".

    Example: meetwell note "Ana Ferreira" "Began as a teller in Canal Street"

    Example: meetwell note "Rafael Iturbe" --tie classmate
    """
    from pipeline.flow.wishes import say, say_ties

    if not (text or ties or no_ties):
        raise click.UsageError("Nothing is said: write a text, or --tie classmate.")
    with call.project() as project:
        if ties or no_ties:
            person_id, full_name = say_ties(project, name, ties, no_ties)
        if text:
            person_id, full_name = say(
                project, project.event(event), name, "note", text=text, source_url=source
            )
    said = {"tie": list(ties), "no_tie": list(no_ties)} if ties or no_ties else {}
    data = {"person_id": person_id, "name": full_name, "said": "note" if text else "tie", **said}
    lines = [f"Noted for {full_name}."] if text else []
    lines += [f"{full_name}: {source_.replace('-', ' ')}, you said so." for source_ in ties]
    lines += [f"{full_name}: not {source_.replace('-', ' ')}, you said so." for source_ in no_ties]
    return Answer(tuple(lines), data, "meetwell run")
