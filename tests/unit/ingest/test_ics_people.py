"""People in calendar invitations."""

from dataclasses import replace

import pytest

from pipeline.ingest import ingest

LINES = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Test//EN
BEGIN:VEVENT
UID:one
DTSTAMP:20260101T000000Z
DTSTART:20260303T100000Z
DTEND:20260303T110000Z
SUMMARY:Planning
{lines}
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def people(source, settings):
    """Return a maker of the records of one entry with these lines."""

    def make(*lines, owner="mine"):
        text = LINES.format(lines="\n".join(lines)).replace("\n", "\r\n")
        given = replace(source("plan.ics", text), owner=owner)
        return ingest(given, settings).records.to_dicts()

    return make


def test_who_is_invited_to_ones_own_calendar_belongs_to_the_network(people):
    row = people('ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;CN="Byron, Ada":mailto:Ada@Example.com')[0]
    assert (row["name"], row["emails"], row["event"], row["source_kind"], row["role"]) == (
        "Ada Byron",
        ["ada@example.com"],
        None,
        "calendar",
        None,
    )


def test_rooms_resources_groups_and_shared_mailboxes_are_no_people(people):
    found = people(
        "ATTENDEE;CUTYPE=ROOM;CN=Blue Room:mailto:blue@example.com",
        "ATTENDEE;CUTYPE=RESOURCE;CN=Beamer:mailto:beamer@example.com",
        "ATTENDEE;CUTYPE=GROUP;CN=All Hands:mailto:all@example.com",
        "ORGANIZER;CN=Office:mailto:noreply@example.com",
        "ATTENDEE;CN=Tom Kite:MAILTO:tom@example.com",
    )
    assert [row["name"] for row in found] == ["Tom Kite"]


def test_a_name_that_repeats_the_address_is_no_name(people):
    row = people("ATTENDEE;CN=tom@example.com:mailto:tom@example.com")[0]
    assert (row["name"], row["emails"]) == (None, ["tom@example.com"])


def test_a_folded_line_is_joined_before_it_is_decoded(source, settings):
    folded = LINES.format(lines="ATTENDEE;CN=Zoë Grün:mailto:zoe@example.com").encode()
    at = folded.index("ë".encode()) + 1
    given = replace(source("plan.ics", folded[:at] + b"\n " + folded[at:]), owner="mine")
    assert ingest(given, settings).records["name"].to_list() == ["Zoë Grün"]


def test_the_chair_of_an_event_is_its_organizer_and_who_declined_is_not_coming(people):
    found = people(
        "ATTENDEE;ROLE=CHAIR;CN=Ada Byron:mailto:ada@example.com",
        "ATTENDEE;PARTSTAT=DECLINED;CN=Tom Kite:mailto:tom@example.com",
        "ORGANIZER;CN=Big Fair Inc:mailto:fair@example.com",
        owner="event",
    )
    assert [(row["name"], row["role"], row["status"], row["event"]) for row in found] == [
        ("Ada Byron", "organizer", "active", "fair"),
        ("Tom Kite", None, "cancelled", "fair"),
    ]


def test_one_person_in_many_entries_is_one_record(people):
    found = people(
        "ORGANIZER;CN=Ada Byron:mailto:ada@example.com",
        "ATTENDEE;CN=Ada:mailto:ada@example.com",
    )
    assert [(row["name"], row["extra"]) for row in found] == [
        ("Ada Byron", [{"name": "entries", "value": "2"}])
    ]
