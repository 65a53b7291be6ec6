"""``meetwell snooze``: put a follow-up off."""

from __future__ import annotations

import datetime as dt

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer


@command("snooze")
@click.argument("step_id", metavar="ID")
@click.option(
    "--until", metavar="DATE", required=True, help="The day, as 2027-03-29 or +7 for days from today."
)
@click.option("--why", help="Your reason; kept as a note on the person.")
@click.pass_obj
def cli(call: Call, step_id: str, until: str, why: str | None) -> Answer:
    """Put a follow-up off to a day you name. The day is kept, even on a weekend.

    Example: meetwell snooze f3k9qa --until +7 --why "on holiday"
    """
    from pipeline.flow.closing import put_off
    from pipeline.flow.stages import people_names

    with call.project() as project:
        day = day_of(until, project.now().date())
        step = put_off(project, step_id, day, why)
        name = dict(people_names(project)).get(step["person_id"]) or "it"
    data = {"id": step["followup_id"], "state": "snoozed", "due": day.isoformat()}
    return Answer((f"Put off to {day.isoformat()}: {name}.",), data, "meetwell due")


def day_of(text: str, today: dt.date) -> dt.date:
    """Return the day a word of the command line means: a date, or +N days from today."""
    try:
        return today + dt.timedelta(days=int(text)) if text.startswith("+") else dt.date.fromisoformat(text)
    except (ValueError, OverflowError) as problem:
        raise click.BadParameter(
            f"{text!r} is no day; write 2027-03-29, or +7 for a week from today."
        ) from problem
