"""``meetwell check``: is everything whole?"""

from __future__ import annotations

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer


@command("check")
@click.option("--system", is_flag=True, help="Also look at this computer: Pango, fonts.")
@click.pass_obj
def cli(call: Call, *, system: bool) -> Answer:
    """Look whether the state, the inputs and the tables are whole; exits with 5 when something is not.

    Example: meetwell check --system
    """
    from pipeline.flow.keeping import check

    lines: list[str] = []
    if system:
        from pipeline.report.system import system_lines

        lines += system_lines()
    with call.project() as project:
        health = check(project)
    lines += health.problems or [f"Whole: {', '.join(health.looked_at)}."]
    data = {"looked_at": health.looked_at, "problems": health.problems, "system": lines[: len(lines) - 1]}
    return Answer(tuple(lines), data, exit_code=5 if health.problems else 0)
