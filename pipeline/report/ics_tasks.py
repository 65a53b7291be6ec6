"""The follow-ups as tasks (VTODO), in a file of their own: importers stumble over both kinds in one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pipeline.report.ics import key_of, steps_of, summary_of
from pipeline.report.ics_write import Entry, Item, moment_of, uid_of, write_calendar
from pipeline.report.words import load_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.report.inputs import Inputs
    from pipeline.report.words import Words

_DAY = dt.timedelta(days=1)
_MORNING = dt.timedelta(hours=9)


def tasks_calendar(
    inputs: Inputs, previous: Sequence[Mapping[str, Any]], *, words: Words | None = None
) -> tuple[str, list[Item]]:
    """Return followups-tasks.ics as text, and its items for next time: each step due on its day or slot.

    What is done stands as completed, so that a list which knows the task ticks it off.
    """
    words = words or load_words()
    entries = [
        _task_of(row, summary_of(row, name, words), words("calendar.id", id=short) if short else "", inputs)
        for row, name, short in steps_of(inputs, ("open", "snoozed", "done"))
    ]
    name = words("calendar.follow_name", event=inputs.event.name)
    return write_calendar(name, entries, previous, now=inputs.now, component=_todo)


def task_uid(slug: str, user_id: str, followup_id: str) -> str:
    """Return the UID of the task that a step of this event and user has."""
    return uid_of(key_of(slug, user_id, "task", followup_id))


def _task_of(row: Mapping[str, Any], summary: str, description: str, inputs: Inputs) -> Entry:
    timed = row["start"] is not None and row["end"] is not None
    return Entry(
        key_of(inputs.event.slug, inputs.profile.user_id, "task", row["followup_id"]),
        row["start"] if timed else row["due"] - _DAY,
        row["end"] if timed else row["due"],
        summary,
        description,
        alarm=row["start"] - row["end"] if timed else _MORNING,
        blocks=False,
        done=row["state"] == "done",
    )


def _todo(item: Item, entry: Entry | None) -> Any:
    """Return the VTODO; without an entry it is the cancellation of what the item says."""
    import icalendar

    todo = icalendar.Todo()
    stamp = dt.datetime.fromisoformat(item["dtstamp"])
    for name, value in (("uid", item["uid"]), ("dtstamp", stamp), ("last-modified", stamp)):
        todo.add(name, value)
    todo.add("sequence", item["sequence"])
    # Both are written: alarms of tasks with a due date alone were lost on servers.
    todo.add("dtstart", moment_of(item["start"]))
    todo.add("due", moment_of(item["end"]))
    todo.add("summary", item["summary"])
    todo.add("class", "PRIVATE")
    if entry is None:
        todo.add("status", "CANCELLED")
        return todo
    todo.add("categories", [entry.category])
    if entry.description:
        todo.add("description", entry.description)
    if entry.done:
        todo.add("status", "COMPLETED")
        todo.add("completed", stamp)
        todo.add("percent-complete", 100)
        return todo
    todo.add("status", "NEEDS-ACTION")
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.summary)
    alarm.add("trigger", entry.alarm, parameters={"RELATED": "END"})
    todo.add_component(alarm)
    return todo
