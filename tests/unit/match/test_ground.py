"""Common ground: where the user was before."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.profile import Station
from tests.unit.match.conftest import Fair, employer, person, student

MAY, AUGUST = dt.date(2026, 5, 1), dt.date(2026, 8, 1)


@pytest.mark.parametrize(
    ("start", "end", "key", "when"),
    [
        (MAY, AUGUST, "ground.internship_in", "2026"),
        (dt.date(2024, 5, 1), AUGUST, "ground.internship_in", "2024-2026"),
        (MAY, None, "ground.internship_since", "2026"),
        (None, None, "ground.internship", None),
    ],
)
def test_a_past_employer_is_common_ground_with_its_years(start, end, key, when):
    past = Station("North Bank", "internship", start, end)
    fair = Fair(employer("bank", name="North Bank"), profile=student(history=(past,)))
    ground = fair.of("bank")["common_ground"]
    params = {pair["name"]: pair["value"] for pair in ground[0]["params"]}
    assert ([item["key"] for item in ground], params.get("when")) == ([key], when)


def test_a_department_of_a_past_employer_is_common_ground():
    past = Station("Marlow & Finch", "job", MAY)
    team = employer("team", name="Marlow & Finch, Stores")
    assert Fair(team, profile=student(history=(past,))).keys("team", "common_ground") == ["ground.job_since"]


def test_a_house_of_a_near_name_is_not():
    past = Station("Marlow", "job", MAY)
    house = person("ann", organization="Marlow & Finch")
    assert Fair(house, profile=student(history=(past,))).of("ann")["common_ground"] == []


def test_a_past_employer_that_a_list_names_in_one_column_alone_shows_that_cell():
    past = Station("North Bank", "internship")
    bank = employer("bank", name="North Bank", organization=None)
    ground = Fair(bank, profile=student(history=(past, past))).of("bank")["common_ground"]
    assert [[cell["column"] for cell in item["evidence"]] for item in ground] == [["name"]]


@pytest.mark.parametrize(
    ("user", "target", "value"),
    [
        ({}, {"school": "Alder University"}, None),
        ({"school": "Alder University"}, {}, None),
        ({"school": "Alder University"}, {"school": "Alder University"}, 0.5),
        ({"school": "Alder University"}, {"organization": "Elm College"}, 0.0),
        ({"locations": ("Alder Falls",)}, {"location": "Alder Falls, NY"}, 0.15),
        (
            {"locations": ("Alder Falls",), "school": "Elm"},
            {"location": "Alder Falls", "school": "Elm"},
            0.575,
        ),
        ({"history": (Station("North Bank", "internship"),)}, {"organization": "North Bank"}, 0.6),
        ({"history": (Station("North Bank", "member"),)}, {"organization": "North Bank"}, 0.4),
        (
            {"school": "Elm", "languages": ("English", "Spanish")},
            {"school": "Oak", "interests": ["Spanish"]},
            0.3,
        ),
        (
            {"school": "Elm", "languages": ("English", "Spanish")},
            {"school": "Oak", "interests": ["English"]},
            0.0,
        ),
    ],
)
def test_each_thing_in_common_weighs_its_own_and_silence_on_one_side_is_unknown(user, target, value):
    row = Fair(person("ann", **target), profile=student(**user)).of("ann")
    (found,) = (signal["value"] for signal in row["signals"] if signal["name"] == "common_ground")
    assert found == value
