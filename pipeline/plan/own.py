"""The user's own appointments as far as they touch the event's hours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from pipeline.event import Event
    from pipeline.plan.hours import Clock
    from pipeline.settings import Settings

_SHORTEST_WORD = 4
_OURS = "@meetwell"


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """One own appointment in minutes of the plan; ``start`` and ``end`` include the way there and back."""

    session_id: str
    title: str
    place: str | None
    start: int
    end: int
    begins: dt.datetime
    ends: dt.datetime
    soft: bool


def own_entries(sessions: pl.DataFrame, event: Event, clock: Clock, settings: Settings) -> list[OwnEntry]:
    """Return the appointments that take time from the event, by start and then id.

    Left out: free time, all-day entries unless the setting says so, what this program wrote itself, and the
    entry that is the event.
    """
    if not clock.open:
        return []
    mine = sessions.filter(pl.col("owner") == "mine", pl.col("busy") != "free")
    if not settings.flag("plan.all_day_blocks"):
        mine = mine.filter(~pl.col("all_day"))
    away = settings.integer("plan.travel_minutes")
    first, last = clock.moment(clock.open[0][0] - away), clock.moment(clock.open[-1][1] + away)
    mine = mine.filter(pl.col("start_utc") < last, pl.col("end_utc") > first)
    rows = mine.unique("session_id").sort("start_utc", "end_utc", "session_id").iter_rows(named=True)
    entries = [_entry(row, event, clock, away) for row in rows if not _is_ours_or_event(row, event, clock)]
    return [entry for entry in entries if any(entry.start < b and entry.end > a for a, b in clock.open)]


def _entry(row: dict[str, Any], event: Event, clock: Clock, away: int) -> OwnEntry:
    travel = 0 if _same_place(row["place"], event) else away
    return OwnEntry(
        session_id=row["session_id"],
        title=row["title"] or "",
        place=row["place"],
        start=clock.minute(row["start_utc"]) - travel,
        end=clock.minute_up(row["end_utc"]) + travel,
        begins=row["start_utc"],
        ends=row["end_utc"],
        soft=row["busy"] == "soft",
    )


def _same_place(place: str | None, event: Event) -> bool:
    """Return whether an appointment is in the event's own building, so that no way has to be kept free."""
    if not place or not event.place:
        return False
    here, there = _plain(event.place), _plain(place)
    return len(there) >= _SHORTEST_WORD and (there in here or here in there)


def _is_ours_or_event(row: dict[str, Any], event: Event, clock: Clock) -> bool:
    if (row["uid"] or "").endswith(_OURS):
        return True
    title, name = _plain(row["title"] or ""), _plain(event.name)
    if len(title) >= _SHORTEST_WORD and (title in name or name in title):
        return True
    start, end = clock.minute(row["start_utc"]), clock.minute_up(row["end_utc"])
    covers = any(start <= a and end >= b for a, b in clock.open)
    words = {word for word in title.split() if len(word) >= _SHORTEST_WORD}
    return covers and bool(words & set(name.split()))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def titles_of(sessions: pl.DataFrame) -> set[tuple[str, dt.datetime]]:
    """Return title and start of every own entry: a talk that stands there too was chosen by the user."""
    rows: Sequence[tuple[str | None, dt.datetime]] = (
        sessions.filter(pl.col("owner") == "mine").select("title", "start_utc").rows()
    )
    return {(_plain(title), start) for title, start in rows if title}
