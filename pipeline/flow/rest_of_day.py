"""From when a day was planned last: the rest of a day stays the rest until the whole is asked for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.event import Event
    from pipeline.flow.project import Project


def planned_from(project: Project, event: Event) -> dt.datetime | None:
    """Return from when the event's plan goes (UTC), None where it is of the whole event."""
    text = project.workspace.stamps().get(_key(event))
    return dt.datetime.fromisoformat(text) if text else None


def keep_planned_from(project: Project, event: Event, start: dt.datetime | None) -> None:
    """Remember from when the event's plan goes; None says that it is of the whole event."""
    if start is not None or planned_from(project, event) is not None:
        project.workspace.stamp(_key(event), start.isoformat() if start else "")


def still_from(project: Project, event: Event) -> dt.datetime | None:
    """Return from when a plan made today for the rest of today goes on; None on any other day."""
    start = planned_from(project, event)
    today = project.today(event)
    return start if start is not None and start.astimezone(event.zone).date() == today else None


def _key(event: Event) -> str:
    return f"plan-from:{event.slug}"
