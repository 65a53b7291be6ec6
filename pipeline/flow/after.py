"""After the event: what was promised to dates, and ticking them off."""

from __future__ import annotations

import datetime as dt
import difflib
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.errors import UsageError
from pipeline.flow.stages import Done, link_people, of_event
from pipeline.frames import validated
from pipeline.tables import Followups, People, Plan, Sessions

if TYPE_CHECKING:
    from pipeline.event import Event
    from pipeline.flow.project import Project

DUE_DAYS = 7


def make_followups(project: Project, event: Event | None) -> pl.DataFrame:
    """Bring the dated steps of this event up to date and return them; what was done or skipped stays so.

    Without an event: the steps of every event, and once a year whom to revive and whom to let go.
    """
    if event is None:
        return _all_followups(project)
    return _followups(project, event)


def _all_followups(project: Project) -> pl.DataFrame:
    """Return the steps of each event and the yearly ones, which belong to no event."""
    for event in project.events():
        _followups(project, event)
    _followups(project, None)
    steps = project.state.frame("followups").filter(pl.col("state").is_in(["open", "snoozed"]))
    return steps.sort("due", "followup_id")


def _followups(project: Project, event: Event | None) -> pl.DataFrame:
    link_people(project, Done())
    steps = steps_now(project, event)
    with project.state.writing():
        project.state.drop_open_followups(event.slug if event else None)
        project.state.save("followups", steps)
    return steps


def steps_now(project: Project, event: Event | None) -> pl.DataFrame:
    """Return the steps as they follow from everything known now; nothing is kept."""
    from pipeline.plan.followup import followup

    state = project.state
    plan = project.workspace.read("plan", Plan)
    steps = followup(
        state.frame("interactions"),
        state.frame("promises"),
        project.workspace.read("people", People),
        project.workspace.read("sessions", Sessions),
        state.frame("applications"),
        state.frame("followups"),
        plan=of_event(plan, event) if event else plan,
        profile=project.profile(),
        event=event,
        settings=project.settings,
        now=project.now(event),
    )
    return steps if event else steps.filter(pl.col("event").is_null())


def due_steps(project: Project, event: Event | None, days: int = DUE_DAYS) -> pl.DataFrame:
    """Return the open steps that are late or due within so many days, the earliest first."""
    today = project.today(event)
    steps = project.state.frame("followups").filter(pl.col("state").is_in(["open", "snoozed"]))
    return steps.filter(pl.col("due") <= today + dt.timedelta(days=days)).sort("due", "followup_id")


def tick_off(project: Project, step_id: str, state: str, *, until: dt.date | None = None) -> dict[str, Any]:
    """Mark a follow-up done, skipped or snoozed; a promise it stands for is closed with it. Returns the step.

    Raises ``UsageError`` when no step has this id.
    """
    found = find_step(project, step_id)
    changed = found.with_columns(
        pl.lit(state).alias("state"), pl.lit(until, dtype=pl.Date).fill_null(pl.col("due")).alias("due")
    )
    with project.state.writing():
        project.state.save("followups", validated(Followups, changed))
        if state in ("done", "skipped"):
            _close_promise(project, found["promise_id"][0], kept=state == "done")
    return found.row(0, named=True)


def find_step(project: Project, step_id: str) -> pl.DataFrame:
    """Return the one follow-up whose id begins so, as a frame of one row; raises ``UsageError``."""
    steps = project.state.frame("followups")
    typed = step_id.strip().lower()
    found = steps.filter(pl.col("followup_id").str.starts_with(typed))
    if found.height != 1:
        shown = sorted({key[: len(typed)] for key in steps["followup_id"]})
        near = difflib.get_close_matches(typed, shown, n=2, cutoff=0.75) if not found.height else []
        meant = f"Did you mean {' or '.join(near)}? " if near else ""
        raise UsageError(
            f"{found.height or 'no'} follow-ups have an ID beginning with {step_id!r}",
            do=f"{meant}'meetwell due' lists them with their IDs.",
        )
    return found


def _close_promise(project: Project, promise_id: str | None, *, kept: bool) -> None:
    promises = project.state.frame("promises").filter(pl.col("promise_id").eq_missing(pl.lit(promise_id)))
    if promise_id is None or not promises.height:
        return
    now = project.now()
    late = promises["due"][0] is not None and promises["due"][0] < project.today()
    word = ("late_kept" if late else "kept") if kept else "dropped"
    closed = promises.with_columns(
        pl.lit(word).alias("state"), pl.lit(now).cast(promises.schema["closed_at"]).alias("closed_at")
    )
    project.state.save("promises", closed)


def resolved_ids(project: Project) -> pl.DataFrame:
    """Return all printed IDs with the person each names now, whatever they were merged into."""
    issued = project.state.frame("issued")
    now = [project.state.resolve(person_id) for person_id in issued["person_id"]]
    return issued.with_columns(pl.Series("person_id", now, dtype=pl.String))
