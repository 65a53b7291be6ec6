"""The raw tables anew from the kept inputs: after a restore, or when a table was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.flow.intake import read_again
from pipeline.flow.reading import Wanted

if TYPE_CHECKING:
    from pipeline.flow.project import Project
    from pipeline.state import Intake


def rebuild(project: Project) -> list[str]:
    """Read every kept input again as it was read before; returns what could not be, in sentences."""
    return _read_again(project, project.state.journal.intakes())


def read_calendars_again(project: Project) -> list[str]:
    """Read the user's own calendars again: a new event widens the days that series are laid out over."""
    own = [item for item in project.state.journal.intakes() if item.format == "ics" and item.owner == "mine"]
    return _read_again(project, own)


def _read_again(project: Project, intakes: list[Intake]) -> list[str]:
    failed = []
    for intake in intakes:
        options = intake.options
        wanted = Wanted(
            event=intake.event,
            owner=intake.owner,
            as_format=options.get("as"),
            mapping=options.get("map") or None,
            encoding=options.get("encoding"),
            tz=options.get("tz"),
        )
        try:
            read_again(project, wanted, intake)
        except (InputError, OSError) as problem:
            failed.append(f"{intake.name}: {problem}")
    return failed
