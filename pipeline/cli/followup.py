"""``meetwell followup``: the dated plan."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option
from pipeline.cli.output import Answer
from pipeline.cli.prep import printed_answer


@command("followup")
@event_option("The event; default: the last one that has begun.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="The paper size.")
@click.option("--layout", type=click.Choice(["sheet", "large-print"]), help="large-print: 14 pt.")
@click.option("--tasks", is_flag=True, help="Also as tasks (VTODO): followups-tasks.ics.")
@click.option("--all", "whole", is_flag=True, help="Every event, and once a year whom to revive or let go.")
@click.pass_obj
def cli(
    call: Call, event: str | None, paper: str | None, layout: str | None, *, tasks: bool, whole: bool
) -> Answer:
    """Print the dated follow-up plan, to tick off on paper and in your calendar.

    Without a debrief it lists the people you planned to meet, with "met? yes / no" and the same dates.

    Example: meetwell followup
    """
    from pipeline.flow.after import make_followups
    from pipeline.flow.paper import print_checklist
    from pipeline.flow.steps import step_data, step_lines

    chosen_settings = {"report.paper": paper, "report.layout": layout, "followup.tasks": tasks}
    call.settings.update({key: value for key, value in chosen_settings.items() if value})
    with call.project() as project:
        if whole:
            steps = make_followups(project, None)
            told = step_lines(project, steps)
            return Answer(told or ("Nothing is open.",), {"steps": step_data(project, steps)}, "meetwell due")
        chosen = project.event_past(event)
        steps = make_followups(project, chosen)
        printed = print_checklist(project, chosen)
        data_steps = step_data(project, steps)
    lines, data, code = printed_answer(printed)
    return Answer(
        lines, {**data, "steps": data_steps}, "meetwell due, each week", tuple(printed.warnings), code
    )
