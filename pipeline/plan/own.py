"""The user's own appointments as far as they touch the event's hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.plan.talks import plain, stands_for

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from pipeline.event import Event
    from pipeline.plan.hours import Clock
    from pipeline.plan.talks import Talk
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


def own_entries(
    sessions: pl.DataFrame, event: Event, clock: Clock, settings: Settings, *, marked: Sequence[Talk] = ()
) -> list[OwnEntry]:
    """Return the appointments that take time from the event, by start and then id.

    Left out: free time, all-day entries unless the setting says so, what this program wrote itself, the
    entry that is the event, and ``marked`` talks of its agenda, which are planned as talks.
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
    ids = {talk.session_id for talk in marked}
    uids = set(sessions.filter(pl.col("session_id").is_in(ids)).select("uid", "start_utc").rows())
    entries = [
        _entry(row, event, clock, away)
        for row in rows
        if not _is_ours_or_event(row, event, clock)
        and (row["uid"] is None or (row["uid"], row["start_utc"]) not in uids)
        and not any(stands_for(row, talk.start, talk.title) for talk in marked)
    ]
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
    here, there = plain(event.place), plain(place)
    return len(there) >= _SHORTEST_WORD and (there in here or here in there)


def _is_ours_or_event(row: dict[str, Any], event: Event, clock: Clock) -> bool:
    if (row["uid"] or "").endswith(_OURS):
        return True
    title, name = plain(row["title"] or ""), plain(event.name)
    if len(title) >= _SHORTEST_WORD and (title in name or name in title):
        return True
    start, end = clock.minute(row["start_utc"]), clock.minute_up(row["end_utc"])
    covers = any(start <= a and end >= b for a, b in clock.open)
    words = {word for word in title.split() if len(word) >= _SHORTEST_WORD}
    return covers and bool(words & set(name.split()))
