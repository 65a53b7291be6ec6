"""``meetwell debrief``: notes back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option
from pipeline.cli.output import Answer, write

if TYPE_CHECKING:
    from pipeline.debrief import Debriefed
    from pipeline.event import Event
    from pipeline.flow.project import Project
    from pipeline.flow.taking import Taken


@command("debrief")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--text", "text", type=click.Path(path_type=Path), help="A file of typed lines; - is stdin.")
@event_option("The event; default: the last one that has begun.")
@click.option(
    "--preview", is_flag=True, help="Show how a file is read, every date written out; keep nothing."
)
@click.option("--erase", is_flag=True, help="Erase at once who asked not to be kept.")
@click.pass_obj
def cli(
    call: Call, file: Path | None, text: Path | None, event: str | None, *, preview: bool, erase: bool
) -> Answer:
    """Bring your notes in: the filled debrief.csv, the phone page's JSON, or typed lines.

    A typed line begins with the printed ID or a whole name; what somebody said stands in quotation marks:

        37Q talked "cares about X" promise "send article" by friday theirs "intro to Y"

    The same notes twice change nothing.

    Example: meetwell debrief reports/spring-fair/debrief.csv
    """
    from pipeline.flow.forms import form_of
    from pipeline.flow.steps import promises_as_read
    from pipeline.flow.taking import read_debrief, take_debrief

    with call.project() as project:
        chosen = project.event_past(event)
        if file is None and text is None:
            entered = _entered(call, project, chosen)
            if entered is None:
                return Answer(("No notes were taken.",), {"event": chosen.slug}, "meetwell debrief")
            taken = entered
        else:
            taken = (read_debrief if preview else take_debrief)(project, chosen, form_of(file, text))
        promised = promises_as_read(project, taken.result.promises, taken.names)
        erased = {} if preview else _erased(call, project, taken, erase=erase)
    word = "Would keep" if preview else "Kept"
    lines = [f"{word}: notes on {_list(taken.people)}."] if taken.people else ["No notes on anybody."]
    if taken.people and not taken.changed and not preview:
        lines.append("Nothing of it is new.")
    data = {
        "event": chosen.slug,
        "people": list(taken.people),
        "new_interactions": taken.new_interactions,
        "new_promises": taken.new_promises,
        "erased": [name for name, done in erased.items() if done],
        "rejects": taken.result.rejects.drop("source_sha").to_dicts(),
    }
    following = call.without("--preview") if preview else "meetwell followup"
    told = (*lines, *promised, *_told(erased))
    return Answer(told, data, following, tuple(_remarks(taken.result)), _code(taken))


def _entered(call: Call, project: Project, event: Event) -> Taken | None:
    """Return what was typed line by line and kept; None where it was nothing."""
    from pipeline.flow.entering import enter_notes

    if not call.may_ask:
        raise click.UsageError("no file was named; name the filled form, or pipe lines to --text -.")
    click.echo("One line per person; an empty line ends it; also: list, undo, redo, help. Example:", err=True)
    click.echo('37Q talked "cares about X" promise "send article" by friday', err=True)
    return enter_notes(project, event, ask=_ask, tell=lambda line: write(sys.stderr, f"  {line}"))


def _told(erased: dict[str, bool]) -> list[str]:
    """Return who was erased, and who asked for it and was not."""
    lines = [f"Erased, as asked: {name}." for name, done in erased.items() if done]
    left = tuple(name for name, done in erased.items() if not done)
    if left:
        lines.append(
            f"Asked not to be kept: {_list(left)}. Their words were left out; --erase erases them,"
            " and so does the step in the plan."
        )
    return lines


def _code(taken: Taken) -> int:
    """Return the exit code: a form of which no line could be taken is an input that cannot be used."""
    from pipeline.errors import InputError

    rejected = "rejected" in taken.result.rejects["severity"].to_list()
    return InputError.exit_code if rejected and not taken.people else 0


def _erased(call: Call, project: Project, taken: Taken, *, erase: bool) -> dict[str, bool]:
    """Erase who asked not to be kept, where the user agrees; returns each name, and whether it was done."""
    if not taken.result.forget:
        return {}
    from pipeline.flow.closing import erase_person
    from pipeline.flow.naming import called_here

    names = called_here(project)
    told: dict[str, bool] = {}
    for person_id in dict.fromkeys(map(project.state.resolve, taken.result.forget)):
        name = names.get(person_id) or person_id
        asked = f"{name} asked not to be kept. Erase them now, for good?"
        told[name] = erase or (call.may_ask and click.confirm(asked, err=True))
        if told[name]:
            erase_person(project, person_id)
    return told


def _ask() -> str:
    try:
        return str(click.prompt("", default="", show_default=False, prompt_suffix="> ", err=True))
    except click.Abort:
        click.echo(
            "\nWhat you typed so far lies in the workspace; 'meetwell debrief' goes on there.", err=True
        )
        raise


def _remarks(result: Debriefed) -> list[str]:
    remarks = []
    for row in result.rejects.iter_rows(named=True):
        place = ":".join(str(part) for part in (row["source_file"], row["row"], row["column"]) if part)
        kind = "" if row["severity"] == "notice" else f"{row['severity']}  "
        remarks.append(f"{kind}{place}  {row['message']}")
    return remarks


def _list(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
