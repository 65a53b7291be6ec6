"""``meetwell correct``: one thing that was said put right."""

from __future__ import annotations

from typing import Any

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer

ANSWERS = click.Choice(["yes", "no", "unknown"])
SORTING = {"pursue": "pursue", "thanks": "thanks", "let-go": "let_go"}
KINDS = {"talked": "talked", "card": "card", "not-met": "not_met"}


@command("correct")
@click.argument("row_id", metavar="ID")
@click.option("--detail", metavar="TEXT", help="What they care about.")
@click.option("--channel", metavar="TEXT", help="How they want to be reached.")
@click.option("--sort", "sorting", type=click.Choice(list(SORTING)), help="Pursue, thanks only, let go.")
@click.option("--may-contact", type=ANSWERS, help="Whether you may write to them.")
@click.option("--may-keep", type=ANSWERS, help="Whether you may keep what they told you.")
@click.option("--kind", type=click.Choice(list(KINDS)), help="What it was.")
@click.option("--text", metavar="TEXT", help="What was promised.")
@click.option("--by", "due", metavar="DATE", help="Until when; none takes the date away.")
@click.option("--state", type=click.Choice(["open", "kept", "dropped"]), help="How the promise stands.")
@click.option("--to", metavar="NAME", help="Whose it really is.")
@click.option("--remove", is_flag=True, help="It never was; reading the form again does not bring it back.")
@click.pass_obj
def cli(call: Call, /, row_id: str, *, to: str | None, remove: bool, **said: str | None) -> Answer:
    """Put right one interaction or promise: its words, its date, whose it is, or that it never was.

    ID is what 'meetwell show NAME' prints in front of a line. What you put right holds when the same form is
    read again.

    Example: meetwell correct i3k9qa --detail "night trains, not night shifts" --to "Tom Reed"
    """
    from pipeline.flow.correcting import correct, take_back, told

    changes: dict[str, Any] = {key: value for key, value in said.items() if value is not None}
    for key, meaning in (("sorting", SORTING), ("kind", KINDS)):
        if key in changes:
            changes[key] = meaning[changes[key]]
    if remove and (changes or to):
        raise click.UsageError("--remove takes everything back; it goes with nothing else.")
    with call.project() as project:
        row = take_back(project, row_id) if remove else correct(project, row_id, changes, to)
        line = told(project, row)
    return Answer((f"{'Taken back' if remove else 'Put right'}: {line}",), dict(row), "meetwell followup")
