"""``meetwell`` alone: where you are, and the one next command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.output import Answer
from pipeline.errors import WorkspaceError

if TYPE_CHECKING:
    from pipeline.batch.standing import Standing
    from pipeline.cli.call import Call
    from pipeline.flow.project import Project


def where(call: Call) -> Answer:
    """Return where the user is in the journey, and the one next command."""
    from pipeline import workspace

    try:
        workspace.find(call.workspace, Path.cwd())
    except WorkspaceError:
        if call.workspace:
            raise
        return Answer(
            (
                "meetwell helps you meet the right people at an event, and keep your promises afterwards.",
                "There is no workspace here yet.",
            ),
            {"workspace": None, "event": None, "batch": None},
            "meetwell demo (see it all on a fictional fair), meetwell quick LIST "
            "(a sheet from a list alone), or meetwell init (a workspace of your own)",
        )
    from pipeline.flow.journey import whereabouts

    with call.project() as project:
        lines, following, data = whereabouts(project)
        office = _office(project) if data["event"] else None
        if office and project.profile_or_none():
            lines, following = (*lines, office.told), f"{following}; of the batch: {office.following}"
        elif office:
            lines, following = (*lines, office.told), office.following
        data["batch"] = str(office.out) if office else None
    return Answer(lines, data, following)


def _office(project: Project) -> Standing | None:
    """Return how far the batch of the next event is; without one nothing of it is loaded."""
    event = project.event()
    if not project.workspace.report(event.slug, "batch.json").is_file():
        return None
    from pipeline.batch.standing import standing

    return standing(project, event)
