"""All stages in order, each only where something it is made from has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.flow.intake import Taken, inbox_files, take_in
from pipeline.flow.paper import Printed, print_sheet
from pipeline.flow.stages import Done, up_to_plan

if TYPE_CHECKING:
    from pipeline.event import Event
    from pipeline.flow.project import Project


@dataclass(frozen=True, slots=True)
class Everything:
    """What a whole run took in, did and printed."""

    taken: list[Taken]
    failed: list[InputError]
    done: Done
    printed: Printed


def run_everything(project: Project, event: Event) -> Everything:
    """Take in the inbox and bring everything up to the sheet up to date.

    One file that cannot be used stops none of the others.
    """
    taken: list[Taken] = []
    failed: list[InputError] = []
    for path, wanted in inbox_files(project):
        try:
            taken.append(take_in(project, path, wanted))
        except InputError as problem:
            failed.append(problem)
    done = up_to_plan(project, event)
    return Everything(taken, failed, done, print_sheet(project, event))
