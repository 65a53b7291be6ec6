"""What a calendar server is to hold, and the memory of what has reached it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipeline.event import Event
    from pipeline.flow.project import Project

CALENDARS = ("plan.ics", "followups.ics")
_MEMORY = "sync.json"


def calendars_of(project: Project, event: Event) -> list[str]:
    """Return the calendars written for this event.

    Raises ``UsageError`` when there is none yet.
    """
    paths = [project.workspace.report(event.slug, name) for name in CALENDARS]
    texts = [path.read_text(encoding="utf-8") for path in paths if path.is_file()]
    if not texts:
        raise UsageError(
            f"there is no calendar of {event.slug} yet",
            do="Run 'meetwell run' before the event, or 'meetwell followup' after it.",
        )
    return texts


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
