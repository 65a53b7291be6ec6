from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.ingest.ics import CalendarImporter, read_calendar
from pipeline.ingest.ics_expand import Window
from pipeline.ingest.importer import Claim, Source
from pipeline.ingest.probe import Probe
from pipeline.settings import Setting, load_settings

SETTINGS = load_settings()


def source(**values) -> Source:
    return Source(Path("x.ics"), "x.ics", "0" * 64, **({"event": "fair"} | values))


def read(*lines: str, head: str = "", window: Window | None = None, **values):
    """Return what one event with these lines gives; a line "--" begins the next event."""
    body = "\n".join(lines).replace("\n--\n", "\nEND:VEVENT\nBEGIN:VEVENT\n")
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}BEGIN:VEVENT\n{body}\nEND:VEVENT\nEND:VCALENDAR\n"
    return read_calendar(text.encode("utf-8", "surrogateescape"), source(**values), SETTINGS, window=window)


def times(found) -> list[tuple[str, str]]:
    pairs = found.sessions.sort("start_utc").select("start_utc", "end_utc").rows()
    return [(f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}") for start, end in pairs]


def codes(found) -> list[str]:
    return found.rejects["code"].to_list()


def month(year: int, number: int) -> Window:
    return Window(dt.datetime(year, number, 1, tzinfo=dt.UTC), dt.datetime(year, number, 28, tzinfo=dt.UTC))


def test_a_plain_entry_is_read_with_its_line():
    found = read(
        "UID:a", "SUMMARY:Talk", "LOCATION:Hall 2", "DTSTART:20260301T100000Z", "DTEND:20260301T110000Z"
    )
    row = found.sessions.row(0, named=True)
    assert (row["title"], row["place"], row["source_row"], row["busy"]) == ("Talk", "Hall 2", 3, "busy")
    assert times(found) == [("2026-03-01 10:00", "2026-03-01 11:00")]


@pytest.mark.parametrize(
    ("tzid", "hour"),
    [
        ("Europe/Berlin", 8),
        ("europe/berlin", 8),
        ("W. Europe Standard Time", 8),
        ('"/mozilla.org/20050126_1/Europe/Berlin"', 8),
        ('"(UTC+01:00) Amsterdam, Berlin, Bern, Rome"', 8),
        ("GMT+0200", 8),
        ("UTC-05:00", 15),
        ("UTC", 10),
    ],
)
def test_zones_are_understood_as_they_are_written(tzid, hour):
    found = read(f"DTSTART;TZID={tzid}:20260601T100000")
    assert times(found)[0][0] == f"2026-06-01 {hour:02}:00"


def test_an_unknown_zone_is_listed_with_its_time_and_never_guessed():
    bad = "DTSTART;TZID=Customized Time Zone:20260601T100000"
    found = read(bad, "--", "DTSTART:20260601T100000Z")
    row = found.rejects.filter(found.rejects["code"] == "zone_unknown").row(0, named=True)
    assert (row["severity"], row["raw"], row["row"]) == ("rejected", bad, 3)
    assert len(times(found)) == 1


def test_a_whole_day_needs_no_zone_and_nothing_is_said_of_one():
    found = read(
        "UID:a", "DTSTART;VALUE=DATE:20260601", "RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE;VALUE=DATE:20260608"
    )
    assert (codes(found), len(times(found))) == ([], 1)


def test_an_unknown_zone_takes_the_given_one_and_says_so():
    found = read("DTSTART;TZID=Customized Time Zone:20260601T100000", tz="Europe/Berlin")
    assert times(found)[0][0] == "2026-06-01 08:00"
    assert codes(found).count("zone_guessed") == 1


def test_floating_times_follow_the_calendar_then_the_given_zone():
    assert times(read("DTSTART:20260601T100000", tz="Asia/Tokyo"))[0][0] == "2026-06-01 01:00"
    head = "X-WR-TIMEZONE:Europe/Berlin\n"
    assert times(read("DTSTART:20260601T100000", tz="Asia/Tokyo", head=head))[0][0] == "2026-06-01 08:00"


def test_an_own_definition_of_a_zone_is_used_when_nobody_knows_its_name():
    zone = "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0300\n"
    head = zone + "TZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n"
    assert times(read("DTSTART;TZID=Ours:20260601T100000", head=head))[0][0] == "2026-06-01 07:00"


def test_a_path_as_zone_opens_no_file():
    with pytest.raises(InputError):
        read("DTSTART;TZID=../../../../etc/passwd:20260601T100000")


def test_a_time_that_the_clock_skips_moves_forward_and_keeps_its_length():
    found = read("DTSTART;TZID=Europe/Berlin:20260329T023000", "DTEND;TZID=Europe/Berlin:20260329T030000")
    assert times(found) == [("2026-03-29 01:30", "2026-03-29 02:00")]


def test_a_time_that_comes_twice_is_the_first_and_its_length_is_real():
    found = read("DTSTART;TZID=Europe/Berlin:20261025T023000", "DURATION:PT1H")
    assert times(found) == [("2026-10-25 00:30", "2026-10-25 01:30")]


def test_an_end_before_the_start_gives_length_zero_and_a_remark():
    found = read("DTSTART:20260301T100000Z", "DTEND:20260301T090000Z")
    assert (times(found), codes(found)) == (
        [("2026-03-01 10:00", "2026-03-01 10:00")],
        ["end_before_start", "uid_missing"],
    )


def test_an_all_day_entry_lasts_its_local_day():
    found = read("DTSTART;VALUE=DATE:20260601", tz="Europe/Berlin")
    assert times(found) == [("2026-05-31 22:00", "2026-06-01 22:00")]
    assert found.sessions["all_day"].to_list() == [True]


@pytest.mark.parametrize(
    "lines",
    [
        ["SUMMARY:no start"],
        ["DTSTART:99991231T235900Z"],
        ["DTSTART:00010101T000000Z"],
        ["DTSTART:garbage"],
        ["DTSTART:20260301T100000Z", "DURATION:P99999999999W"],
        ["DTSTART:20260301T100000Z", "DURATION:P3650000D"],
    ],
)
def test_one_bad_entry_loses_only_itself_and_is_listed_with_its_time(lines):
    found = read(*lines, "--", "UID:good", "DTSTART:20260301T100000Z")
    listed = found.rejects.filter(found.rejects["severity"] == "rejected")
    assert (found.sessions["uid"].to_list(), listed["row"].to_list()) == (["good"], [3])
    assert listed["raw"].to_list() == [
        lines[-1] if len(lines) == 1 and "DT" in lines[0] else " | ".join(lines) if len(lines) > 1 else None
    ]


def test_only_bad_entries_are_an_error_that_names_the_first():
    with pytest.raises(InputError, match=r"x\.ics:3: no entry can be used"):
        read("SUMMARY:no start")


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY",
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=NEVER",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYSETPOS=400;BYDAY=MO",
        "FREQ=DAILY;BYHOUR="
        + ",".join(map(str, range(24)))
        + ";BYMINUTE="
        + ",".join(map(str, range(60)))
        + ";BYSECOND="
        + ",".join(map(str, range(60))),
    ],
)
def test_hostile_rules_are_refused_and_the_first_time_is_kept(rule):
    found = read("UID:a", "DTSTART:20260301T100000Z", "DTEND:20260301T101000Z", f"RRULE:{rule}")
    assert times(found) == [("2026-03-01 10:00", "2026-03-01 10:10")]
    assert codes(found) == ["rule_refused"]


def test_a_weekly_class_is_expanded_within_the_window_only():
    lines = [
        "UID:a",
        "DTSTART;TZID=America/Toronto:20260105T100000",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,WE",
    ]
    found = read(*lines, "EXDATE;TZID=America/Toronto:20260304T100000", window=month(2026, 3))
    assert [start for start, _ in times(found)] == [
        "2026-03-02 15:00",
        "2026-03-09 14:00",
        "2026-03-11 14:00",
        "2026-03-16 14:00",
        "2026-03-18 14:00",
        "2026-03-23 14:00",
        "2026-03-25 14:00",
    ]


def test_a_series_without_end_is_never_listed_whole():
    found = read(
        "UID:a", "DTSTART:20200101T100000Z", "RRULE:FREQ=DAILY;COUNT=1000000000", window=month(2026, 3)
    )
    assert len(times(found)) == 27


def test_a_birthday_of_long_ago_comes_every_year():
    lines = ["UID:a", "SUMMARY:Birthday", "DTSTART;VALUE=DATE:16040310", "RRULE:FREQ=YEARLY"]
    assert times(read(*lines, window=month(2026, 3))) == [("2026-03-10 00:00", "2026-03-11 00:00")]


def test_a_moved_occurrence_takes_the_place_of_its_own():
    series = ["UID:a", "DTSTART:20260302T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3", "--"]
    moved = ["UID:a", "RECURRENCE-ID:20260303T100000Z", "DTSTART:20260303T150000Z", "DTEND:20260303T153000Z"]
    assert times(read(*series, *moved, window=month(2026, 3))) == [
        ("2026-03-02 10:00", "2026-03-02 11:00"),
        ("2026-03-03 15:00", "2026-03-03 15:30"),
        ("2026-03-04 10:00", "2026-03-04 11:00"),
    ]


def test_an_override_without_its_series_stands_alone():
    found = read("UID:a", "RECURRENCE-ID:20260303T100000Z", "DTSTART:20260303T150000Z", "DURATION:PT1H")
    assert times(found) == [("2026-03-03 15:00", "2026-03-03 16:00")]


def test_the_same_uid_on_many_talks_swallows_none():
    lines = [
        line
        for number in range(10, 20)
        for line in ("UID:same", f"SUMMARY:{number}", f"DTSTART:202603{number}T100000Z", "--")
    ]
    found = read(*lines[:-1])
    assert (found.sessions.height, codes(found)) == (10, ["uid_repeated"])
    assert found.sessions["session_id"].n_unique() == 10


def test_the_same_entry_twice_is_kept_once():
    lines = ["UID:a", "SUMMARY:x", "DTSTART:20260301T100000Z"]
    found = read(*lines, "--", *lines)
    assert (found.sessions.height, codes(found)) == (1, ["duplicate"])


def test_entries_without_uid_are_all_kept():
    found = read("DTSTART:20260301T100000Z", "--", "DTSTART:20260302T100000Z")
    assert found.sessions.height == 2


def test_cancelled_entries_are_listed_not_read():
    found = read(
        "UID:a", "DTSTART:20260301T100000Z", "STATUS:CANCELLED", "--", "UID:b", "DTSTART:20260301T100000Z"
    )
    assert (found.sessions["uid"].to_list(), codes(found)) == (["b"], ["cancelled"])


@pytest.mark.parametrize(
    ("line", "busy"),
    [
        ("TRANSP:TRANSPARENT", "free"),
        ("transp:transparent", "free"),
        ("STATUS:TENTATIVE", "soft"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", "free"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "soft"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", "busy"),
        ("TRANSP:OPAQUE", "busy"),
    ],
)
def test_busy_follows_the_entry(line, busy):
    assert read("DTSTART:20260301T100000Z", line).sessions["busy"].to_list() == [busy]


def test_windows_text_is_read_and_said():
    found = read("DTSTART:20260301T100000Z", "SUMMARY:Z\udcfcrich")
    assert (found.sessions["title"].to_list(), found.inspection.encoding) == (["Z\u00fcrich"], "cp1252")


def test_old_quoted_printable_text_is_decoded():
    found = read(
        "DTSTART:20260301T100000Z", "SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 =\nam See"
    )
    assert found.sessions["title"].to_list() == ["Caf\u00e9 am See"]


def test_doubled_semicolons_do_not_lose_the_start():
    assert times(read("DTSTART;;VALUE=DATE-TIME:20140409T093000Z"))[0][0] == "2014-04-09 09:30"


def test_speakers_are_taken_from_where_agendas_put_them():
    program = "PRODID:-//pretalx//pretalx.com//\n"
    lines = ["DTSTART:20260301T100000Z", "SUMMARY:Rust - a love story - Ana Silva\\, Ben Okafor"]
    assert read(*lines, head=program).sessions["speakers"].to_list() == [["Ana Silva", "Ben Okafor"]]
    assert read(*lines).sessions["speakers"].to_list() == [[]]
    talk = read(
        "DTSTART:20260301T100000Z",
        "SUMMARY:Testing (talk by Ana Silva)",
        "DESCRIPTION:x\\nSpeaker: Ben Okafor",
    )
    assert talk.sessions["speakers"].to_list() == [["Ana Silva", "Ben Okafor"]]


def test_a_participant_who_speaks_is_a_speaker():
    part = "BEGIN:PARTICIPANT\nPARTICIPANT-TYPE:SPEAKER\nSUMMARY:Ana Silva\nEND:PARTICIPANT"
    found = read("DTSTART:20260301T100000Z", "SUMMARY:Keynote", part)
    assert (found.sessions["speakers"].to_list(), found.sessions["title"].to_list()) == (
        [["Ana Silva"]],
        ["Keynote"],
    )


def test_organizer_and_attendees_are_kept_as_text_for_linking_without_addresses():
    found = read(
        "DTSTART:20260301T100000Z",
        "ORGANIZER;CN=Ana Silva:mailto:a@example.com",
        "ATTENDEE;CN=b@example.com:mailto:b@example.com",
    )
    assert found.sessions["description"].to_list() == ["Organizer: Ana Silva"]


def test_entries_outside_the_window_are_not_parsed_but_counted():
    lines = ["UID:a", "DTSTART:20200101T100000Z", "BROKEN", "--", "UID:b", "DTSTART:20260310T100000Z"]
    found = read(*lines, window=month(2026, 3))
    assert (found.sessions["uid"].to_list(), codes(found)) == (["b"], ["outside_window"])


def test_the_settings_can_name_the_days():
    values = {
        **SETTINGS.values,
        "calendar.first_day": Setting("2026-03-01", "x"),
        "calendar.last_day": Setting("2026-03-08", "x"),
    }
    event = b"BEGIN:VEVENT\nDTSTART:20260101T100000Z\nRRULE:FREQ=WEEKLY\nEND:VEVENT\n"
    data = b"BEGIN:VCALENDAR\n" + event + b"END:VCALENDAR\n"
    found = read_calendar(data, source(), type(SETTINGS)(values))
    assert [start for start, _ in times(found)] == ["2026-03-05 10:00"]


def test_ids_stay_when_the_time_of_an_entry_moves_and_its_uid_does_not():
    first, second = (read("UID:a", f"DTSTART:2026030{day}T100000Z").sessions for day in (1, 2))
    assert first["session_id"].to_list() == second["session_id"].to_list()


def test_own_entries_belong_to_no_event():
    found = read("DTSTART:20260301T100000Z", owner="mine")
    assert (found.sessions["event"].to_list(), found.sessions["owner"].to_list()) == ([None], ["mine"])


def test_a_calendar_without_events_is_an_error():
    with pytest.raises(InputError, match="the calendar has no events"):
        read_calendar(b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", source(), SETTINGS)


def test_the_importer_claims_calendars_by_content_and_only_perhaps_by_name(tmp_path):
    def claim(name: str, data: bytes) -> Claim:
        path = tmp_path / "raw"
        path.write_bytes(data)
        return CalendarImporter().claim(Probe(path, name, len(data)))

    assert claim("x", b"\xef\xbb\xbfBEGIN:VCALENDAR\n") == Claim.YES
    assert claim("x.ics", b"<html>") == Claim.MAYBE
    assert claim("x.csv", b"name,email\n") == Claim.NO
    assert claim("x", b"BEGIN:VCARD\nNOTE:BEGIN:VCALENDAR\n") == Claim.NO


def test_a_calendar_above_the_limit_is_refused_before_it_is_read(tmp_path):
    probe = Probe(tmp_path / "never-opened", "x.ics", 33 * 2**20)
    with pytest.raises(InputError, match="33 MiB; the limit is 32 MiB"):
        CalendarImporter().read(source(), probe, SETTINGS)
