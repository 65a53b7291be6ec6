"""The day as calendar: put into a calendar server, read back, and understood by the expander."""

import datetime as dt

import httpx
import pytest
import recurring_ical_events
from icalendar import Calendar

from pipeline.report.ics_write import Entry, write_calendar
from pipeline.sync import core_hash, sync

NOW = dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC)


@pytest.fixture
def day():
    """Return a plan.ics as it is written, with an agreed slot that has an alarm."""
    start = dt.datetime(2027, 3, 18, 14, 30, tzinfo=dt.UTC)
    entries = [
        Entry("fair/me/doors/1", start - dt.timedelta(hours=4), start + dt.timedelta(hours=2), "Spring Fair"),
        Entry(
            "fair/me/meeting/ana",
            start,
            start + dt.timedelta(minutes=20),
            "Ana Ferreira; Zürich, Südhalle",
            location="A1",
            description="A1, K7Q",
            alarm=dt.timedelta(minutes=-10),
        ),
    ]
    return write_calendar("My day", entries, [], now=NOW)[0]


def test_what_a_calendar_server_gives_back_is_what_was_written(day, imani):
    result = sync([day], imani)
    assert sorted(result.pushed) == sorted(str(event["UID"]) for event in Calendar.from_ical(day).events)
    for written in Calendar.from_ical(day).events:
        href = f"{result.calendar}{str(written['UID']).replace('@', '%40')}.ics"
        answer = httpx.get(href, auth=("imani", "secret"))
        (back,) = Calendar.from_ical(answer.text).events
        assert core_hash(back) == core_hash(written)
        assert [str(alarm["TRIGGER"].to_ical()) for alarm in back.walk("VALARM")] == [
            str(alarm["TRIGGER"].to_ical()) for alarm in written.walk("VALARM")
        ]
        assert ("ATTENDEE" in back, str(back["CLASS"])) == (False, "PRIVATE")


def test_the_server_answers_for_the_day_with_its_entries_and_their_minutes(day, imani):
    result = sync([day], imani)
    asked = (
        '<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data/>'
        '</D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range '
        'start="20270318T142000Z" end="20270318T144000Z"/></C:comp-filter></C:comp-filter></C:filter>'
        "</C:calendar-query>"
    )
    answer = httpx.request(
        "REPORT", result.calendar, content=asked, auth=("imani", "secret"), headers={"Depth": "1"}
    )
    # Other tests push to the same server.
    assert [answer.text.count(f"UID:{event['UID']}") for event in Calendar.from_ical(day).events] == [1, 1]
    assert "DTSTART:20270318T143000Z" in answer.text


def test_an_expander_finds_the_minutes(day):
    found = recurring_ical_events.of(Calendar.from_ical(day)).at(dt.date(2027, 3, 18))
    assert sorted(f"{event['DTSTART'].dt:%H:%M}" for event in found) == ["10:30", "14:30"]


def test_another_program_reads_what_the_server_holds(day, imani, khal, tmp_path):
    result = sync([day], imani)
    held = tmp_path / "held.ics"
    held.write_bytes(httpx.get(result.calendar, auth=("imani", "secret")).content)
    listed = khal(held, "2027-03-18", "2027-03-19")
    assert "2027-03-18 10:30 2027-03-18 10:50 Ana Ferreira; Zürich, Südhalle @A1" in listed
