"""``meetwell agree``: a time agreed with somebody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option, name_argument
from pipeline.cli.output import Answer

if TYPE_CHECKING:
    from pipeline.event import Event


@command("agree")
@name_argument()
@click.argument("time")
@event_option()
@click.pass_obj
def cli(call: Call, name: str, time: str, event: str | None) -> Answer:
    """Fix a time you agreed with somebody; the day is planned around it.

    TIME is 10:30 on the first day of the event, or 2027-03-18T10:30.

    Example: meetwell agree "Ana Ferreira" 10:30
    """
    from pipeline.flow.wishes import crossed, say

    with call.project() as project:
        chosen = project.event(event)
        start = start_of(time, chosen)
        person_id, full_name = say(project, chosen, name, "agree", start=start)
        across = crossed(project, chosen, person_id, start)
    local = start.astimezone(chosen.zone)
    data = {"person_id": person_id, "name": full_name, "said": "agree", "start": start.isoformat()}
    warnings = (f"this time lies across {'; '.join(across)}",) if across else ()
    return Answer((f"{full_name}: agreed for {local:%a %d %b, %H:%M}.",), data, "meetwell run", warnings)


def start_of(text: str, event: Event, *, today: dt.date | None = None) -> dt.datetime:
    """Return a time at the event in UTC: 10:30 on its first day, or a full date and time.

    If ``today`` is a day of the event, a bare time is taken on that day; one after midnight in its night.
    """
    there = today is not None and event.first_day <= today <= event.last_day
    day = today if there and today else event.first_day
    try:
        moment = (
            dt.datetime.fromisoformat(text)
            if "T" in text
            else dt.datetime.combine(day, dt.time.fromisoformat(text.zfill(5)))
        )
    except ValueError as problem:
        raise click.BadParameter(f"{text!r} is no time; write 10:30 or 2027-03-18T10:30.") from problem
    start = (moment if moment.tzinfo else moment.replace(tzinfo=event.zone)).astimezone(dt.UTC)
    after_midnight = start + dt.timedelta(days=1)
    night = "T" not in text and not _opens_at(event, start) and _opens_at(event, after_midnight)
    return after_midnight if night else start


def _opens_at(event: Event, moment: dt.datetime) -> bool:
    return any(one.start <= moment < one.end for one in event.hours)
