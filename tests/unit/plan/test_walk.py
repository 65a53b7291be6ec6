from __future__ import annotations

import pytest

from pipeline.plan.hours import merged, starts_in, without
from pipeline.plan.walk import booth_key, booth_order, ground_of


@pytest.mark.parametrize("booth", ["A1", "a-01", "Booth A 1", "stand a01"])
def test_one_booth_has_many_spellings(booth):
    assert booth_key(booth) == "A1"


def test_booths_are_sorted_as_people_count():
    assert sorted(["B2", "A10", "A9", "12", "3"], key=booth_order) == ["3", "12", "A9", "A10", "B2"]


def test_a_floor_gives_minutes_by_its_metres(fair):
    fair.reschedule(floor={"A01": [0, 0], "A02": [100, 0], "Hall 2": [0, 240]})
    ground = ground_of(fair.event, ["a1", "A2", "hall 2", "nowhere"], fair.settings)
    numbers = [ground.of(place) for place in ("A01", "A02", "Hall 2", "nowhere")]
    assert [ground.minutes[numbers[0]][other] for other in numbers] == [0, 2, 5, 3]


def test_without_a_floor_booths_stand_in_rows(fair):
    ground = ground_of(fair.event, ["A1", "A2", "A60", "B1"], fair.settings)
    near, far, row = (ground.minutes[ground.of("A1")][ground.of(booth)] for booth in ("A2", "A60", "B1"))
    assert (near, far, row) == (1, 4, 1)


def test_spans_are_joined_and_cut():
    assert merged([(5, 8), (1, 3), (2, 4)]) == [(1, 4), (5, 8)]
    assert without([(0, 10), (20, 30)], [(5, 22)]) == [(0, 5), (22, 30)]
    assert starts_in([(0, 5), (10, 30)], 10) == ((10, 20),)


@pytest.mark.parametrize("booth", ["3B12", "Hall 3, B12", "h3-b012", "HALLE 3 / Stand B-12", "3.B12"])
def test_a_booth_with_its_hall_has_many_spellings(booth):
    assert booth_key(booth) == "3/B12"


def test_booths_of_one_hall_are_met_before_those_of_the_next(fair):
    assert sorted(["4.1 A2", "3B1", "4.1 A1", "3A9"], key=booth_order) == ["3A9", "3B1", "4.1 A1", "4.1 A2"]
    ground = ground_of(fair.event, ["3A1", "3A5", "4A1"], fair.settings)
    near, other = (ground.minutes[ground.of("3A1")][ground.of(booth)] for booth in ("3A5", "4A1"))
    assert (near, other) == (1, 3)
