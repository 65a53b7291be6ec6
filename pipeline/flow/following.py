"""Where the user stands after an event: notes to make a plan of, or the next step of the plan there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.flow.after import DUE_DAYS, steps_now
from pipeline.flow.stages import of_event
from pipeline.flow.steps import step_title

if TYPE_CHECKING:
    from pipeline.event import Event
    from pipeline.flow.project import Project


def following_up(project: Project, event: Event) -> tuple[str, str]:
    """Return a sentence on how far following up has come, and the next command; nothing is written."""
    planned = of_event(project.state.frame("followups"), event)
    if planned.is_empty() or _has_more(project, event, planned):
        return "Your notes are in.", "meetwell followup, then meetwell due each week"
    still = planned.filter(pl.col("state").is_in(["open", "snoozed"])).sort("due", "start", "followup_id")
    if still.is_empty():
        return "Everything of the plan is done.", "meetwell event add SLUG --on DATE (the next event)"
    first = still.row(0, named=True)
    today = project.today(event)
    days = (first["due"] - today).days
    if days <= DUE_DAYS:
        return f"Your plan is made. First of it: {step_title(project, first)}", "meetwell due"
    when = f"{first['due']:%A} {first['due'].day} {first['due']:%B}"
    return f"Your plan is made. Nothing is due this week; it goes on {when}.", f"meetwell due --days {days}"


def _has_more(project: Project, event: Event, planned: pl.DataFrame) -> bool:
    """Tell whether what was noted or changed since asks for steps that the plan does not have."""
    if project.profile_or_none() is None:
        return True
    steps = steps_now(project, event).filter(pl.col("state") == "open")
    return not set(steps["followup_id"]) <= set(planned["followup_id"])
