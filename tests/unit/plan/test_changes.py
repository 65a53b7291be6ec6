from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from pipeline.plan.alternates import alternates
from pipeline.plan.changes import changes
from pipeline.plan.prepare import preparations
from pipeline.tables import Matches, People


@pytest.fixture
def planned(fair):
    return fair.targets(12).wish("agree", "t003", "12:00").plan()


def told(before, after, event):
    return [(one.kind, one.person_id) for one in changes(before, after, event)]


def test_the_same_plan_has_no_changes(fair, planned):
    assert changes(planned, planned, fair.event) == []


def test_a_walk_up_at_another_hour_is_no_change(fair, planned):
    later = planned.with_columns(
        pl.when(~pl.col("agreed")).then(pl.col("start") + dt.timedelta(hours=1)).otherwise("start")
    )
    assert changes(planned, later, fair.event) == []


def test_who_is_gone_who_is_new_and_who_moved_is_told_with_places(fair, planned):
    fair.wish("pass", "t001").target("zoe", booth="A2", rank=1, fit=0.99, tier="A")
    for row in fair.rows[People]:
        row["booth"] = "B9" if row["person_id"] == "t002" else row["booth"]
    after = fair.plan()
    assert told(planned, after, fair.event) == [("gone", "t001"), ("moved", "t002"), ("new", "zoe")]
    gone, moved, new = changes(planned, after, fair.event)
    assert [message["key"] for message in gone.why] == ["drop.you_passed"]
    assert (moved.place_before, moved.place) == ("A2", "B9")
    assert new.place == "A2"


def test_another_fixed_time_is_a_change(fair, planned):
    fair.rows[list(fair.rows)[4]][0]["start"] = fair.at("14:00")
    found = changes(planned, fair.plan(printed=planned), fair.event)
    assert [(one.kind, one.start_before, one.start) for one in found] == [
        ("other_time", fair.at("12:00"), fair.at("14:00"))
    ]


def test_a_time_agreed_with_somebody_who_was_planned_is_another_time_and_nobody_gone(fair, planned):
    fair.wish("agree", "t005", "14:00")
    after = fair.plan()
    found = [one for one in changes(planned, after, fair.event) if one.person_id == "t005"]
    assert [(one.kind, one.start_before, one.start) for one in found] == [
        ("other_time", None, fair.at("14:00"))
    ]
    assert told(after, planned, fair.event).count(("other_time", "t005")) == 1


def test_alternates_stand_nearby_and_those_without_a_place_in_the_day_come_first(fair):
    frame = fair.targets(60).plan()
    frames = fair.frames()
    found = alternates(frame, frames[Matches], frames[People], event=fair.event, settings=fair.settings)
    rows = {row["entry_id"]: row for row in fair.day(frame, "meeting")}
    assert set(found) == set(rows)
    assert max(len(ids) for ids in found.values()) == 2
    met = {row["person_id"] for row in rows.values()}
    assert [ids for entry, ids in found.items() if rows[entry]["person_id"] in ids] == []
    assert any(ids and ids[0] not in met for ids in found.values())


def test_the_week_before_is_counted_back_and_never_lies_in_the_past(fair, planned):
    steps = preparations(planned, event=fair.event, now=dt.datetime(2027, 3, 14, tzinfo=dt.UTC))
    days = [(one.key, one.due.day) for one in steps if one.person_id is None]
    assert days == [
        ("prepare.archive", 14),
        ("prepare.apply", 14),
        ("prepare.say_aloud", 16),
        ("prepare.print", 17),
    ]
    assert len([one for one in steps if one.key == "prepare.look_up"]) == 5


@pytest.mark.parametrize("kind", ["conference", "meetup"])
def test_only_a_fair_has_stands_to_apply_at(fair, planned, kind):
    event = fair.reschedule(kind=kind).event
    steps = preparations(planned, event=event, now=dt.datetime(2027, 3, 14, tzinfo=dt.UTC))
    assert [one.key for one in steps if one.person_id is None] == [
        "prepare.archive",
        "prepare.say_aloud",
        "prepare.print",
    ]


def test_after_the_event_nothing_is_to_be_prepared(fair, planned):
    assert preparations(planned, event=fair.event, now=dt.datetime(2027, 3, 19, tzinfo=dt.UTC)) == []


def test_another_order_names_as_few_walk_ups_as_possible_and_whom_they_come_after(fair, planned):
    last = planned["order"].max()
    turned = planned.with_columns(pl.when(pl.col("order") == last).then(0).otherwise("order").alias("order"))
    found = changes(planned, turned, fair.event)
    moved = planned.filter(pl.col("order") == last)["person_id"].item()
    assert [(one.kind, one.person_id, one.after) for one in found] == [("other_order", moved, None)]


def test_who_is_new_stands_after_somebody(fair, planned):
    after = fair.target("zoe", booth="A13", rank=1, fit=0.99, tier="A").plan(printed=planned)
    (new,) = (one for one in changes(planned, after, fair.event) if one.kind == "new")
    met = [row["person_id"] for row in fair.day(after, "meeting")]
    assert new.after == met[met.index("zoe") - 1]


def test_a_walk_up_on_another_day_is_named_once_with_whom_it_comes_after_there(fair):
    fair.reschedule(end=dt.date(2027, 3, 19))
    before = fair.targets(12).plan()
    first, second = (
        [row for row in fair.day(before, "meeting") if row["start"].day == day] for day in (18, 19)
    )
    last = pl.col("entry_id") == first[-1]["entry_id"]
    after = before.with_columns(
        pl.when(last).then(pl.col(name) + dt.timedelta(days=1)).otherwise(name).alias(name)
        for name in ("start", "end", "by_about")
    )
    assert second != []
    found = changes(before, after, fair.event)
    assert [(one.kind, one.person_id, one.after, one.at.day) for one in found] == [
        ("other_day", first[-1]["person_id"], None, 19)
    ]


def test_changes_of_one_kind_come_in_the_order_of_the_day(fair, planned):
    fair.wish("pass", "t001").wish("pass", "t002").wish("pass", "t004")
    gone = [one for one in changes(planned, fair.plan(printed=planned), fair.event) if one.kind == "gone"]
    assert [one.at for one in gone] == sorted(one.at for one in gone)
    assert len(gone) == 3
