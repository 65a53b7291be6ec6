"""Whose own calendar it is, is no person to meet."""

from pathlib import Path

from pipeline.ingest import Source, ingest
from pipeline.settings import load_settings

MEETING = """BEGIN:VEVENT
UID:{at}@example.com
DTSTAMP:20270101T000000Z
DTSTART:202703{at:02}T100000Z
DTEND:202703{at:02}T110000Z
SUMMARY:Talk {at}
ATTENDEE;CN=Ada Byron:mailto:ada@example.com
ATTENDEE;CN={name}:mailto:{mail}
END:VEVENT
"""
OTHERS = [("Tom Kite", "tom@example.com"), ("Eve Nova", "eve@example.com"), ("Tom Kite", "tom@example.com")]


def people_of(tmp_path: Path, others: list[tuple[str, str]], head: str = "") -> list[str]:
    path = tmp_path / "my.ics"
    meetings = [
        MEETING.format(at=at, name=name, mail=mail) for at, (name, mail) in enumerate(others, start=1)
    ]
    path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{head}{''.join(meetings)}END:VCALENDAR\n")
    found = ingest(Source(path, "my.ics", "0" * 64, owner="mine", tz="UTC"), load_settings())
    return sorted(found.records["name"].to_list())


def test_who_is_in_every_meeting_of_an_own_calendar_is_its_owner(tmp_path):
    assert people_of(tmp_path, OTHERS) == ["Eve Nova", "Tom Kite"]


def test_who_the_calendar_is_named_after_is_its_owner(tmp_path):
    assert people_of(tmp_path, OTHERS[:1], "X-WR-CALNAME:ada@example.com\n") == ["Tom Kite"]


def test_of_two_who_are_in_every_meeting_neither_is_taken_for_the_owner(tmp_path):
    assert people_of(tmp_path, [OTHERS[0]] * 3) == ["Ada Byron", "Tom Kite"]
