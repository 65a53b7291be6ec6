"""``meetwell prep``: the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option
from pipeline.cli.output import Answer

if TYPE_CHECKING:
    from pipeline.flow.paper import Printed


@command("prep")
@event_option()
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="The paper size.")
@click.option("--layout", type=click.Choice(["sheet", "large-print"]), help="large-print: 14 pt.")
@click.option("--full", is_flag=True, help="Full cards for up to twelve people.")
@click.option("--phone", is_flag=True, help="Also write the page for the phone.")
@click.option("--show-titles", is_flag=True, help="Print titles of your own calendar; else it says busy.")
@click.option("--attach-ics", is_flag=True, help="Put the day as calendar into the PDF.")
@click.option("--backend", type=click.Choice(["auto", "weasyprint", "typst"]), help="What makes the PDF.")
@click.pass_obj
def cli(call: Call, /, event: str | None, *, phone: bool, **wanted: str | bool | None) -> Answer:
    """Print the prep sheet, with the day as calendar and a blank debrief form beside it.

    Everything that has changed is brought up to date first.

    Example: meetwell prep --paper letter --phone
    """
    from pipeline.flow.paper import print_phone, print_sheet
    from pipeline.flow.stages import up_to_plan

    call.settings.update({f"report.{key}": value for key, value in wanted.items() if value})
    with call.project() as project:
        chosen = project.event(event)
        done = up_to_plan(project, chosen)
        printed = print_sheet(project, chosen)
        if phone:
            printed.paths.append(print_phone(project, chosen))
    lines, data, code = printed_answer(printed)
    following = "meetwell prep (once that is mended)" if code else "meetwell debrief (after the event)"
    return Answer(lines, data, following, (*done.notices, *printed.warnings), code)


def printed_answer(printed: Printed) -> tuple[tuple[str, ...], dict[str, Any], int]:
    """Return what was written as lines, as data, and the exit code it means."""
    from pipeline.flow.paper import PDF_FAILED

    pages = {name: f" ({count} page{'s' * (count != 1)})" for name, count in printed.pages.items()}
    lines = [f"{path}{pages.get(path.name, '')}" for path in printed.paths]
    if printed.fresh:
        lines = ["Nothing changed since the sheet was printed.", *lines]
    data = {"files": [str(path) for path in printed.paths], "pages": printed.pages, "fresh": printed.fresh}
    return tuple(lines), data, PDF_FAILED if printed.failed else 0
