"""Talks of the agenda: who gives which, which of them the user marked, and which are worth hearing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from pipeline.event import Event
    from pipeline.settings import Settings

_SURE_ENOUGH = 0.5
#: A marked talk may be named by a part of its title of at least so many letters.
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Talk:
    """A session of the agenda."""

    session_id: str
    title: str
    start: dt.datetime
    end: dt.datetime
    place: str | None


def agenda_of(sessions: pl.DataFrame, event: Event, settings: Settings) -> pl.DataFrame:
    """Return the sessions of the event that one can hear whole.

    What lasts for hours (a clinic, an open stand) is no talk, and its host can be met.
    """
    length = pl.col("end_utc") - pl.col("start_utc")
    short = length <= pl.duration(minutes=settings.integer("plan.longest_talk_minutes"))
    mine = pl.col("event").eq(event.slug) & pl.col("owner").eq("event")
    return sessions.filter(mine, ~pl.col("all_day"), short).sort("start_utc", "session_id")


def talks_of(
    sessions: pl.DataFrame, appearances: pl.DataFrame, event: Event, settings: Settings
) -> dict[str, tuple[Talk, ...]]:
    """Return the talks of each person in the event's agenda that are sure enough, by start."""
    speaking = appearances.filter(pl.col("role") == "speaker", pl.col("confidence") >= _SURE_ENOUGH)
    joined = speaking.join(agenda_of(sessions, event, settings), on="session_id")
    found: dict[str, dict[tuple[str, dt.datetime], Talk]] = {}
    for row in joined.sort("person_id", "start_utc", "session_id").iter_rows(named=True):
        talk = _talk(row)
        found.setdefault(row["person_id"], {}).setdefault((talk.title, talk.start), talk)
    return {person_id: tuple(talks.values()) for person_id, talks in found.items()}


def marked_talks(sessions: pl.DataFrame, event: Event, settings: Settings) -> tuple[Talk, ...]:
    """Return the talks that the user wants to hear, by start.

    They are named in event.toml (by title, or an unmistakable part of it), or stand in the user's own
    calendar too.
    """
    agenda = agenda_of(sessions, event, settings)
    named = {plain(text) for text in event.talks if plain(text)}
    own: dict[dt.datetime, list[dict[str, Any]]] = {}
    for row in sessions.filter(pl.col("owner") == "mine").iter_rows(named=True):
        own.setdefault(row["start_utc"], []).append(row)
    return tuple(
        _talk(row)
        for row in agenda.iter_rows(named=True)
        if any(_is_kept(entry, row) for entry in own.get(row["start_utc"], ()))
        or _is_named(plain(row["title"] or ""), named)
    )


def _is_kept(entry: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    return stands_for(entry, row["start_utc"], row["title"] or "") or (
        entry["uid"] is not None and entry["uid"] == row["uid"]
    )


def stands_for(entry: Mapping[str, Any], start: dt.datetime, title: str) -> bool:
    """Return whether an own entry is a talk that was put into the own calendar: its time and its title.

    Agendas write the speakers behind the title, and so do their calendars.
    """
    told = plain(title)
    return (
        entry["start_utc"] == start
        and len(told) >= _SHORTEST
        and f"{plain(entry['title'] or '')} ".startswith(f"{told} ")
    )


def _is_named(title: str, named: Iterable[str]) -> bool:
    return any(name == title or (len(name) >= _SHORTEST and name in title) for name in named)


def _talk(row: Mapping[str, Any]) -> Talk:
    return Talk(row["session_id"], row["title"] or "", row["start_utc"], row["end_utc"], row["place"])


def plain(text: str) -> str:
    """Return the words of a title in small letters."""
    return " ".join(re.findall(r"\w+", text.casefold()))
