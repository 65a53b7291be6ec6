"""``meetwell match``: who is worth meeting, and why."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option
from pipeline.cli.output import Answer


@command("match")
@event_option()
@click.option("--weight", "weights", multiple=True, metavar="SIGNAL=NUMBER", help="Try another weight.")
@click.option("--top", default=15, show_default=True, help="How many to show.")
@click.pass_obj
def cli(call: Call, event: str | None, weights: tuple[str, ...], top: int) -> Answer:
    """Rank who is worth meeting, with the reason for both sides and where each reason was read.

    Example: meetwell match --weight field=0.5
    """
    from pipeline.flow.answers import match_answer
    from pipeline.flow.stages import Done, link_people, match_event

    call.settings.update(dict(_weight(word) for word in weights))
    done = Done()
    with call.project() as project:
        chosen = project.event(event)
        link_people(project, done)
        match_event(project, chosen, done)
        lines, data = match_answer(project, chosen, top)
    return Answer(lines, data, "meetwell prep", tuple(done.notices))


def _weight(word: str) -> tuple[str, str]:
    name, equals, number = word.partition("=")
    if not equals:
        raise click.BadParameter(f"{word!r} is no weight; write SIGNAL=NUMBER, as field=0.5.")
    return f"match.weights.{name.strip()}", number.strip()
