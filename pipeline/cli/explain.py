"""``meetwell explain``: one person's place in the list, taken apart."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option, name_argument
from pipeline.cli.output import Answer
from pipeline.cli.weights import weight_option, weight_settings


@command("explain")
@name_argument()
@event_option()
@weight_option()
@click.pass_obj
def cli(call: Call, name: str, event: str | None, weights: tuple[str, ...]) -> Answer:
    """Show how somebody's place in the list comes about: each signal, its weight, and the cells read.

    Example: meetwell explain "Harbor Retail Bank" --weight field=0.5
    """
    from pipeline.flow.answers import explain_answer
    from pipeline.flow.naming import find_person
    from pipeline.flow.stages import Done, link_people, match_event

    call.settings.update(weight_settings(weights))
    done = Done()
    with call.project() as project:
        chosen = project.event(event)
        link_people(project, done)
        match_event(project, chosen, done)
        person_id, full_name = find_person(project, chosen, name)
        lines, data = explain_answer(project, chosen, person_id, full_name)
    return Answer(lines, data, f'meetwell pick "{full_name}", or meetwell pass "{full_name}"')
