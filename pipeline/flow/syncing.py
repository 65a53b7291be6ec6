"""What a calendar server is to hold, and the memory of what has reached it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import UsageError
from pipeline.flow.stages import of_event
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipeline.event import Event
    from pipeline.flow.project import Project

CALENDARS = ("plan.ics", "followups.ics")
TASKS = "followups-tasks.ics"
_MEMORY = "sync.json"


def calendars_of(project: Project, event: Event) -> list[str]:
    """Return the calendars written for this event.

    Raises ``UsageError`` when there is none yet.
    """
    names = (*CALENDARS, TASKS) if project.settings.flag("followup.tasks") else CALENDARS
    paths = [project.workspace.report(event.slug, name) for name in names]
    texts = [path.read_text(encoding="utf-8") for path in paths if path.is_file()]
    if not texts:
        raise UsageError(
            f"there is no calendar of {event.slug} yet",
            do="Run 'meetwell run' before the event, or 'meetwell followup' after it.",
        )
    return texts


def take_completed(project: Project, event: Event, uids: Collection[str]) -> list[str]:
    """Tick off the steps whose tasks were completed on the server, and return what each of them asked for.

    Nobody is erased from afar: a step that would do that stays open.
    """
    from pipeline.flow.closing import ERASING, finish
    from pipeline.flow.steps import step_title
    from pipeline.report.ics_tasks import task_uid

    user = project.profile().user_id
    steps = project.state.frame("followups").filter(pl.col("state").is_in(["open", "snoozed"]))
    done = [
        row
        for row in of_event(steps, event).sort("due", "followup_id").iter_rows(named=True)
        if task_uid(event.slug, user, row["followup_id"]) in uids and row["step"] not in ERASING
    ]
    return [step_title(project, finish(project, row["followup_id"])) for row in done]


def pushed_before(project: Project, event: Event, url: str) -> set[str]:
    """Return the UIDs that have reached this server before."""
    path = project.workspace.report(event.slug, _MEMORY)
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return {str(uid) for uid in known.get(url, ())} if isinstance(known, dict) else set()


def remember_pushed(project: Project, event: Event, url: str, uids: Collection[str]) -> None:
    """Keep which UIDs have reached this server."""
    path = project.workspace.report(event.slug, _MEMORY)
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    kept = known if isinstance(known, dict) else {}
    kept[url] = sorted({*pushed_before(project, event, url), *uids})
    write_bytes(path, json.dumps(kept, indent=1).encode())
