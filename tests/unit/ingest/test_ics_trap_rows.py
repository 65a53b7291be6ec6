"""Rows of the table of traps that no other test holds, without the evaluation data."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest

from pipeline.ingest.ics import read_calendar
from pipeline.ingest.ics_expand import Window
from pipeline.ingest.importer import Source
from pipeline.settings import load_settings

WEEK = Window(dt.datetime(2027, 3, 1, tzinfo=dt.UTC), dt.datetime(2027, 3, 8, tzinfo=dt.UTC))
ONE = "UID:{uid}\nSUMMARY:{uid}\nDTSTART:20270301T090000Z\nDURATION:PT1H\n"


def read(*events, head="", tail=""):
    body = "".join(f"BEGIN:VEVENT\n{event}END:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}END:VCALENDAR\n{tail}"
    return read_calendar(
        text.encode(), Source(Path("x.ics"), "x.ics", "0" * 64, "fair"), load_settings(), window=WEEK
    )


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=DAILY;INTERVAL=0"])
def test_an_exclusion_rule_that_must_not_run_excludes_nothing(rule):
    begun = time.process_time()
    found = read(ONE.format(uid="a") + f"RRULE:FREQ=DAILY;COUNT=3\nEXRULE:{rule}\n")
    assert found.sessions.height == 3
    assert time.process_time() - begun < 2


def test_a_sound_exclusion_rule_takes_its_times_out():
    found = read(ONE.format(uid="a") + "RRULE:FREQ=DAILY;COUNT=4\nEXRULE:FREQ=DAILY;INTERVAL=2\n")
    assert found.sessions["start_utc"].dt.day().to_list() == [2, 4]


def test_a_billion_times_are_never_listed_whole():
    assert read(ONE.format(uid="a") + "RRULE:FREQ=DAILY;COUNT=1000000000\n").sessions.height <= 10


def test_a_zone_defined_with_lies_is_told_and_the_real_one_counts():
    lie = (
        "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    found = read("UID:a\nDTSTART;TZID=Europe/Berlin:20270301T090000\nDURATION:PT1H\n", head=lie)
    assert found.sessions["start_utc"].dt.hour().to_list() == [8]
    assert "zone_differs" in found.rejects["code"]


def test_an_unknown_calendar_zone_loses_nothing_and_is_no_zone():
    found = read(ONE.format(uid="a"), "UID:b\nDTSTART:20270301T120000\n", head="X-WR-TIMEZONE:Mars/Crater\n")
    assert found.sessions["start_utc"].dt.hour().to_list() == [9, 12]
    assert "zone_guessed" in found.rejects["code"]


def test_a_calendar_zone_leaves_times_in_utc_alone():
    found = read(ONE.format(uid="a"), head="X-WR-TIMEZONE:Asia/Tokyo\n")
    assert found.sessions["start_utc"].dt.hour().to_list() == [9]


def test_several_calendars_in_one_file_are_all_read():
    second = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{ONE.format(uid='b')}END:VEVENT\nEND:VCALENDAR\n"
    assert read(ONE.format(uid="a"), tail=second).sessions["uid"].to_list() == ["a", "b"]


def test_attachments_and_addresses_of_an_entry_are_neither_fetched_nor_kept():
    found = read(ONE.format(uid="a") + "ATTACH:file:///etc/passwd\nURL:javascript:alert(1)\n")
    assert [value for value in found.sessions.row(0) if "passwd" in str(value) or "alert" in str(value)] == []


def test_an_alarm_that_repeats_for_ever_is_ignored():
    alarm = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT1M\nREPEAT:2000000000\nDURATION:PT1S\nEND:VALARM\n"
    assert read(ONE.format(uid="a") + alarm).sessions.height == 1


def test_thousands_of_exclusions_are_cut_and_said():
    days = ",".join("20270302T090000Z" for _ in range(20_000))
    found = read(ONE.format(uid="a") + f"RRULE:FREQ=DAILY;COUNT=3\nEXDATE:{days}\n")
    assert found.sessions.height == 2
    assert "too_large" in found.rejects["code"]
