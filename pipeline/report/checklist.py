"""The follow-up plan as a view: promises first, then whom was met, then every step by its date."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.namesakes import called
from pipeline.report.after import after_steps
from pipeline.report.clean import printable
from pipeline.report.page import page_of
from pipeline.report.rows import name_of, named_row, rows_of, sub_of
from pipeline.report.target import Target, targets
from pipeline.report.view import DateGroup, FollowUpView, Owed, Task
from pipeline.report.words import Words, load_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.report.inputs import Inputs

#: The step of somebody planned of whom nothing was noted; it prints as a question with two boxes.
_ASK_MET = "met"
#: What is due later than this prints on one line.
_SOON = dt.timedelta(days=24)
#: Said once for each person; of the event this checklist is about not at all.
_ONCE = ("step.cares", "step.channel", "step.give")
_HERE = "step.met_at"
#: As many characters of a step's number as tell it from the others.
_NUMBER = 6
#: A day further from the event than this is printed with its year.
_SAME_YEAR = dt.timedelta(days=300)


def follow_up(inputs: Inputs, *, words: Words | None = None) -> FollowUpView:
    """Return the checklist of this event.

    Without any debrief it asks who of the planned people was met, and gives the dates with lines to write on.
    """
    words = words or load_words()
    event, zone = inputs.event, inputs.event.zone
    today = inputs.now.astimezone(zone).date()
    open_steps = inputs.followups.filter(
        pl.col("event").eq(event.slug), pl.col("state").is_in(["open", "snoozed"])
    )
    known = {target.person_id: target for target in _everybody(inputs)}
    asked = _asked(inputs, open_steps)
    noted = not _here(inputs.interactions, event.slug).is_empty()
    steps = open_steps.filter(pl.col("step") != _ASK_MET)
    horizon = max(event.last_day, today) + _SOON
    dates = _dates(steps.filter(pl.col("due") <= horizon), known, inputs, words)
    told = {group.when for group in dates}
    return FollowUpView(
        page=page_of(inputs, words, "paper.follow_title"),
        event=printable(event.name, 90),
        user=printable(inputs.profile.name, 60),
        when=words.day(event.last_day),
        head=_head(inputs, words, today, noted=noted),
        mine=_owed(inputs, "mine", words, today),
        theirs=_owed(inputs, "theirs", words, today),
        met=tuple(named_row(row) for row in rows_of(asked, words, zone)),
        dates=dates,
        later=_dates(steps.filter(pl.col("due") > horizon), known, inputs, words, brief=True),
        after=()
        if noted
        else tuple(
            step for step in after_steps(event, inputs.profile.country, words) if step.when not in told
        ),
        warnings=tuple(f"no sentence for {key} in words.{words.lang}.toml" for key in sorted(words.missing)),
    )


def _here(frame: pl.DataFrame, slug: str) -> pl.DataFrame:
    return frame.filter(pl.col("event") == slug)


def _everybody(inputs: Inputs) -> tuple[Target, ...]:
    found = targets(inputs)
    return (*found.planned, *found.others)


def _asked(inputs: Inputs, open_steps: pl.DataFrame) -> list[Target]:
    """Return the planned people of whom nothing was noted, in the order of the day."""
    planned = targets(inputs).planned
    noted = set(_here(inputs.interactions, inputs.event.slug)["person_id"])
    if open_steps.is_empty():
        return [target for target in planned if target.person_id not in noted]
    asked = set(open_steps.filter(pl.col("step") == _ASK_MET)["person_id"])
    return [target for target in planned if target.person_id in asked]


def _head(inputs: Inputs, words: Words, today: dt.date, *, noted: bool) -> tuple[str, ...]:
    """Return what moved, in sentences with names; the only totals are promises open and late."""
    if not noted:
        return (words("paper.label.no_debrief"),)
    mine = inputs.promises.filter(pl.col("owner") == "mine")
    kept = mine.filter(pl.col("state").is_in(["kept", "late_kept"]), pl.col("event") == inputs.event.slug)
    names = _names(inputs)
    lines = [
        words("paper.follow.head_kept", name=names[row["person_id"]], text=row["text"])
        for row in kept.sort("closed_at", "promise_id").iter_rows(named=True)
        if row["person_id"] in names
    ][:3]
    still = mine.filter(pl.col("state") == "open")
    late = still.filter(pl.col("due") < today).height
    if still.height:
        key = "head_open_late" if late else "head_open"
        lines.append(words(f"paper.follow.{key}", open=still.height, late=late))
    return tuple(lines)


def _names(inputs: Inputs) -> Mapping[str, str]:
    return {person_id: printable(name, 90) for person_id, name in called(inputs.people).items()}


def _owed(inputs: Inputs, owner: str, words: Words, today: dt.date) -> tuple[Owed, ...]:
    rows = inputs.promises.filter(pl.col("owner") == owner, pl.col("state") == "open")
    names = _names(inputs)
    return tuple(
        Owed(
            text=printable(row["text"], 160),
            name=names.get(row["person_id"], ""),
            when=_when(row["due"], "short", inputs, words) if row["due"] else "",
            late=bool(row["due"] and row["due"] < today),
        )
        for row in rows.sort("due", "promise_id", nulls_last=True).iter_rows(named=True)
    )


def _dates(
    steps: pl.DataFrame, known: Mapping[str, Target], inputs: Inputs, words: Words, *, brief: bool = False
) -> tuple[DateGroup, ...]:
    """Return the steps by date; ``brief`` ones without what was said of the person before."""
    people = {row["person_id"]: row for row in inputs.people.iter_rows(named=True)}
    ordered = steps.sort("due", "start", "step", "followup_id", nulls_last=True).iter_rows(named=True)
    told: set[str] = set()
    groups = []
    for day, rows in groupby(ordered, key=lambda row: row["due"]):
        tasks = []
        for row in _by_person(list(rows)):
            person = people.get(row["person_id"])
            target = known.get(row["person_id"]) or (Target(person) if person else None)
            first = not brief and row["person_id"] not in told
            tasks.append(_task(row, target, inputs, words, first=first))
            told.add(row["person_id"])
        groups.append(
            DateGroup(
                _when(day, _style(day, inputs), inputs, words), tuple(tasks), any(item.name for item in tasks)
            )
        )
    return tuple(groups)


def _by_person(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the steps of one date with those of a person together, in the order of their first ones."""
    first: dict[str | None, int] = {}
    for at, row in enumerate(rows):
        first.setdefault(row["person_id"], at)
    return sorted(rows, key=lambda row: first[row["person_id"]])


def _when(day: dt.date, style: str, inputs: Inputs, words: Words) -> str:
    """Return a date, with its year where it lies so far off that another one could be meant."""
    far = abs(day - inputs.event.last_day) > _SAME_YEAR
    return f"{words.day(day, style)}{f' {day.year}' if far else ''}"


def _style(day: dt.date, inputs: Inputs) -> str:
    return "tonight" if day == inputs.event.last_day else "by"


def _task(row: dict[str, Any], target: Target | None, inputs: Inputs, words: Words, *, first: bool) -> Task:
    messages = [item for item in row["why"] if _is_news(item, inputs, first=first)]
    said = [text for message in messages if (text := words.say(message))]
    name, what = name_of(target.person) if target else "", said[0] if said else ""
    return Task(
        task_id=row["followup_id"][:_NUMBER],
        name=name if first or name not in what else "",
        sub=sub_of(target) if target and first else "",
        what=what,
        details=tuple(said[1:]),
        at=_free_slot(row, inputs, words),
        basis=words(f"advice.basis.{row['basis']}"),
        warnings=tuple(text for message in row["warnings"] if (text := words.say(message))),
    )


def _is_news(message: dict[str, Any], inputs: Inputs, *, first: bool) -> bool:
    if message["key"] == _HERE:
        return {"name": "event", "value": inputs.event.name} not in message["params"]
    return first or message["key"] not in _ONCE


def _free_slot(row: dict[str, Any], inputs: Inputs, words: Words) -> str:
    if row["start"] is None or row["end"] is None:
        return ""
    zone = inputs.event.zone
    return words("paper.follow.at", start=words.clock(row["start"], zone), end=words.clock(row["end"], zone))
