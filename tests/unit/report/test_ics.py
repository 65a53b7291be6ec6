from __future__ import annotations

import datetime as dt
from dataclasses import replace

import icalendar
import polars as pl
import pytest
import recurring_ical_events

from pipeline.event import as_event
from pipeline.profile import Profile
from pipeline.report.ics import followups_calendar, plan_calendar
from pipeline.report.ics_write import Entry, write_calendar
from pipeline.report.inputs import Inputs
from pipeline.settings import load_settings
from pipeline.tables import Followups, Issued, People, Plan, Sessions, as_table

NOW = dt.datetime(2027, 3, 10, 12, 30, 15, 999, tzinfo=dt.UTC)


def at(clock: str) -> dt.datetime:
    hour, minute = clock.split(":")
    return dt.datetime(2027, 3, 18, int(hour), int(minute), tzinfo=dt.UTC)


def person(person_id: str, **values):
    fixed = {"kind": "person", "work_authorization": "unknown", "stage": 0, "strength": 0.0, "known": False}
    return {"person_id": person_id, "name": person_id.title(), **fixed, **values}


def row(entry_id: str, kind: str = "meeting", **values):
    fixed = {"event": "fair", "user_id": "me", "must": False, "agreed": False}
    return {"entry_id": entry_id, "kind": kind, **fixed, **values}


@pytest.fixture
def inputs():
    table = {"name": "Spring Fair", "start": dt.date(2027, 3, 18), "hours": "10-16", "place": "Field House"}
    plan = [
        row("m1", person_id="ana", agreed=True, start=at("11:00"), end=at("11:20"), place="A1", order=2),
        row("m2", person_id="ben", start=at("10:05"), end=at("10:15"), place="A2", order=1),
        row(
            "t1", "talk", person_id="ana", session_id="s1", start=at("14:00"), end=at("15:00"), place="Hall 2"
        ),
        row("c1", "class", session_id="s2", start=at("12:00"), end=at("13:00")),
    ]
    session = {"source_sha": "0", "source_file": "x", "owner": "event", "all_day": False, "busy": "busy"}
    talk = session | {
        "session_id": "s1",
        "title": "Cash\nflows",
        "start_utc": at("14:00"),
        "end_utc": at("15:00"),
    }
    ids = [("ana", "K7Q"), ("ben", "M2W")]
    issued = [{"event": "fair", "person_id": one, "short_id": text, "issued_at": NOW} for one, text in ids]
    return Inputs(
        profile=Profile(name="Imani", field="finance"),
        event=as_event("fair", table, "x"),
        settings=load_settings(),
        now=NOW,
        people=as_table(
            People, [person("ana", booth="A1", emails=["ana@example.com"]), person("ben", booth="A2")]
        ),
        plan=as_table(Plan, plan),
        sessions=as_table(Sessions, [talk]),
        issued=as_table(Issued, issued),
    )


def events(text: str):
    return {str(one["SUMMARY"]): one for one in icalendar.Calendar.from_ical(text).walk("VEVENT")}


def test_doors_agreed_slots_and_talks_are_written_in_utc(inputs):
    found = events(plan_calendar(inputs, [])[0])
    times = {name: (one["DTSTART"].dt, one["DTEND"].dt) for name, one in found.items()}
    assert times == {
        "Spring Fair": (at("10:00"), at("16:00")),
        "Ana (agreed)": (at("11:00"), at("11:20")),
        "Cash flows": (at("14:00"), at("15:00")),
    }


def test_one_alarm_before_the_doors_and_one_per_agreed_slot(inputs):
    found = events(plan_calendar(inputs, [])[0])
    alarms = {name: [alarm["TRIGGER"].dt for alarm in one.walk("VALARM")] for name, one in found.items()}
    assert alarms == {
        "Spring Fair": [dt.timedelta(minutes=-60)],
        "Ana (agreed)": [dt.timedelta(minutes=-10)],
        "Cash flows": [],
    }


def test_the_description_holds_booth_and_id_only(inputs):
    found = events(plan_calendar(inputs, [])[0])
    assert {name: str(one["DESCRIPTION"]) for name, one in found.items()} == {
        "Spring Fair": "1. A2, M2W",
        "Ana (agreed)": "A1, K7Q",
        "Cash flows": "Hall 2, K7Q",
    }


def test_nobody_is_invited_and_all_is_private(inputs):
    text, _ = plan_calendar(inputs, [])
    assert [word for word in ("ATTENDEE", "ORGANIZER", "example.com", "VTIMEZONE") if word in text] == []
    assert text.count("CLASS:PRIVATE") == text.count("BEGIN:VEVENT") == 3
    assert text.count("METHOD:PUBLISH") == 1


def test_written_again_nothing_changes_although_the_clock_went_on(inputs):
    text, items = plan_calendar(inputs, [])
    later = replace(inputs, now=NOW + dt.timedelta(days=2))
    assert plan_calendar(later, items) == (text, items)


def test_where_nobody_has_a_booth_none_is_spoken_of(inputs):
    nowhere = pl.lit(None, pl.String)
    people, plan = inputs.people.with_columns(booth=nowhere), inputs.plan.with_columns(place=nowhere)
    found = events(plan_calendar(replace(inputs, people=people, plan=plan), [])[0])
    told = {name: (str(one["DESCRIPTION"]), str(one.get("LOCATION", ""))) for name, one in found.items()}
    assert told["Spring Fair"] == ("1. M2W", "Field House")
    assert told["Ana (agreed)"] == ("K7Q", "Field House")


def test_a_moved_booth_counts_up_and_leaves_the_others_alone(inputs):
    _, items = plan_calendar(inputs, [])
    place = pl.when(pl.col("entry_id") == "m1").then(pl.lit("B9")).otherwise("place").alias("place")
    moved = replace(inputs, plan=inputs.plan.with_columns(place), now=NOW + dt.timedelta(days=1))
    found = events(plan_calendar(moved, items)[0])
    assert {name: int(one["SEQUENCE"]) for name, one in found.items()} == {
        "Spring Fair": 0,
        "Ana (agreed)": 1,
        "Cash flows": 0,
    }
    assert found["Ana (agreed)"]["DTSTAMP"].dt == dt.datetime(2027, 3, 11, 12, 30, 15, tzinfo=dt.UTC)


def test_what_is_gone_is_cancelled_once_and_counts_on_when_it_comes_back(inputs):
    _, items = plan_calendar(inputs, [])
    fewer = replace(inputs, plan=inputs.plan.filter(pl.col("entry_id") != "m1"))
    text, items = plan_calendar(fewer, items)
    gone = events(text)["Ana (agreed)"]
    assert (str(gone["STATUS"]), int(gone["SEQUENCE"]), gone["DTSTART"].dt) == ("CANCELLED", 1, at("11:00"))
    text, items = plan_calendar(fewer, items)
    assert "Ana (agreed)" not in events(text)
    back = events(plan_calendar(inputs, items)[0])["Ana (agreed)"]
    assert (str(back["STATUS"]), int(back["SEQUENCE"])) == ("CONFIRMED", 2)


def test_a_merged_person_keeps_the_uid_of_the_slot(inputs):
    text, items = plan_calendar(inputs, [])
    renamed = pl.col("entry_id").replace({"m1": "m9"})
    again, _ = plan_calendar(replace(inputs, plan=inputs.plan.with_columns(renamed)), items)
    assert events(again)["Ana (agreed)"]["UID"] == events(text)["Ana (agreed)"]["UID"]
    assert "CANCELLED" not in again


def test_hostile_names_stay_text(inputs):
    evil = "Eve\r\nATTENDEE:mailto:x@example.com\x00\u202e\\;,"
    people = inputs.people.with_columns(pl.lit(evil).alias("name"))
    text, _ = plan_calendar(replace(inputs, people=people), [])
    calendar = icalendar.Calendar.from_ical(text)
    assert len(calendar.walk("VEVENT")) == 3
    assert [one for one in calendar.walk("VEVENT") if "ATTENDEE" in one] == []


def test_lines_are_folded_and_end_in_crlf(inputs):
    people = inputs.people.with_columns(pl.lit("Zo\u00eb " * 20).alias("name"))
    text, _ = plan_calendar(replace(inputs, people=people), [])
    assert max(len(line) for line in text.encode().split(b"\r\n")) <= 75
    assert text.count("\n") == text.count("\r\n")


def test_an_expander_reads_every_entry_back(inputs):
    calendar = icalendar.Calendar.from_ical(plan_calendar(inputs, [])[0])
    found = recurring_ical_events.of(calendar).between(at("00:00"), at("23:00"))
    assert len(found) == 3


def step(followup_id: str, **values):
    fixed = {
        "event": "fair",
        "person_id": "ana",
        "step": "thanks",
        "due": dt.date(2027, 3, 19),
        "state": "open",
    }
    why = {
        "side": None,
        "key": "step.thanks",
        "params": [{"name": "text", "value": "private"}],
        "evidence": [],
    }
    return {"followup_id": followup_id, "basis": "convention", "why": [why], **fixed, **values}


def test_open_steps_stand_on_their_day_or_in_their_slot(inputs):
    rows = [
        step("f1"),
        step("f2", step="linkedin", start=at("17:00"), end=at("17:10")),
        step("f3", state="done"),
        step("f4", step="met"),
        step("f5", step="type_back", person_id=None),
    ]
    text, _ = followups_calendar(replace(inputs, followups=as_table(Followups, rows)), [])
    assert {name: one["DTSTART"].dt for name, one in events(text).items()} == {
        "Thank Ana": dt.date(2027, 3, 19),
        "Connect with Ana": at("17:00"),
        "Type the notes back, and sort them": dt.date(2027, 3, 19),
    }
    assert "private" not in text
    assert text.count("TRANSP:TRANSPARENT") == 3


def test_a_day_entry_ends_the_day_after():
    entry = Entry("k", dt.date(2027, 3, 19), dt.date(2027, 3, 20), "x")
    text, _ = write_calendar("x", [entry], [], now=NOW)
    assert "DTSTART;VALUE=DATE:20270319\r\n" in text
    assert "DTEND;VALUE=DATE:20270320\r\n" in text
