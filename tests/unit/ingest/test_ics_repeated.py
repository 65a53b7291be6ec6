"""Series: told in the same times as the library tells them whole, and bounded all together."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.ics import read_calendar
from pipeline.ingest.ics_expand import Window
from pipeline.ingest.importer import Source
from pipeline.settings import load_settings

SETTINGS = load_settings()
MARCH = Window(dt.datetime(2026, 3, 1, tzinfo=dt.UTC), dt.datetime(2026, 6, 1, tzinfo=dt.UTC))


def calendar(*entries: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{entry}\nEND:VEVENT\n" for entry in entries)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{body}END:VCALENDAR\n".encode()


def read(data: bytes, window: Window | None = MARCH, **values: int):
    source = Source(Path("x.ics"), "x.ics", "0" * 64, "fair")
    changed = SETTINGS.changed({f"calendar.{name}": value for name, value in values.items()}, "a test")
    return read_calendar(data, source, changed, window=window)


def starts(found) -> list[dt.datetime]:
    return found.sessions.sort("start_utc")["start_utc"].to_list()


rules = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}".format, st.integers(1, 9)),
    st.builds("FREQ=DAILY;COUNT={}".format, st.integers(1, 200)),
    st.builds("FREQ=DAILY;UNTIL=20260{}15T090000Z".format, st.integers(1, 6)),
    st.builds(
        "FREQ=WEEKLY;INTERVAL={};BYDAY={}".format,
        st.integers(1, 4),
        st.sampled_from(["MO", "TU,TH", "SA,SU", "FR"]),
    ),
    st.builds(
        "FREQ=MONTHLY;BYDAY={}".format, st.sampled_from(["1MO", "-1FR", "2TU,4TU", "MO,TU,WE;BYSETPOS=-1"])
    ),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, st.sampled_from(["31", "-1", "1,15", "29"])),
    st.builds("FREQ=YEARLY;BYMONTH={};BYDAY=2WE".format, st.integers(1, 12)),
)


@settings(deadline=None, max_examples=80)
@given(
    rule=rules,
    day=st.dates(dt.date(2025, 6, 1), dt.date(2026, 5, 20)),
    out=st.lists(st.dates(dt.date(2026, 3, 1), dt.date(2026, 5, 31)), max_size=5),
    more=st.lists(st.dates(dt.date(2026, 3, 1), dt.date(2026, 5, 31)), max_size=3),
)
def test_a_series_has_the_times_that_the_expansion_library_gives_it(rule, day, out, more):
    lines = ["UID:a", f"DTSTART:{day:%Y%m%d}T090000Z", "DURATION:PT30M", f"RRULE:{rule}"]
    lines += [f"EXDATE:{one:%Y%m%d}T090000Z" for one in out]
    lines += [f"RDATE:{one:%Y%m%d}T090000Z" for one in more]
    data = calendar("\n".join(lines))
    query = recurring_ical_events.of(icalendar.Calendar.from_ical(data))
    expected = sorted({event["DTSTART"].dt for event in query.between(MARCH.start, MARCH.end)})
    assert starts(read(data)) == expected


def test_too_many_occurrences_end_all_series_on_one_day_and_it_is_said():
    daily = [f"UID:d{n}\nDTSTART:20260301T0{n}0000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY" for n in range(5)]
    found = read(calendar(*daily), most_in_all=50)
    days = {moment.date() for moment in starts(found)}
    said = found.rejects.filter(found.rejects["code"] == "too_many_in_all").row(0, named=True)
    assert (len(starts(found)), max(days)) == (50, dt.date(2026, 3, 10))
    assert said["severity"] == "rejected"
    assert said["message"] == (
        "series were followed only to 2026-03-11 00:00 UTC: they have more than 50 occurrences"
        " (calendar.most_in_all); what comes later is unknown"
    )


def test_single_entries_are_never_cut_by_the_number_of_repetitions():
    daily = "UID:d\nDTSTART:20260301T090000Z\nRRULE:FREQ=DAILY"
    late = "UID:late\nDTSTART:20260530T090000Z\nDURATION:PT1H"
    assert dt.datetime(2026, 5, 30, 9, tzinfo=dt.UTC) in starts(read(calendar(daily, late), most_in_all=10))


@pytest.mark.parametrize("most", [91, 92, 1000])
def test_as_many_occurrences_as_are_allowed_are_all_read_without_a_word(most):
    found = read(calendar("UID:d\nDTSTART:20260302T090000Z\nRRULE:FREQ=DAILY"), most_in_all=most)
    assert (len(starts(found)), found.rejects.height) == (91, 0)


def test_the_limit_on_entries_counts_those_near_the_days_asked_for():
    old = [f"UID:o{n}\nDTSTART:20200301T090000Z\nDURATION:PT1H" for n in range(9)]
    new = [f"UID:n{n}\nDTSTART:202604{n + 1:02}T090000Z\nDURATION:PT1H" for n in range(4)]
    found = read(calendar(*old, *new), most_entries=3)
    assert [moment.day for moment in starts(found)] == [1, 2, 3]
    said = dict(found.rejects.select("code", "message").rows())
    assert said["too_many_entries"] == "only the first 3 of 4 entries were read (calendar.most_entries)"
    assert said["outside_window"] == "9 entries lie outside the days asked for"
