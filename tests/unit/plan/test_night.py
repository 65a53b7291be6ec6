"""An event that goes on past midnight is planned like any other, and is of the day it begins on."""

from __future__ import annotations

import datetime as dt

import polars as pl

from pipeline.plan.changes import changes
from pipeline.plan.presence import SAID, presence_of


def clock(hour, minute=0):
    day = 18 if hour > 12 else 19
    return dt.datetime(2027, 3, day, hour, minute, tzinfo=dt.UTC)


def test_people_are_met_before_and_after_midnight_and_never_outside(fair):
    frame = fair.reschedule(hours="22:00-02:00").targets(30).plan()
    met = fair.day(frame, "meeting")
    assert met[0]["start"] >= clock(22)
    assert met[-1]["end"] <= clock(2)
    assert {row["start"].day for row in met} == {18, 19}


def test_an_own_entry_and_an_agreed_time_after_midnight_are_kept_free(fair):
    fair.reschedule(hours="22:00-02:00").targets(30)
    fair.session("taxi", "22:00", "22:00", start_utc=clock(0, 30), end_utc=clock(1))
    fair.wish("agree", "t003", "00:00").rows[list(fair.rows)[4]][0]["start"] = clock(0)
    met = {row["person_id"]: row for row in fair.day(fair.plan(), "meeting")}
    assert (met["t003"]["start"], met["t003"]["end"]) == (clock(0), clock(0, 20))
    assert [key for key, row in met.items() if row["end"] > clock(0, 15) and row["start"] < clock(1, 15)] == [
        "t003"
    ]


def test_whoever_is_met_before_midnight_instead_of_after_is_on_no_other_day(fair):
    before = fair.reschedule(hours="22:00-02:00").targets(30).plan()
    later = before.with_columns(pl.col("start", "end", "by_about") - dt.timedelta(minutes=40))
    past = [frame.filter(pl.col("start") >= clock(0))["entry_id"].to_list() for frame in (before, later)]
    assert set(past[1]) < set(past[0])
    assert changes(before, later, fair.event) == []


def test_hours_of_a_list_may_go_past_midnight_or_lie_behind_it(fair):
    event = fair.reschedule(hours="22:00-02:00").event
    rows = [("p1", "Hours", "10 pm - 1 am"), ("p2", "Hours", "00:30-01:30"), ("p3", "Hours", "14:00-16:00")]
    found = presence_of(pl.DataFrame(rows, schema=SAID, orient="row"), event)
    assert found == {"p1": ((clock(22), clock(1)),), "p2": ((clock(0, 30), clock(1, 30)),)}
