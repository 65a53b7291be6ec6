"""``meetwell event``: add and list events."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, Group
from pipeline.cli.output import Answer


@click.group("event", cls=Group)
def cli() -> None:
    """Add an event, or list the events of this workspace.

    Example: meetwell event list
    """


@cli.command("add", short_help="Add an event.")
@click.argument("slug")
@click.option("--on", "on", required=True, metavar="DATE", help="The day, as 2027-03-18.")
@click.option("--until", metavar="DATE", help="The last day of several.")
@click.option(
    "--hours",
    required=True,
    metavar="HOURS",
    help='Opening hours, as "10:00-16:00"; "20:00-02:00" ends after midnight.',
)
@click.option("--name", help="Its name on paper.")
@click.option(
    "--kind", type=click.Choice(["fair", "conference", "meetup"]), default="fair", help="What kind of event."
)
@click.option(
    "--tz",
    metavar="ZONE",
    help="Its time zone, as America/Toronto; default: your profile's, else this computer's.",
)
@click.option("--place", help="Where it is.")
@click.pass_obj
def add(call: Call, /, slug: str, **words: str | None) -> Answer:
    """Add an event; SLUG is its short name: small letters, digits, hyphens.

    Example: meetwell event add spring-fair --on 2027-03-18 --hours 10-16 --tz America/New_York
    """
    from pipeline.flow.events import add_event

    with call.project() as project:
        event, notes = add_event(project, slug, words)
    line = f"Added {event.name} ({event.slug}), {event.first_day}, {words['hours']} {event.tz}."
    return Answer((line,), {"slug": event.slug}, "meetwell add LIST.csv", notes)


@cli.command("list")
@click.pass_obj
def list_(call: Call) -> Answer:
    """List the events of this workspace.

    Example: meetwell event list
    """
    from pipeline.flow.journey import OR_QUICK

    with call.project() as project:
        events = project.events()
    lines = [f"{event.slug}  {event.first_day}  {event.name}" for event in events]
    data = [{"slug": event.slug, "name": event.name, "day": str(event.first_day)} for event in events]
    following = "meetwell (says what comes next)" if events else OR_QUICK
    return Answer(tuple(lines) or ("No event yet.",), {"events": data}, following)
