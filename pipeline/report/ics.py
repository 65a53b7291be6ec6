"""The day and the follow-ups for the user's own calendar: times, booths and printed IDs, nothing private."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.namesakes import called
from pipeline.report.clean import printable
from pipeline.report.ics_write import Entry, Item, write_calendar
from pipeline.report.rows import name_of
from pipeline.report.target import targets
from pipeline.report.words import Words, load_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.report.inputs import Inputs
    from pipeline.report.target import Target

_LONGEST = 120
_MORNING = dt.timedelta(hours=9)
#: Asking of each planned person whether they were met is one task of the evening, not twenty entries.
_NOT_IN_CALENDARS = ("met",)


def plan_calendar(
    inputs: Inputs, previous: Sequence[Mapping[str, Any]], *, words: Words | None = None
) -> tuple[str, list[Item]]:
    """Return plan.ics as text, and its items for the next time: doors, agreed slots and talks, in UTC.

    One alarm rings before the doors open and one before each agreed slot. Walk-ups have no minutes, so they
    stand as an ordered list of booths and IDs in the entry of the doors.
    """
    words = words or load_words()
    entries = [*_doors(inputs, words), *_agreed(inputs, words), *_talks(inputs, words)]
    name = words("calendar.plan_name", event=printable(inputs.event.name, _LONGEST))
    return write_calendar(name, entries, previous, now=inputs.now)


def followups_calendar(
    inputs: Inputs, previous: Sequence[Mapping[str, Any]], *, words: Words | None = None
) -> tuple[str, list[Item]]:
    """Return followups.ics as text, and its items for next time: each open step on its day or in its slot."""
    words = words or load_words()
    entries = [_step(*parts, inputs, words) for parts in steps_of(inputs, ("open", "snoozed"))]
    name = words("calendar.follow_name", event=printable(inputs.event.name, _LONGEST))
    return write_calendar(name, entries, previous, now=inputs.now)


def steps_of(inputs: Inputs, states: Sequence[str]) -> Iterator[tuple[dict[str, Any], str, str | None]]:
    """Yield the steps in these states that a calendar shows, each with name and printed ID of the person."""
    names, ids = called(inputs.people), _short_ids(inputs)
    steps = inputs.followups.filter(
        pl.col("event") == inputs.event.slug,
        pl.col("state").is_in(list(states)),
        ~pl.col("step").is_in(_NOT_IN_CALENDARS),
    )
    for row in steps.sort("due", "followup_id").iter_rows(named=True):
        yield row, names.get(row["person_id"], ""), ids.get(row["person_id"])


def _short_ids(inputs: Inputs) -> dict[str, str]:
    issued = inputs.issued.filter(pl.col("event") == inputs.event.slug).sort("issued_at", descending=True)
    return dict(issued.select("person_id", "short_id").iter_rows())


def key_of(slug: str, user_id: str, kind: str, name: str) -> str:
    """Return the key that a UID is made from: event, user and kind of entry, never a time or a place."""
    return f"{slug}/{user_id}/{kind}/{name}"


def _key(inputs: Inputs, kind: str, name: str) -> str:
    return key_of(inputs.event.slug, inputs.profile.user_id, kind, name)


def _doors(inputs: Inputs, words: Words) -> Iterator[Entry]:
    """Yield one entry per day of the event, with the walk-ups of that day in their order."""
    found = targets(inputs).planned
    warning = dt.timedelta(minutes=-inputs.settings.integer("plan.alarm_doors_minutes"))
    for number, hours in enumerate(inputs.event.hours, start=1):
        route = [
            words("calendar.stop", number=entry["order"], where=_where(target))
            for target in found
            if (entry := target.entry) and not entry["agreed"] and hours.start <= entry["start"] <= hours.end
        ]
        yield Entry(
            _key(inputs, "doors", str(number)),
            hours.start,
            hours.end,
            words("calendar.doors", event=printable(inputs.event.name, _LONGEST)),
            "\n".join(route),
            printable(inputs.event.place, _LONGEST),
            alarm=warning,
            blocks=False,
        )


def _booth(target: Target) -> str:
    return printable((target.entry or {}).get("place") or target.best("booth"), 40)


def _where(target: Target) -> str:
    """Return booth or room and the printed ID; the ID alone where nobody has a place of their own."""
    return ", ".join(filter(None, (_booth(target), target.short_id)))


def _agreed(inputs: Inputs, words: Words) -> Iterator[Entry]:
    warning = dt.timedelta(minutes=-inputs.settings.integer("plan.alarm_slot_minutes"))
    for target in targets(inputs).planned:
        entry = target.entry or {}
        if entry.get("agreed") and entry["start"] and entry["end"]:
            yield Entry(
                _key(inputs, "agreed", entry["entry_id"]),
                entry["start"],
                entry["end"],
                words("calendar.agreed", name=name_of(target.person)),
                _where(target),
                ", ".join(filter(None, (_booth(target), printable(inputs.event.place, _LONGEST)))),
                alarm=warning,
            )


def _talks(inputs: Inputs, words: Words) -> Iterator[Entry]:
    ids = _short_ids(inputs)
    mine = pl.col("event").eq(inputs.event.slug) & pl.col("user_id").eq(inputs.profile.user_id)
    talks = inputs.plan.filter(
        mine,
        pl.col("kind") == "talk",
        pl.col("start").is_not_null(),
        pl.col("dropped_because").list.len() == 0,
    )
    titled = talks.join(inputs.sessions.select("session_id", "title"), on="session_id", how="left")
    for row in titled.unique("entry_id").sort("start", "entry_id").iter_rows(named=True):
        place = printable(row["place"], 60)
        speaker = ids.get(row["person_id"] or "", "")
        yield Entry(
            _key(inputs, "talk", row["entry_id"]),
            row["start"],
            row["end"],
            words("calendar.talk", title=printable(row["title"], _LONGEST)),
            ", ".join(filter(None, (place, speaker))),
            place,
        )


def _step(
    row: Mapping[str, Any], called_so: str, short_id: str | None, inputs: Inputs, words: Words
) -> Entry:
    summary = summary_of(row, called_so, words)
    timed = row["start"] is not None and row["end"] is not None
    return Entry(
        _key(inputs, "step", row["followup_id"]),
        row["start"] if timed else row["due"],
        row["end"] if timed else row["due"] + dt.timedelta(days=1),
        summary,
        words("calendar.id", id=short_id) if short_id else "",
        alarm=dt.timedelta() if timed else _MORNING,
        blocks=False,
    )


def summary_of(row: Mapping[str, Any], called_so: str, words: Words) -> str:
    """Return what a step is called in a calendar: what to do, with the name."""
    name = printable(called_so, _LONGEST)
    said = words.get(f"calendar.step.{row['step']}", name=name)
    return said or words("calendar.follow", name=name)
