"""On which days and at what hours somebody is at the event, as the event's own lists say."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import polars as pl

from pipeline.plan.days_said import days_named, hours_named, says_no, says_when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.event import Event, Opening

#: What stands between two statements of one cell.
_PARTS = re.compile(r"[;|\n]")
_DAY = dt.timedelta(days=1)
Times = tuple[tuple[dt.datetime, dt.datetime], ...]
#: What a list says of somebody: heading and cell of a column that has no field of its own.
SAID = {"person_id": pl.String, "heading": pl.String, "cell": pl.String}


def said_of_days(records: pl.DataFrame, people: pl.DataFrame, event: Event) -> pl.DataFrame:
    """Return (person_id, heading, cell) of the columns of this event's lists that speak of days or hours."""
    here = records.filter(pl.col("event") == event.slug).select("record_id", "extra").explode("extra")
    told = here.drop_nulls("extra").unnest("extra")
    headings = [one for one in told["name"].unique().to_list() if one and says_when(one, event)]
    kept = told.filter(pl.col("name").is_in(headings))
    whose = people.select("person_id", pl.col("record_ids").alias("record_id")).explode("record_id")
    joined = kept.join(whose, on="record_id").select(
        "person_id", pl.col("name").alias("heading"), pl.col("value").alias("cell")
    )
    return joined.drop_nulls().unique().sort("person_id", "heading", "cell").cast(pl.Schema(SAID))


def presence_of(said: pl.DataFrame, event: Event) -> dict[str, Times]:
    """Return when each person is there, by person_id; who is not named may be there at any hour.

    A cell that names no day and no hour of the event says nothing.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for person_id, heading, cell in said.sort("person_id", "heading", "cell").iter_rows():
        found.setdefault(person_id, []).append((heading, cell))
    read = {person_id: _times(cells, event) for person_id, cells in found.items()}
    return {person_id: times for person_id, times in read.items() if times}


def _times(cells: Iterable[tuple[str, str]], event: Event) -> Times:
    spans: set[tuple[dt.datetime, dt.datetime]] = set()
    for heading, cell in cells:
        own = days_named(heading, event)
        if own and says_no(cell):
            continue
        for part in _PARTS.split(cell):
            days, hours = own or days_named(part, event), hours_named(part)
            if days or hours:
                for number in days or range(len(event.hours)):
                    spans.update(_on(event.hours[number], hours, event))
    return tuple(sorted(spans))


def _on(
    opening: Opening, hours: Iterable[tuple[int, int]], event: Event
) -> Iterable[tuple[dt.datetime, dt.datetime]]:
    """Return these minutes of the clock on a day of the event, else all its opening hours."""
    midnight = opening.start.astimezone(event.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    found = [
        tuple((midnight + dt.timedelta(minutes=end)).astimezone(dt.UTC) for end in span) for span in hours
    ]
    # What is said of an hour after midnight is meant of the night that begins on this day.
    found += [(a + _DAY, b + _DAY) for a, b in found]
    inside = [(max(a, opening.start), min(b, opening.end)) for a, b in found]
    return [(a, b) for a, b in inside if a < b] or ([] if found else [(opening.start, opening.end)])
