"""What is said of an agenda that is on another clock, or on other days, than its event."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline.event import as_event
from pipeline.flow.agenda import with_doubts
from pipeline.ingest.ics import read_calendar
from pipeline.ingest.importer import Source
from pipeline.settings import load_settings

EVENT = as_event(
    "fair",
    {"name": "Fair", "start": dt.date(2027, 3, 18), "hours": "10-16", "tz": "America/New_York"},
    "event.toml",
)


def said(*starts: str, owner="event") -> list[str]:
    entries = "".join(
        f"BEGIN:VEVENT\nUID:{n}\nSUMMARY:Talk {n}\nDTSTART{start}\nDURATION:PT1H\nEND:VEVENT\n"
        for n, start in enumerate(starts)
    )
    data = f"BEGIN:VCALENDAR\n{entries}END:VCALENDAR\n".encode()
    source = Source(Path("x.ics"), "x.ics", "0" * 64, "fair", owner=owner, tz=EVENT.tz)
    found = with_doubts(read_calendar(data, source, load_settings()), EVENT)
    return [item.message for item in found.inspection.notices]


def test_sessions_on_another_clock_are_counted_and_one_is_shown_on_both():
    berlin, paris = said(";TZID=Europe/Berlin:20270318T170000", ";TZID=Europe/Paris:20270318T160000")
    event = "the event is in America/New_York"
    assert berlin == (
        f"one session is in the zone Europe/Berlin, {event}: 'Talk 0' is at 17:00 there, on paper at 12:00"
    )
    assert paris == (
        f"one session is in the zone Europe/Paris, {event}: 'Talk 1' is at 16:00 there, on paper at 11:00"
    )


@pytest.mark.parametrize(
    "start", [":20270318T150000Z", ";TZID=America/Toronto:20270318T110000", ":20270318T110000"]
)
def test_the_same_clock_under_another_name_universal_time_and_no_zone_at_all_are_no_doubt(start):
    assert said(start) == []


def test_an_agenda_of_another_year_is_told():
    assert said(":20260318T150000Z", ":20260319T150000Z") == [
        "no session of this agenda lies in the hours of Fair: they are from 2026-03-18 to 2026-03-19"
    ]


def test_nothing_is_said_of_ones_own_calendar():
    assert said(";TZID=Europe/Berlin:20260318T170000", owner="mine") == []
