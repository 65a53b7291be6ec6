"""The week before: what to do by which day, counted back from the event."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from pipeline.event import Event


@dataclass(frozen=True, slots=True)
class Preparation:
    """One thing to do by a day; ``key`` is its sentence, ``person_id`` whom it is about."""

    key: str
    due: dt.date
    person_id: str | None = None


def preparations(plan: pl.DataFrame, *, event: Event, now: dt.datetime) -> list[Preparation]:
    """Return the steps of ``config/prepare.toml`` by day; one whose day is over is due today.

    A step for each must-meet stands once per must-meet of the plan. Once the event is over there is none.
    """
    today = now.astimezone(event.zone).date()
    if today > event.first_day:
        return []
    kept = plan.filter(pl.col("must"), pl.col("dropped_because").list.len() == 0)
    musts = list(dict.fromkeys(kept.sort("order", nulls_last=True)["person_id"].drop_nulls().to_list()))
    found = [
        Preparation(f"prepare.{step['key']}", max(today, _day_of(step, event)), person_id)
        for step in _steps()
        if event.kind in step.get("only", [event.kind])
        for person_id in (musts if step.get("each_must") else [None])
    ]
    return sorted(found, key=lambda one: one.due)


def _day_of(step: dict[str, Any], event: Event) -> dt.date:
    return event.first_day - dt.timedelta(days=int(step["days_before"]))


def _steps() -> list[dict[str, Any]]:
    table: Any = read_toml(shared("config") / "prepare.toml")
    return list(table["step"])
