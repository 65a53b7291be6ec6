"""``meetwell link``: who is the same person."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer


@command("link")
@click.pass_obj
def cli(call: Call) -> Answer:
    """Find out which records are the same person or organisation.

    Only safe evidence merges on its own; unsure pairs wait for your word.

    Example: meetwell link
    """
    from pipeline.flow.stages import Done, link_people
    from pipeline.tables import People, Records, Reviews

    done = Done()
    with call.project() as project:
        link_people(project, done)
        records = project.workspace.read("records", Records).height
        people = project.workspace.read("people", People).height
        reviews = project.workspace.read("reviews", Reviews).height
    lines = [f"{records} records are {people} people and organisations."]
    if not done.stages:
        lines = ["Nothing changed since the last time.", *lines]
    if reviews:
        pairs = "1 pair is unsure and stays" if reviews == 1 else f"{reviews} pairs are unsure and stay"
        lines.append(f"{pairs} apart until you decide: 'meetwell review'.")
    data = {"changed": bool(done.stages), "records": records, "people": people, "reviews": reviews}
    return Answer(tuple(lines), data, "meetwell match", tuple(done.notices))
