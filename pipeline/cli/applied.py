"""``meetwell applied``: where an application stands."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option, name_argument
from pipeline.cli.output import Answer
from pipeline.cli.snooze import day_of

STATES = ("planned", "applied", "interview", "offer", "no")


@command("applied")
@name_argument()
@click.option(
    "--state", type=click.Choice(STATES), default="applied", show_default=True, help="Where it stands."
)
@click.option("--req", "requisition", metavar="NUMBER", help="Its requisition number.")
@click.option("--deadline", metavar="DATE", help="The last day; it goes into followups.ics.")
@click.option("--url", metavar="URL", help="Where to apply.")
@event_option("The event; default: the last one that has begun.")
@click.pass_obj
def cli(
    call: Call,
    name: str,
    state: str,
    requisition: str | None,
    deadline: str | None,
    url: str | None,
    event: str | None,
) -> Answer:
    """Keep where an application with somebody stands; what you do not name again stays as it was.

    Example: meetwell applied "Acme Bank" --req R-2207 --deadline 2027-04-01
    """
    from pipeline.flow.applying import record_application

    with call.project() as project:
        chosen = project.event_past(event) if event or project.workspace.events() else None
        today = project.today(chosen)
        last = day_of(deadline, today) if deadline else None
        row, full_name = record_application(
            project, chosen, name, state, requisition=requisition, deadline=last, url=url
        )
    number = f", {row['requisition']}" if row["requisition"] else ""
    until = f", open until {row['deadline'].isoformat()}" if row["deadline"] else ""
    data = {**row, "name": full_name, "changed_at": row["changed_at"].isoformat()}
    over = (f"{last.isoformat()} is over; kept as you wrote it",) if last and last < today else ()
    return Answer((f"{full_name}: {state}{number}{until}.",), data, "meetwell followup", over)
