"""What the lists themselves say of their event: name, days, hours, zone and kind; the user is told each."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

import polars as pl

from pipeline.errors import UsageError
from pipeline.flow.event_name import name_above, title_of
from pipeline.flow.stages import all_records
from pipeline.ingest.title_block import days_named, opening_hours
from pipeline.tables import Sessions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from pipeline.event import EventKind
    from pipeline.flow.project import Project
    from pipeline.ingest.importer import Inspection

    Span = tuple[dt.datetime, dt.datetime]

DEFAULT_HOURS = "10:00-16:00"
#: An agenda over more days than this is a season of events.
MOST_DAYS = 10


@dataclass(frozen=True, slots=True)
class Heard:
    """The lists of one event as they were taken in; ``told`` gets a sentence for each assumption."""

    project: Project
    slug: str
    inspections: Sequence[Inspection | None]
    told: list[str]

    def of_event(self, event: Mapping[str, object], given: AbstractSet[str]) -> dict[str, object]:
        """Return keys of event.toml: what the lists say where the user said nothing, else what is usual.

        Raises ``UsageError`` when neither the user nor a list says the day.
        """
        agenda = self.project.workspace.read("sessions", Sessions).filter(
            ~pl.col("all_day"), event=self.slug, owner="event"
        )
        found = dict(event)
        if "name" not in given:
            found["name"] = self._name(str(event["name"]))
        if "tz" not in given:
            found["tz"] = self._zone(str(event["tz"]), agenda)
        spans = _local(agenda, ZoneInfo(str(found["tz"])))
        first = dt.date.fromisoformat(str(event["start"])) if "start" in given else self._first_day(spans)
        found["start"] = first
        last = self._last_day(first, spans)
        if last > first:
            found["end"] = last
        if "hours" not in given:
            found["hours"] = self._hours([span for span in spans if first <= span[0].date() <= last])
        return found | {"kind": self._kind(talks=bool(spans))}

    def _name(self, usual: str) -> str:
        said = title_of(self.inspections)
        source = ", as the agenda says" if said else ""
        if said is None:
            said = name_above(self.inspections)
            source = ", as the rows above the list say" if said else ""
        self.told.append(f"The event is called {said or usual!r}{source}; --event says otherwise.")
        return said or usual

    def _zone(self, usual: str, agenda: pl.DataFrame) -> str:
        names = agenda["tz"].drop_nulls().value_counts(sort=True)["tz"].to_list()
        said = next((name for name in names if name in available_timezones()), None)
        source = ", as the agenda says" if said else ""
        self.told.append(f"The hours are in the zone {said or usual}{source}; --tz names another.")
        return said or usual

    def _first_day(self, spans: Sequence[Span]) -> dt.date:
        days, named = sorted({begin.date() for begin, _ in spans}), days_named(self.inspections)
        if not days and len(named) != 1:
            several = f"the lists name several days: {' and '.join(map(str, named))}"
            what = several if named else "no list names the day of the event"
            raise UsageError(what, do="Say it: --on 2027-03-18.")
        source = "the agenda says" if days else "the rows above the list say"
        self.told.append(f"The day is {(days or named)[0]}, as {source}; --on names another.")
        return (days or named)[0]

    def _last_day(self, first: dt.date, spans: Sequence[Span]) -> dt.date:
        days = sorted({begin.date() for begin, _ in spans})
        if days and not days[0] <= first <= days[-1]:
            self.told.append(f"The agenda is of {days[0]} and later, and not of the day you named.")
        named = days_named(self.inspections)
        if named and not days and first not in named:
            listed = " and ".join(map(str, named))
            self.told.append(f"The rows above the list name {listed}, and not the day you named.")
        if not days or days[0] != first or days[-1] - first >= dt.timedelta(days=MOST_DAYS):
            return first
        if days[-1] > first:
            self.told.append(f"The event lasts until {days[-1]}, as the agenda says; see end in event.toml.")
        return days[-1]

    def _hours(self, spans: Sequence[Span]) -> str:
        said, source = opening_hours(self.inspections), ", as the rows above the list say"
        if spans:
            begin = min(f"{start:%H:%M}" for start, _ in spans)
            end = max(f"{stop:%H:%M}" if stop.date() == start.date() else "23:59" for start, stop in spans)
            said, source = f"{begin}-{end}", ", as the agenda says"
        told = source if said else ""
        self.told.append(f"The hours are {said or DEFAULT_HOURS}{told}; --hours says otherwise.")
        return said or DEFAULT_HOURS

    def _kind(self, *, talks: bool) -> EventKind:
        records = all_records(self.project).filter(event=self.slug)
        stands = pl.any_horizontal(pl.col("kind") == "organization", pl.col("booth").is_not_null())
        if records.filter(stands).height:
            return "fair"
        kind: EventKind = "conference" if talks else "meetup"
        self.told.append(f"This is a {kind}: no employer is on the list; kind in event.toml says otherwise.")
        return kind


def _local(agenda: pl.DataFrame, zone: ZoneInfo) -> list[Span]:
    pairs = agenda.select("start_utc", "end_utc").iter_rows()
    return [(begin.astimezone(zone), end.astimezone(zone)) for begin, end in pairs]


def local_zone() -> str:
    """Return the zone this computer is set to, else UTC."""
    link = Path("/etc/localtime")
    named = os.environ.get("TZ") or (str(link.resolve()).partition("zoneinfo/")[2] if link.exists() else "")
    zone = named if named in available_timezones() else "UTC"
    return "UTC" if zone in ("Etc/UTC", "Etc/UCT", "Etc/Zulu", "Zulu", "UCT", "Universal") else zone
