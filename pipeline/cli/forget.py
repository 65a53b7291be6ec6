"""``meetwell forget``: a person erased."""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import name_argument
from pipeline.cli.output import Answer


@command("forget")
@name_argument()
@click.option("--keep-out", is_flag=True, help="Keep them out of every later import, too.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def cli(call: Call, name: str, *, keep_out: bool, yes: bool) -> Answer:
    """Erase a person: your notes, the tables, the reports, and their rows in the kept inputs.

    The reports of all events, drafts among them, are deleted; the next run makes them anew. What it cannot
    reach it lists.

    Example: meetwell forget "Ana Ferreira" --keep-out
    """
    from pipeline.flow.forgetting import forget
    from pipeline.flow.naming import find_person
    from pipeline.flow.stages import Done, link_people

    with call.project() as project:
        link_people(project, Done())
        person_id, full_name = find_person(project, None, name)
        confirm_erasing(call, full_name, yes=yes)
        result = forget(project, person_id, keep_out=keep_out)
    lines = [f"Erased, with every row that named them. Rewritten inputs: {len(result.rewritten)}."]
    lines += [f"still names them, and is yours to change: {path}" for path in result.beyond_reach]
    lines.append("Earlier backups, exports and printed pages outside this workspace cannot be reached.")
    if keep_out:
        lines.append("'meetwell restore', called from here, erases them from an earlier backup too.")
    data = {"rewritten": result.rewritten, "reports": result.reports, "beyond_reach": result.beyond_reach}
    return Answer(tuple(lines), data, "meetwell run")


def confirm_erasing(call: Call, name: str, *, yes: bool) -> None:
    """Ask before somebody is erased; where nobody can answer, only ``--yes`` does it."""
    if not yes:
        if not call.may_ask:
            raise click.UsageError(f"this erases {name} for good; add --yes to do it.")
        click.confirm(f"Erase {name} for good?", abort=True, err=True)
