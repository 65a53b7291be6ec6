"""Ending a follow-up step with the user's word: done, put off or skipped, and what that tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.flow.after import find_step, tick_off
from pipeline.flow.forgetting import forget
from pipeline.flow.naming import called_here
from pipeline.tables import Wishes, as_table

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.flow.project import Project


#: Steps that are done by erasing somebody, and whether later imports keep them out too: who asked not to be
#: kept is, whom the user lets go may come back.
ERASING = {"forget": True, "let_go": False}


def erases(project: Project, step_id: str) -> str | None:
    """Return the name of the person whom doing this step erases for good; None where it erases nobody.

    Raises ``UsageError`` when no step has this id.
    """
    step = find_step(project, step_id).row(0, named=True)
    if step["step"] not in ERASING or step["state"] == "done":
        return None
    return called_here(project).get(step["person_id"]) or str(step["person_id"])


def erase_person(project: Project, person_id: str) -> None:
    """Erase somebody who asked not to be kept, and keep them out of later imports."""
    forget(project, person_id, keep_out=ERASING["forget"])


def finish(
    project: Project, step_id: str, *, answered: bool = False, why: str | None = None
) -> dict[str, Any]:
    """Mark a step done, keep the message or erase the person it stands for, with the user's words on it.

    Returns the step as it was.

    Raises ``UsageError`` when no step has this id.
    """
    from pipeline.plan.cadence_done import logged

    before = find_step(project, step_id).row(0, named=True)
    if before["step"] in ERASING and before["state"] != "done":
        forget(project, before["person_id"], keep_out=ERASING[before["step"]])
        return before
    with project.state.writing():
        step = tick_off(project, step_id, "done")
        project.state.save("interactions", logged(step, now=project.now(), answered=answered))
        _keep_reason(project, step, why)
    return step


def put_off(project: Project, step_id: str, until: dt.date, why: str | None) -> dict[str, Any]:
    """Put a step off to a day the user names, with their reason; returns the step.

    Raises ``UsageError`` when no step has this id or the day is over.
    """
    today = project.today()
    if until < today:
        raise UsageError(f"{until.isoformat()} is over", do="Name a day from today on.")
    with project.state.writing():
        step = tick_off(project, step_id, "snoozed", until=until)
        _keep_reason(project, step, why)
    return step


def skip(project: Project, step_id: str, why: str | None) -> dict[str, Any]:
    """Leave a step out for good, with the user's reason; its promise is dropped. Returns the step.

    Raises ``UsageError`` when no step has this id.
    """
    with project.state.writing():
        step = tick_off(project, step_id, "skipped")
        _keep_reason(project, step, why)
    return step


def _keep_reason(project: Project, step: dict[str, Any], why: str | None) -> None:
    if why and step["person_id"]:
        note = {"event": step["event"], "person_id": step["person_id"], "kind": "note", "text": why}
        project.state.save("wishes", as_table(Wishes, [{**note, "said_at": project.now()}]))
