"""Days that nobody would wish for: each still is a plan that can be kept, or says what to mend."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from pipeline.errors import SettingsError
from pipeline.plan.changes import changes
from pipeline.plan.limits import LIMITS
from pipeline.settings import load_settings

MARCH = dt.date(2027, 3, 18)


def overlaps(fair, frame):
    """Return what was planned over something else; what the user fixed may overlap what the user fixed."""
    day = fair.day(frame)
    free = [row for row in day if row["kind"] != "class" and not row["agreed"]]
    return [
        (one["entry_id"], other["entry_id"])
        for one in free
        for other in day
        if one is not other and one["start"] < other["end"] and other["start"] < one["end"]
    ]


def test_agreed_slots_over_each_other_all_stand_and_the_others_are_met_around_them(fair):
    fair.targets(10).wish("agree", "t001", "12:00").wish("agree", "t002", "12:05").wish(
        "agree", "t003", "12:00"
    )
    frame = fair.plan()
    assert [row["person_id"] for row in fair.day(frame) if row["agreed"]] == ["t001", "t003", "t002"]
    assert overlaps(fair, frame) == []


def test_somebody_agreed_with_before_and_after_the_hours_is_met_then(fair):
    frame = fair.targets(5).wish("agree", "t001", "08:00").wish("agree", "t002", "23:50").plan()
    agreed = [row["start"] for row in fair.day(frame) if row["agreed"]]
    assert agreed == [fair.at("08:00"), fair.at("23:50")]


@pytest.mark.parametrize(
    ("table", "met"),
    [
        ({"hours": "10:00-10:01"}, 0),
        ({"hours": "0:00-23:59"}, 30),
        ({"start": dt.date(2027, 3, 28), "hours": "0:00-8:00", "tz": "Europe/Berlin"}, 22),
        ({"start": dt.date(2027, 11, 7), "hours": "0:00-8:00", "tz": "America/New_York"}, 28),
        ({"end": dt.date(2027, 4, 17)}, 30),
    ],
)
def test_short_long_and_changed_days_hold_whom_they_can(fair, table, met):
    fair.reschedule(**table).set(iterations=100).targets(30)
    frame = fair.plan()
    assert abs(len(fair.day(frame, "meeting")) - met) <= 1
    assert overlaps(fair, frame) == []


def test_two_hundred_targets_over_a_month_take_no_minute(fair):
    frame = fair.reschedule(end=dt.date(2027, 4, 17)).set(iterations=100).targets(200).plan()
    assert fair.dropped(frame) == {}


def test_a_calendar_full_for_weeks_drops_everybody_but_whom_one_agreed_with(fair):
    start, end = (dt.datetime(2027, month, 1, tzinfo=dt.UTC) for month in (2, 5))
    fair.targets(3).session("leave", "00:00", "23:59", start_utc=start, end_utc=end).wish(
        "agree", "t002", "12:00"
    )
    frame = fair.plan()
    assert [row["person_id"] for row in fair.day(frame, "meeting")] == ["t002"]
    assert fair.dropped(frame) == {"t001": "drop.busy", "t003": "drop.busy", "leave": "drop.own_under_agreed"}


def test_whose_talk_is_over_is_met_at_another_hour(fair):
    fair.target("ana", kind="person").session("talk", "10:00", "10:30", owner="event").speaks("ana", "talk")
    rows = fair.day(fair.plan(start_from=fair.at("15:00")), "meeting")
    assert [(row["person_id"], row["start"] >= fair.at("15:00")) for row in rows] == [("ana", True)]


def test_after_the_end_nothing_is_planned_and_all_are_told_so(fair):
    frame = fair.targets(2).plan(start_from=fair.at("18:00"))
    assert (fair.day(frame), set(fair.dropped(frame).values())) == ([], {"drop.over"})


@pytest.mark.parametrize(
    "booth", ["", "  ", "9" * 40, "\u202eA1", "Hall 1/Booth 3", "B " * 400, "9" * 5000, "\U0001f600"]
)
def test_odd_booths_are_somewhere(fair, booth):
    assert len(fair.day(fair.targets(3).target("x", booth=booth).plan(), "meeting")) == 4


def test_rows_numbered_by_hundreds_are_no_kilometres_apart(fair):
    for number, booth in enumerate(("101", "102", "140", "201", "1203", "2045")):
        fair.target(f"x{number}", booth=booth)
    assert len(fair.day(fair.reschedule(hours="10:00-12:30").plan(), "meeting")) == 6


def test_a_floor_that_knows_none_of_the_booths_is_walked_anyhow(fair):
    frame = fair.reschedule(floor={"Q1": [0, 0]}).targets(6).plan()
    assert len(fair.day(frame, "meeting")) == 6


@pytest.mark.parametrize("spot", [[float("nan"), 0], [0, float("inf")], [1e300, 0], ["a", 0], [1]])
def test_a_floor_beyond_measure_is_a_setting_to_mend(fair, spot):
    with pytest.raises(SettingsError, match="floor plan"):
        fair.reschedule(floor={"A1": spot})


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_a_setting_out_of_its_limits_is_named(fair, name):
    least, most = LIMITS[name]
    for value in (least - 1, most + 1, float("nan")):
        with pytest.raises(SettingsError, match=f"plan.{name} is"):
            fair.set(**{name: value}).plan()


def test_every_default_lies_within_the_limits():
    settings = load_settings()
    assert [name for name, (a, b) in LIMITS.items() if not a <= settings.number(f"plan.{name}") <= b] == []


def test_an_older_print_of_other_days_does_no_harm(fair):
    printed = fair.set(iterations=20).targets(20).plan()
    fair.reschedule(start=dt.date(2027, 3, 19), end=dt.date(2027, 3, 20))
    frame = fair.plan(printed=printed)
    assert len(fair.day(frame, "meeting")) == 20
    assert {one.kind for one in changes(printed, frame, fair.event)} <= {"new", "other_order", "other_day"}


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_drawn_by_lot_can_be_kept(fair, seed):
    chance = random.Random(seed)  # noqa: S311 - a lot, not a secret
    kind, hours = chance.choice(("fair", "conference")), chance.choice(("10:00-16:00", "8:30-20:00"))
    fair.reschedule(end=MARCH + dt.timedelta(days=chance.choice((0, 1))), hours=hours, kind=kind)
    fair.set(iterations=20).targets(chance.randrange(1, 25))
    for number in range(chance.randrange(4)):
        begin = chance.randrange(8, 18)
        fair.target(f"p{number}", kind="person", tier=chance.choice("ABC"), known=chance.random() < 0.5)
        fair.session(f"s{number}", f"{begin}:00", f"{begin}:{chance.choice((5, 30, 59)):02}", owner="event")
        fair.speaks(f"p{number}", f"s{number}").session(
            f"c{number}",
            f"{chance.randrange(6, 12)}:{chance.randrange(60):02}",
            f"{chance.randrange(12, 23)}:00",
        )
        fair.wish(chance.choice(("agree", "pick", "pass")), "t001", f"{chance.randrange(7, 21)}:30")
    frame = fair.plan(start_from=chance.choice((None, fair.at("11:11"))))
    assert overlaps(fair, frame) == []
    assert changes(frame, frame, fair.event) == []
