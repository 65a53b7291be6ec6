"""``meetwell`` alone: where you are, and the one next command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.output import Answer
from pipeline.errors import WorkspaceError

if TYPE_CHECKING:
    from pipeline.cli.call import Call


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
            {"workspace": None, "event": None},
            "meetwell demo (see it all on a fictional fair), meetwell quick LIST (a sheet from your list), "
            "or meetwell init (start your own)",
        )
    from pipeline.flow.journey import whereabouts

    with call.project() as project:
        lines, following, data = whereabouts(project)
    return Answer(lines, data, following)
