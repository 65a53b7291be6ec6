"""Whom the printed plans of earlier events named, so that nobody is recommended twice without a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.flow.slips import printed_plan

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.event import Event
    from pipeline.flow.project import Project


def suggested_before(project: Project, event: Event) -> dict[str, tuple[str, dt.date]]:
    """Return of each person in the printed plan of an event over before this one its name and first day.

    The last such event counts. Whom the user picked there, or agreed to meet, was no mere suggestion and is
    left out.
    """
    found: dict[str, tuple[str, dt.date]] = {}
    for past in project.events():
        if past.last_day >= event.first_day or past.slug == event.slug:
            continue
        plan = printed_plan(project, past)
        if plan is not None:
            stood = plan.filter(pl.col("dropped_because").list.len() == 0)["person_id"].drop_nulls()
            own = _own_words(project, past)
            for person_id in sorted({project.state.resolve(one) for one in stood} - own):
                found[person_id] = (past.name, past.first_day)
    return found


def _own_words(project: Project, event: Event) -> set[str]:
    wishes = project.state.frame("wishes")
    own = wishes.filter((pl.col("event") == event.slug) & pl.col("kind").is_in(("pick", "agree")))
    return {project.state.resolve(person_id) for person_id in own["person_id"]}
