"""``meetwell match``: who is worth meeting, and why."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option
from pipeline.cli.output import Answer
from pipeline.cli.weights import weight_option, weight_settings


@command("match")
@event_option()
@weight_option()
@click.option("--top", default=15, show_default=True, help="How many to show.")
@click.pass_obj
def cli(call: Call, event: str | None, weights: tuple[str, ...], top: int) -> Answer:
    """Rank who is worth meeting, with the reason for both sides and where each reason was read.

    Example: meetwell match --weight field=0.5
    """
    from pipeline.flow.answers import match_answer
    from pipeline.flow.stages import Done, link_people, match_event

    call.settings.update(weight_settings(weights))
    done = Done()
    with call.project() as project:
        chosen = project.event(event)
        link_people(project, done)
        match_event(project, chosen, done)
        lines, data = match_answer(project, chosen, top)
    return Answer(lines, data, "meetwell prep", tuple(done.notices))
