"""``meetwell quick``: a sheet from a list, outside any workspace."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from pipeline.cli.call import Call, command
from pipeline.cli.intake_text import failed_lines, taken_data, taken_lines
from pipeline.cli.output import Answer
from pipeline.cli.prep import printed_answer

if TYPE_CHECKING:
    from pipeline.flow.paper import Printed


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


@command("quick")
@click.argument(
    "lists", nargs=-1, required=True, metavar="LIST.. [CALENDAR.ics]", type=click.Path(path_type=Path)
)
@click.option("--on", metavar="DATE", help="The day, as 2027-03-18; default: what the list says.")
@click.option("--field", help="The field you want to work in.")
@click.option("--interests", help="What interests you, separated by commas.")
@click.option("--offers", help="What you can give, separated by commas.")
@click.option("--seeks", help="What you are looking for, separated by commas.")
@click.option("--hours", metavar="HOURS", help="Opening hours, as 10-16.")
@click.option("--tz", metavar="ZONE", help="The zone of these hours; default: this computer's.")
@click.option("--event", help="The name of the event on the sheet; default: the list's.")
@click.option("--name", help="Your name on the sheet.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder to make; default: meetwell-DATE, or after the list.",
)
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="The paper size.")
@click.pass_obj
def cli(
    call: Call, /, lists: tuple[Path, ...], on: str | None, out: Path | None, paper: str | None, **words: str
) -> Answer:
    """Print a prep sheet from a list of attendees or employers: no questions, nothing to set up.

    It makes a folder with all it needs and lists what it assumed; the same list again, with an option that
    says otherwise, makes the sheet anew. A calendar is taken as your own, and so is a LinkedIn archive: your
    field and skills are read from it.

    Example: meetwell quick employers.csv --field finance --on 2027-03-18 --hours 10-16
    """
    from pipeline.flow.quick import Request, folder_for, quick

    day = _day(on) if on else None
    request = Request(
        folder=(out or call.workspace or folder_for(lists[0], day)).resolve(),
        lists=lists,
        on=day,
        event=words["event"],
        name=words["name"],
        field=words["field"],
        interests=_words(words["interests"]),
        offers=_words(words["offers"]),
        seeks=_words(words["seeks"]),
        hours=words["hours"],
        tz=words["tz"],
        settings={"report.paper": paper} if paper else {},
    )
    result = quick(request, call.clock)
    lines, data, code = printed_answer(result.printed)
    data |= {
        "workspace": str(request.folder),
        "assumptions": result.assumptions,
        "taken": [taken_data(item) for item in result.taken],
    }
    told = [line for item in result.taken for line in taken_lines(item)]
    told += [f"assumed: {line}" for line in result.assumptions]
    warnings = (*failed_lines(result.failed), *result.done.notices, *result.printed.warnings)
    code = 3 if result.failed else code
    return Answer((*told, *lines), data, _following(request.folder, result.printed), warnings, code)


def _following(folder: Path, printed: Printed) -> str:
    """Return what to do with the sheet: open it, and have it on the phone."""
    paper = next((path for path in printed.paths if path.stem == "prep-sheet"), folder)
    return f"open {quote(str(paper))}; for the phone: cd {quote(str(folder))} && meetwell prep --phone"


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as problem:
        raise click.BadParameter(f"{text!r} is no date; write it as 2027-03-18.") from problem
