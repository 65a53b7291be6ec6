"""``meetwell plan``: the day."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option
from pipeline.cli.output import Answer


@command("plan")
@event_option()
@click.option("--from", "start", metavar="HH:MM", help="Plan the rest of the day from this time.")
@click.pass_obj
def cli(call: Call, event: str | None, start: str | None) -> Answer:
    """Lay out the day around your own calendar: who, in which order, where, by about when.

    What is agreed stays. Walk-ups get an order, never a false minute. An event
    of several days has a plan for each; --from counts on the day it is today,
    else on the first. Without it the whole event is planned again.

    Example: meetwell plan --from 13:40
    """
    from pipeline.cli.agree import start_of
    from pipeline.flow.answers import plan_answer
    from pipeline.flow.stages import Done, link_people, match_event, plan_event

    done = Done()
    with call.project() as project:
        chosen = project.event(event)
        today = project.today(chosen)
        link_people(project, done)
        match_event(project, chosen, done)
        begin = start_of(start, chosen, today=today) if start else None
        plan_event(project, chosen, done, start_from=begin, whole=begin is None)
        lines, data = plan_answer(project, chosen)
    return Answer(lines, data, "meetwell prep", tuple(done.notices))
