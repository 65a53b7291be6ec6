"""The page for the week before: what to do by which day, and two look-up lines for each must-meet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.report.clean import printable
from pipeline.report.ics_write import Entry, Item, write_calendar
from pipeline.report.page import page_of
from pipeline.report.rows import name_of
from pipeline.report.words import load_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from pipeline.report.inputs import Inputs
    from pipeline.report.view import Page

#: A thing to do by a day: the key of its sentence, the day, and whom it is about.
Step = tuple[str, dt.date, str | None]


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do; ``look_up`` asks for two lines to write on."""

    text: str
    look_up: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The things to do by one day."""

    when: str
    todos: tuple[Todo, ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    """The page of the week before."""

    page: Page
    event: str
    user: str
    when: str
    intro: str
    days: tuple[Day, ...]


def week_before(inputs: Inputs, steps: Iterable[Step]) -> WeekView:
    """Return the page for these steps, which are in order of their days."""
    words = load_words()
    names = _names(inputs)
    days = tuple(
        Day(
            when=words("paper.week.by", day=words.day(day, "short")),
            todos=tuple(
                Todo(words(key, name=names.get(person or "", "")), look_up=person is not None)
                for key, _, person in group
            ),
        )
        for day, group in groupby(steps, key=lambda step: step[1])
    )
    return WeekView(
        page=page_of(inputs, words, "paper.week.title"),
        event=printable(inputs.event.name, 90),
        user=printable(inputs.profile.name, 60),
        when=words.day(inputs.event.first_day),
        intro=printable(inputs.profile.intro, 420),
        days=days,
    )


def week_calendar(
    inputs: Inputs, steps: Iterable[Step], previous: Sequence[Mapping[str, Any]]
) -> tuple[str, list[Item]]:
    """Return the steps as a calendar of whole days that block nothing, and its items for the next time."""
    words = load_words()
    names = _names(inputs)
    entries = [
        Entry(
            key=f"{inputs.event.slug}/{key}/{person or ''}",
            start=day,
            end=day + dt.timedelta(days=1),
            summary=words(key, name=names.get(person or "", "")),
            blocks=False,
        )
        for key, day, person in steps
    ]
    name = words("paper.week.calendar", event=printable(inputs.event.name, 90))
    return write_calendar(name, entries, previous, now=inputs.now)


def _names(inputs: Inputs) -> dict[str, str]:
    return {row["person_id"]: name_of(row) for row in inputs.people.iter_rows(named=True)}
