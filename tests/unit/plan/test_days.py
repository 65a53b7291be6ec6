"""Events of several days: every day has its share, and people are met where and when they are there."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from pipeline.plan.days_said import days_named, hours_named
from pipeline.plan.presence import SAID, presence_of, said_of_days
from pipeline.tables import People, Records, as_table

THURSDAY, FRIDAY = dt.date(2027, 3, 18), dt.date(2027, 3, 19)


@pytest.fixture
def two_days(fair):
    """A fair on a Thursday and a Friday."""
    return fair.reschedule(start=THURSDAY, end=FRIDAY, hours="10:00-16:00")


def days_of(fair, frame, **values):
    """Return the people met on each day."""
    rows = [row for row in fair.day(frame, "meeting") if all(row[key] == one for key, one in values.items())]
    found = {THURSDAY: [], FRIDAY: []}
    for row in rows:
        found[row["start"].date()].append(row["person_id"])
    return found


def said(*rows):
    return pl.DataFrame(list(rows), schema=SAID, orient="row")


def test_both_days_have_their_share_of_people_and_of_must_meets(two_days):
    frame = two_days.targets(30).plan()
    met, musts = days_of(two_days, frame), days_of(two_days, frame, must=True)
    assert abs(len(met[THURSDAY]) - len(met[FRIDAY])) <= 4
    assert (len(musts[THURSDAY]), len(musts[FRIDAY])) == (3, 2)
    assert len(met[THURSDAY] + met[FRIDAY]) == 30


def test_each_day_opens_with_a_warm_up(two_days):
    rows = two_days.day(two_days.targets(30).plan(), "meeting")
    first = {row["start"].date(): row["must"] for row in reversed(rows)}
    assert first == {THURSDAY: False, FRIDAY: False}


def test_a_day_full_of_classes_leaves_everybody_to_the_other(two_days):
    friday = dt.datetime(2027, 3, 19, 8, tzinfo=dt.UTC)
    two_days.targets(8).session("class", "09:00", "10:00", start_utc=friday, end_utc=friday.replace(hour=18))
    met = days_of(two_days, two_days.plan())
    assert (len(met[THURSDAY]), met[FRIDAY]) == (8, [])


def test_nobody_is_left_out_on_one_day_while_the_other_has_room(two_days):
    friday = dt.datetime(2027, 3, 19, 10, 45, tzinfo=dt.UTC)
    two_days.targets(18).session("class", "09:00", "10:00", start_utc=friday, end_utc=friday.replace(hour=18))
    assert two_days.dropped(two_days.plan()) == {}


def test_the_printed_day_of_everybody_stays(two_days):
    printed = two_days.targets(30).plan()
    two_days.target("new", booth="B4", rank=2, fit=0.89)
    before, after = (days_of(two_days, frame) for frame in (printed, two_days.plan(printed=printed)))
    for day, people in before.items():
        assert [one for one in after[day] if one in people] == people


def test_from_the_first_afternoon_on_both_days_are_planned(two_days):
    frame = two_days.targets(30).plan(start_from=two_days.at("14:00"))
    met = days_of(two_days, frame)
    assert met[THURSDAY] != []
    assert len(met[THURSDAY]) < len(met[FRIDAY])


def test_somebody_who_is_there_on_friday_is_met_on_friday(two_days):
    two_days.targets(12)
    two_days.presence = said(("t001", "Attending", "Friday only"), ("t002", "Hours", "14:00-15:00"))
    rows = {row["person_id"]: row["start"] for row in two_days.day(two_days.plan(), "meeting")}
    assert rows["t001"].date() == FRIDAY
    assert rows["t002"].hour == 14


def test_somebody_whose_day_is_over_is_dropped_for_that_reason(two_days):
    two_days.targets(2)
    two_days.presence = said(("t001", "Attending", "Thursday only"))
    friday = dt.datetime(2027, 3, 19, 10, tzinfo=dt.UTC)
    assert two_days.dropped(two_days.plan(start_from=friday)) == {"t001": "drop.not_there"}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Thursday only", {0}),
        ("Thu & Fri", {0, 1}),
        ("Fridays", {1}),
        ("Day 2", {1}),
        ("Days 1 & 2", {0, 1}),
        ("1, 2", {0, 1}),
        ("2", {1}),
        ("second day", {1}),
        ("both days", {0, 1}),
        ("18 March", {0}),
        ("March 19th", {1}),
        ("19.03.", {1}),
        ("3/19", {1}),
        ("2027-03-18", {0}),
        ("Freitag", {1}),
        ("jeudi", {0}),
        ("yes", set()),
        ("Monday", set()),
        ("Day 3", set()),
        ("2026-03-18", set()),
        ("2027-13-99", set()),
        ("Sunday School Press", set()),
        ("12 people", set()),
    ],
)
def test_days_are_read_as_lists_write_them(two_days, text, days):
    assert days_named(text, two_days.event) == days


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("10:00-14:00", [(600, 840)]),
        ("10-14 Uhr", [(600, 840)]),
        ("2-4 pm", [(840, 960)]),
        ("10am to 2pm", [(600, 840)]),
        ("Thursday 9:30\u201312", [(570, 720)]),
        ("11-2 pm", [(660, 840)]),
        ("afternoon", [(720, 1440)]),
        ("1-2", []),
        ("14:00-10:00", []),
        ("2027-03-18", []),
        ("99:99-99:99", []),
        ("", []),
    ],
)
def test_hours_are_read_as_lists_write_them(text, hours):
    assert hours_named(text) == hours


def test_a_column_per_day_says_who_is_there(two_days):
    event = two_days.event
    cells = said(
        ("a", "Day 1", "x"), ("a", "Day 2", "no"), ("b", "Thursday", "11:00-12:00"), ("c", "Days", "maybe")
    )
    thursday = event.hours[0]
    assert presence_of(cells, event) == {
        "a": ((thursday.start, thursday.end),),
        "b": ((two_days.at("11:00"), two_days.at("12:00")),),
    }


def test_only_columns_that_speak_of_days_are_taken_from_the_lists(two_days):
    extra = [{"name": "Attending", "value": "Friday"}, {"name": "T-shirt", "value": "Friday blue"}]
    record = {"record_id": "r1", "event": "fair", "kind": "person", "name": "Ana", "extra": extra}
    record |= {"work_authorization": "unknown", "source_sha": "0", "source_file": "x", "source_row": 2}
    record |= {"source_kind": "attendees", "status": "active", "read_from": []}
    person = {"person_id": "p1", "kind": "person", "record_ids": ["r1"], "work_authorization": "unknown"}
    person |= {"stage": 0, "strength": 0.0, "known": False}
    found = said_of_days(as_table(Records, [record]), as_table(People, [person]), two_days.event)
    assert found.rows() == [("p1", "Attending", "Friday")]
