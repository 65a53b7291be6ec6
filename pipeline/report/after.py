"""The after-page: what to do by which date, so that it works with no computer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pipeline.report.view import Advice, AfterStep
from pipeline.workdays import WorkDays

if TYPE_CHECKING:
    from pipeline.event import Event
    from pipeline.report.words import Words


def after_steps(event: Event, country: str | None, words: Words, *, most: int = 9) -> tuple[AfterStep, ...]:
    """Return the steps of ``[[advice.after]]`` with real dates and at most so many lines to write on each.

    All but the same evening are working days.
    """
    rows = words.rows("advice.after")
    days = after_days(event, country, words)
    return tuple(
        _step(row | {"prompts": _prompts(row, event)}, key, day, words, most)
        for row, (key, day) in zip(rows, days, strict=True)
    )


def _prompts(row: dict[str, Any], event: Event) -> list[str]:
    """Return the lines to write on: nobody applies at a meetup."""
    return [*row["prompts"], *(row.get("prompts_fair", []) if event.kind == "fair" else [])]


def after_days(event: Event, country: str | None, words: Words) -> tuple[tuple[str, dt.date], ...]:
    """Return the key and the day of each step, in order."""
    working = WorkDays(country, zone=event.tz)
    return tuple(
        (
            row["key"],
            working.next(event.last_day + dt.timedelta(days=row["days"])) if row["days"] else event.last_day,
        )
        for row in words.rows("advice.after")
    )


def _step(row: dict[str, Any], key: str, day: dt.date, words: Words, most: int) -> AfterStep:
    told = tuple(Advice(item["text"], _basis(item, words)) for item in row["advice"])
    return AfterStep(
        when=words.day(day, "tonight" if key == "tonight" else "by"),
        advice=told,
        prompts=tuple(row["prompts"][:most]),
        lines=row["lines"],
    )


def _basis(item: dict[str, str], words: Words) -> str:
    kind = words(f"advice.basis.{item['basis']}")
    return f"{kind}: {item['source']}" if "source" in item else kind
