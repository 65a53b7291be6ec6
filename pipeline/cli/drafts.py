"""``meetwell drafts``: messages to finish."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.cli.call import Call, command
from pipeline.cli.completion import event_option
from pipeline.cli.output import Answer

if TYPE_CHECKING:
    from pipeline.report.drafts import Draft

#: Why there is no draft, in the order it is told.
REASONS = {
    "detail": "No draft without a detail; write one thing they told you",
    "help": "No draft, as nothing is noted that they helped with",
    "contact": "No draft, as they asked not to be contacted",
    "later": "Enough drafts for one day; those of today are sent or left out first",
    "person": "Nobody is known by this",
}


@command("drafts")
@event_option("The event; default: the last one that has begun.")
@click.option(
    "--as",
    "form",
    type=click.Choice(["eml", "text", "mailto"]),
    default="eml",
    show_default=True,
    help="eml: files that mail programs open unsent; text: plain files; mailto: links, and no file.",
)
@click.pass_obj
def cli(call: Call, event: str | None, form: str) -> Answer:
    """Write a draft for each open follow-up that has your own detail, as .eml that opens unsent.

    Without a detail there is no draft, and the missing one is named. A file you have worked on stays as it
    is. Nothing is sent.

    Example: meetwell drafts
    """
    from pipeline.flow.drafting import write_drafts
    from pipeline.report.drafts_to import as_mailto

    with call.project() as project:
        drafted = write_drafts(project, project.event_past(event), form=form)
    made = _links(drafted.drafts) if form == "mailto" else [str(path) for path in drafted.paths]
    lines = made or ["No draft was made."]
    lines += [f"yours, left as it is: {path}" for path in drafted.theirs]
    notes = tuple(
        f"{reason}: {', '.join(names)}"
        for key, reason in REASONS.items()
        if (names := sorted({item.name for item in drafted.refused if item.missing == key}))
    )
    data = {
        "files": [str(path) for path in drafted.paths],
        "yours": [str(path) for path in drafted.theirs],
        "drafts": [
            {
                "id": item.followup_id,
                "name": item.name,
                "situation": item.situation,
                "due": item.due.isoformat(),
                "to": item.to,
                "blanks": list(item.blanks),
                "mailto": as_mailto(item),
            }
            for item in drafted.drafts
        ],
        "refused": [
            {"id": item.followup_id, "name": item.name, "missing": item.missing} for item in drafted.refused
        ],
    }
    any_draft = made or drafted.theirs
    then = "meetwell check-draft FILE, once you have finished one" if any_draft else "meetwell due"
    return Answer(tuple(lines), data, then, notes)


def _links(drafts: list[Draft]) -> list[str]:
    """Return a mailto link for each draft that fits into one, under the name."""
    from pipeline.report.drafts_to import as_mailto

    return [f"{item.name}: {as_mailto(item) or 'too long for a link'}" for item in drafts]
