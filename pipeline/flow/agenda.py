"""What an agenda says that cannot be meant for its event: another clock, or other days."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.ingest.ics_zone import Zones
from pipeline.ingest.importer import Finding
from pipeline.report.clean import printable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pipeline.event import Event
    from pipeline.ingest import Ingested, Inspection

OTHER_ZONE, OTHER_DAYS = "agenda.other_zone", "agenda.other_days"
_TITLE = 50


def with_doubts(found: Ingested, event: Event) -> Ingested:
    """Return what an agenda gave with a notice for each zone that is not the event's, and for other days."""
    timed = found.sessions.filter(~pl.col("all_day"), pl.col("owner") == "event").sort("start_utc", "title")
    said = (*_other_zones(timed, event), *_other_days(timed, event))
    seen = replace(found.inspection, findings=(*said, *found.inspection.findings))
    return replace(found, inspection=seen) if said else found


def without(inspection: Inspection, codes: Collection[str]) -> Inspection:
    """Return an inspection without these doubts, for an event that takes zone or day from the agenda."""
    kept = tuple(item for item in inspection.findings if item.code not in codes)
    return replace(inspection, findings=kept)


def _other_zones(timed: pl.DataFrame, event: Event) -> Iterator[Finding]:
    zones, counts, texts = Zones(), Counter[str](), dict[str, str]()
    for row in timed.iter_rows(named=True):
        zone = zones.find(row["tz"]) if row["tz"] not in (None, "UTC", event.tz) else None
        if zone is None:
            continue
        there, here = (row["start_utc"].astimezone(tz) for tz in (zone.tz, event.zone))
        if there.utcoffset() != here.utcoffset():
            counts[row["tz"]] += 1
            title = printable(row["title"], _TITLE) or "the first"
            texts.setdefault(row["tz"], f"{title!r} is at {there:%H:%M} there, on paper at {here:%H:%M}")
    for name, count in sorted(counts.items()):
        number = "one session is" if count == 1 else f"{count} sessions are"
        text = f"{number} in the zone {name}, the event is in {event.tz}: {texts[name]}"
        yield Finding("notice", OTHER_ZONE, text)


def _other_days(timed: pl.DataFrame, event: Event) -> Iterator[Finding]:
    first, last = timed["start_utc"].min(), timed["end_utc"].max()
    opens = ((one.start, one.end) for one in event.hours)
    if timed.height and not any(
        timed.filter(pl.col("start_utc") < end, pl.col("end_utc") > start).height for start, end in opens
    ):
        begin, end = (moment.astimezone(event.zone).date() for moment in (first, last))  # type: ignore[union-attr]
        days = f"on {begin}" if begin == end else f"from {begin} to {end}"
        text = f"no session of this agenda lies in the hours of {event.name}: they are {days}"
        yield Finding("notice", OTHER_DAYS, text)
