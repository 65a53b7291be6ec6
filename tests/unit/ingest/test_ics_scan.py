from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.ingest.ics_scan import MAX_ATTENDEES, MAX_VALUES, Block, limited, scan, unfold

EVENT = "BEGIN:VEVENT\nUID:{n}\nDTSTART:20260301T10000{n}Z\nEND:VEVENT\n"


def calendar(*parts: str) -> bytes:
    return ("BEGIN:VCALENDAR\nVERSION:2.0\n" + "".join(parts) + "END:VCALENDAR\n").encode()


def codes(data: bytes) -> list[str]:
    return [item.code for item in scan(data, "x.ics").findings]


def test_events_carry_the_physical_line_of_their_begin():
    folded = "BEGIN:VEVENT\nSUMMARY:a\n b\n c\nEND:VEVENT\n"
    found = scan(calendar(folded, EVENT.format(n=1)), "x.ics")
    assert [block.row for block in found.events] == [3, 8]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_any_line_end_will_do(end):
    data = calendar(EVENT.format(n=1), EVENT.format(n=2)).replace(b"\n", end.encode())
    assert [block.row for block in scan(data, "x.ics").events] == [3, 7]


def test_alarms_are_cut_out_and_timezones_kept_apart():
    alarm = "BEGIN:VALARM\nTRIGGER:-PT1M\nDTSTART:19000101\nEND:VALARM\n"
    event = f"BEGIN:VEVENT\nUID:1\n{alarm}SUMMARY:after\nEND:VEVENT\n"
    zone = "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
    found = scan(calendar(zone, event), "x.ics")
    assert unfold(found.events[0].data)[0] == "BEGIN:VEVENT\nUID:1\n\nSUMMARY:after\nEND:VEVENT"
    assert b"TZOFFSETTO:+0100" in found.zones[0].data


def test_a_missing_end_loses_nothing_and_is_said():
    first = "BEGIN:VEVENT\nUID:1\n"
    found = scan(calendar(first, EVENT.format(n=2)), "x.ics")
    assert [block.whole for block in found.events] == [False, True]
    assert [item.code for item in found.findings] == ["no_end"]


def test_a_cut_off_file_loses_only_its_last_half_line():
    data = calendar(EVENT.format(n=1)).replace(b"END:VCALENDAR\n", b"BEGIN:VEVENT\nUID:2\nDTSTART:2026")
    found = scan(data, "x.ics")
    assert b"DTSTART" not in found.events[1].data
    assert [item.code for item in found.findings] == ["no_end", "cut_off"]


def test_ten_thousand_nested_events_are_all_counted():
    deep = "BEGIN:VEVENT\n" * 10_000 + "END:VEVENT\n" * 10_000
    assert len(scan(calendar(deep), "x.ics").events) == 10_000


def test_text_before_the_calendar_is_skipped_and_said():
    assert codes(b"<!-- a comment -->\n" + calendar(EVENT.format(n=1))) == ["before_calendar"]


def test_bare_events_are_read():
    assert codes(EVENT.format(n=1).encode()) == ["bare"]


def test_small_letters_are_understood():
    data = calendar(EVENT.format(n=1)).lower()
    assert len(scan(data, "x.ics").events) == 1


def test_tasks_are_counted():
    assert dict(scan(calendar("BEGIN:VTODO\nUID:1\nEND:VTODO\n"), "x.ics").others) == {"VTODO": 1}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-le"])
def test_marked_encodings_are_read(encoding):
    data = calendar("BEGIN:VEVENT\nSUMMARY:Zoë\nEND:VEVENT\n").decode().encode(encoding)
    assert "Zoë" in unfold(scan(data, "x.ics").events[0].data)[0]


def test_unfolding_comes_before_decoding():
    half = "SUMMARY:Z\u00fcrich".encode()
    assert unfold(half[:10] + b"\n " + half[10:]) == ("SUMMARY:Z\u00fcrich", False)


def test_only_the_lines_that_are_not_utf8_are_read_as_windows_text():
    assert unfold("A:\u20ac\n".encode() + b"B:Z\xfcrich\n") == ("A:\u20ac\nB:Z\u00fcrich\n", True)


def test_control_characters_go_and_unusual_line_marks_stay_text():
    data = calendar("BEGIN:VEVENT\nSUMMARY:a\x00b\u2028c\nEND:VEVENT\n")
    assert "SUMMARY:ab\u2028c\n" in unfold(scan(data, "x.ics").events[0].data)[0]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "the file is empty: there is no VCALENDAR in it"),
        (b" \r\n", "the file is empty: there is no VCALENDAR in it"),
        (b"<!DOCTYPE html><html>Sign in</html>", "this is a web page, not a calendar"),
        (b'{"a": 1}', "this is JSON, not an iCalendar file"),
        (b"\x1f\x8b\x08aaaa", "the file is compressed"),
        (b"name,email\na,b\n", "there is no VCALENDAR in this file"),
    ],
)
def test_what_is_no_calendar_is_named(data, what):
    with pytest.raises(InputError) as caught:
        scan(data, "x.ics")
    assert (caught.value.what, caught.value.where) == (what, "x.ics")


def test_endless_lines_values_and_attendees_are_cut_and_said():
    lines = [b"BEGIN:VEVENT", b"X-LONG:" + b"a" * (1 << 21), b"EXDATE:" + b"20260101," * 20_000]
    lines += [b"ATTENDEE:mailto:a@example.com"] * 3_000
    kept, cut = limited(Block(b"VEVENT", 1, b"\n".join(lines)))
    assert kept.count(b"ATTENDEE") == MAX_ATTENDEES
    assert kept.count(b"20260101") == MAX_VALUES
    assert len(cut) == 3


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                b"BEGIN:VEVENT",
                b"END:VEVENT",
                b"BEGIN:VALARM",
                b"END:VALARM",
                b"X:1",
                b"BEGIN:VCALENDAR",
                b"END:VCALENDAR",
                b"BEGIN:VTODO",
                b"\xff",
                b" fold",
            ]
        ),
        max_size=30,
    )
)
def test_no_begin_of_an_event_is_ever_lost(lines):
    data = b"\n".join([b"BEGIN:VCALENDAR", *lines])
    assert len(scan(data, "x.ics").events) == lines.count(b"BEGIN:VEVENT")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_after_a_beginning_are_scanned(data):
    assert scan(b"BEGIN:VCALENDAR\n" + data, "x.ics").calendars >= 1
