from __future__ import annotations

import datetime as dt

import pytest

from pipeline.event import as_event
from pipeline.profile import Profile
from pipeline.report.day import best_hour, cut_lines
from pipeline.report.inputs import Inputs
from pipeline.report.target import Target
from pipeline.settings import load_settings


def target(name, clock, minutes, *, order, must=False, rank=9, agreed=False, pick=False):
    hour, minute = map(int, clock.split(":"))
    start = dt.datetime(2027, 3, 18, hour, minute, tzinfo=dt.UTC)
    entry = {"start": start, "end": start + dt.timedelta(minutes=minutes), "order": order}
    return Target(
        person={
            "person_id": name,
            "name": name,
            "given_name": None,
            "family_name": None,
            "organization": None,
        },
        match={"rank": rank},
        entry=entry | {"must": must, "agreed": agreed, "by_about": start},
        wishes=({"kind": "pick"},) if pick else (),
    )


@pytest.fixture
def inputs():
    table = {"name": "Fair", "start": dt.date(2027, 3, 18), "hours": "10-16", "tz": "UTC"}
    event = as_event("fair", table, "x")
    now = dt.datetime(2027, 3, 10, tzinfo=dt.UTC)
    return Inputs(Profile(name="Imani", field="finance"), event, load_settings(), now)


@pytest.fixture
def day():
    return (
        target("Warm", "10:05", 8, order=1, rank=12),
        target("Must", "10:20", 12, order=2, must=True, rank=2),
        target("Filler", "10:40", 8, order=3, rank=8),
        target("Best", "11:00", 12, order=4, must=True, rank=1),
        target("Picked", "14:00", 12, order=5, must=True, rank=40, pick=True),
        target("Last", "14:30", 8, order=6, rank=5),
    )


def names(found):
    return [one.person_id for one in found]


def test_one_hour_is_for_the_picked_and_the_best_not_for_the_first_of_the_day(day):
    assert names(best_hour(day)) == ["Must", "Best", "Picked"]


def test_what_does_not_fit_any_more_gives_way_to_what_does(day):
    long = target("Long", "12:00", 55, order=7, must=True, rank=1, agreed=True)
    assert names(best_hour((*day, long))) == ["Long"]


def test_the_lines_name_rows_by_their_number_in_the_day(inputs, day, words):
    one, behind = cut_lines(inputs, day, words)
    assert one == "Only one hour? 2 Must, 4 Best and 5 Picked."
    assert behind == "Behind at 13:00? Go to 5 Picked."


def test_without_a_must_meet_later_the_best_of_the_rest_is_named(inputs, day, words):
    rest = tuple(one for one in day if one.person_id != "Picked")
    assert cut_lines(inputs, rest, words)[1] == "Behind at 13:00? Go to 6 Last."


def test_a_day_of_less_than_an_hour_needs_no_line(inputs, day, words):
    assert cut_lines(inputs, day[1:3], words) == ()
