"""A backup that comes back: whoever was erased and kept out since it was made is erased from it too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import WorkspaceError
from pipeline.flow.forgetting import forget
from pipeline.flow.optout import name_stones, tombstones
from pipeline.flow.project import open_project
from pipeline.flow.stages import Done, link_people
from pipeline.tables import Records

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.flow.project import Clock, Project


@dataclass(frozen=True, slots=True)
class KeptOut:
    """The tombstones of a workspace and the key they were made with; no name can be read from them."""

    key: bytes = b""
    stones: frozenset[str] = field(default_factory=frozenset)


def kept_out(
    start: Path | None, working: Path, *, clock: Clock, flags: Mapping[str, str | int | float | bool]
) -> KeptOut:
    """Return who is kept out of the workspace named, or of the nearest one; nobody where there is none."""
    try:
        with open_project(start, working, clock=clock, flags=flags) as project:
            stones = project.state.journal.kept_out()
            return KeptOut(project.state.journal.secret("optout"), frozenset(stones)) if stones else KeptOut()
    except WorkspaceError:
        return KeptOut()


def erase_again(project: Project, out: KeptOut) -> int:
    """Erase those people from what came back, keep them out of it too, and return how many they were.

    A workspace with a key of its own is another one, of which these tombstones say nothing.
    """
    journal = project.state.journal
    if not out.stones or not journal.adopt_secret("optout", out.key):
        return 0
    journal.keep_out(out.stones, project.now())
    listed = project.workspace.read("records", Records).iter_rows(named=True)
    gone = {row["record_id"] for row in listed if out.stones & tombstones(project, [row])}
    met = project.state.met_records()
    gone |= {row["record_id"] for row in met if out.stones & name_stones(project, [row["name"] or ""])}
    if not gone:
        return 0
    link_people(project, Done())
    people = sorted({person for record, person in project.state.identity().iter_rows() if record in gone})
    for person in people:
        forget(project, person, keep_out=True)
    return len(people)
