"""``meetwell snooze``: put a follow-up off."""

from __future__ import annotations

import datetime as dt

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer


@command("snooze")
@click.argument("step_id", metavar="ID")
@click.option("--until", metavar="DATE", required=True, help="The day: 2027-03-29, next friday, +7.")
@click.option("--why", help="Your reason; kept as a note on the person.")
@click.pass_obj
def cli(call: Call, step_id: str, until: str, why: str | None) -> Answer:
    """Put a follow-up off to a day you name. The day is kept, even on a weekend.

    Example: meetwell snooze f3k9qa --until +7 --why "on holiday"
    """
    from pipeline.flow.closing import put_off
    from pipeline.flow.steps import step_title

    with call.project() as project:
        day = day_of(until, project.today())
        step = put_off(project, step_id, day, why)
        title = step_title(project, step)
    data = {"id": step["followup_id"], "state": "snoozed", "due": day.isoformat()}
    return Answer((f"Put off to {day:%a} {day}: {title}",), data, "meetwell due")


def day_of(text: str, today: dt.date) -> dt.date:
    """Return the day a word of the command line means: a date, "next friday", or +N days from today."""
    from pipeline.debrief.dates import read_day

    try:
        ahead = dt.timedelta(days=int(text)) if text.startswith("+") else None
        read = read_day(text, today) if ahead is None else None
        day = today + ahead if ahead is not None else read.date if read else None
    except (ValueError, OverflowError):
        day = read = None
    if day is None:
        raise click.BadParameter(f"{text!r} is no day; write 2027-03-29, next friday, or +7 for in a week.")
    if read and read.doubt:
        raise click.BadParameter(f"{text!r} can be {day} or {read.doubt}; write one of them.")
    return day
