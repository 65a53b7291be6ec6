"""The after-page: what to do by which date, so that it works with no computer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pipeline.report.view import Advice, AfterStep
from pipeline.report.workdays import workday

if TYPE_CHECKING:
    from pipeline.event import Event
    from pipeline.report.words import Words


def after_steps(event: Event, country: str | None, words: Words) -> tuple[AfterStep, ...]:
    """Return the steps of ``[[advice.after]]`` with real dates; all but the same evening are working days."""
    return tuple(_step(row, event, country, words) for row in words.rows("advice.after"))


def _step(row: dict[str, object], event: Event, country: str | None, words: Words) -> AfterStep:
    days = int(str(row["days"]))
    if days:
        day = workday(event.last_day + dt.timedelta(days=days), country)
        when = words.day(day, "by")
    else:
        when = words.day(event.last_day, "tonight")
    advice: list[dict[str, str]] = row["advice"]  # type: ignore[assignment]
    prompts: list[str] = row["prompts"]  # type: ignore[assignment]
    told = tuple(Advice(item["text"], words(f"advice.basis.{item['basis']}")) for item in advice)
    return AfterStep(when=when, advice=told, prompts=tuple(prompts), lines=int(str(row["lines"])))
