"""Whose work is in the user's field, and whose is not."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.match.concepts import load_concepts
from pipeline.match.crowd import read_crowd
from pipeline.match.fields import load_fields
from tests.unit.match.conftest import Fair, employer, person, student


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Retail Banking Advisor", "finance"),
        ("Finance Analyst, Retail", "finance"),
        ("Head of Finance at Big Stores", "finance"),
        ("Retail Finance Analyst", "finance"),
        ("Manager, Finance", "finance"),
        ("Store Manager", "retail"),
        ("Shop assistant", "retail"),
        ("Financial Aid Officer", "education"),
        ("Software Engineer at Royal Bank", "software"),
        ("Security Lead", "it"),
        ("Nurse", "health"),
    ],
)
def test_the_surest_field_of_a_title_is_the_work_and_not_the_place(title, field):
    fields = load_fields()
    hits = fields.of_title(title)
    assert fields.names[max(hits, key=lambda at: hits[at].weight)] == field


def test_closeness_is_symmetric_and_one_with_itself():
    close = load_fields().closeness
    assert np.array_equal(close, close.T)
    assert np.array_equal(np.diag(close), np.ones(len(close)))


def test_a_retail_bank_and_the_finance_team_of_a_chain_are_finance_and_a_shop_floor_job_is_not():
    fair = Fair(
        employer(
            "bank", name="Harbor Retail Bank", industry="Retail banking", positions=["Retail Banking Analyst"]
        ),
        employer(
            "team",
            name="Chain, Finance",
            industry="Retail",
            positions=["Treasury Analyst"],
            majors=["Finance"],
        ),
        employer(
            "floor",
            name="Chain, Stores",
            industry="Retail",
            positions=["Store Associate"],
            majors=["Any major"],
        ),
    )
    assert {key: fair.of(key)["field_fit"] for key in ("bank", "team", "floor")} == {
        "bank": "same",
        "team": "same",
        "floor": "other",
    }
    assert fair.order()[-1] == "floor"


def test_a_friend_in_another_field_is_kept_and_named_but_stands_behind_the_field():
    people = [person(f"analyst{at:02}", title="Financial Analyst") for at in range(70)]
    friend = person("friend", title="Store Manager", tie_sources=["friend_or_family"], known=True)
    fair = Fair(*people, friend)
    assert fair.of("friend")["rank"] == 60
    assert fair.keys("friend") == ["reason.tie.friend_elsewhere"]


def test_a_recruiter_stands_for_what_the_employer_hires():
    fair = Fair(
        employer("bank", name="North Bank", positions=["Credit Analyst"], majors=["Finance"]),
        person("rita", title="Campus Recruiter", organization="North Bank", organization_id="bank"),
    )
    assert fair.of("rita")["field_fit"] == "same"
    assert fair.keys("rita")[:2] == ["reason.field.employer_positions", "reason.hire.major_same"]


@pytest.mark.parametrize(
    ("values", "hires"),
    [
        ({"title": "Nurse", "positions": ["Credit Analyst"]}, True),
        ({"title": "Campus Recruiter", "majors": ["Finance"]}, True),
        ({"title": "Nurse", "majors": ["Finance"]}, False),
        ({"title": "Nurse", "levels": ["Undergraduate"]}, False),
        ({"title": "Finance student", "positions": ["Credit Analyst"]}, False),
    ],
)
def test_a_person_hires_who_names_positions_or_recruits_and_never_a_student(values, hires):
    crowd = read_crowd(Fair(person("ann", **values)).people, "fair", load_fields(), load_concepts())
    assert [row is not None for row in crowd.hires] == [hires]


def test_the_users_own_field_is_named_before_a_surer_neighbour():
    house = employer("ox", name="Ox", positions=["Underwriter", "Actuary", "Banking"])
    fair = Fair(house, profile=student(adjacent_fields=("insurance",)))
    assert (fair.of("ox")["field_fit"], fair.keys("ox")[0]) == ("same", "reason.field.positions")


def test_a_field_the_map_does_not_know_is_unknown_and_not_other():
    fair = Fair(person("ann", title="Nurse"), profile=student(field="xylomancy", majors=()))
    assert fair.of("ann")["field_fit"] == "unknown"


def test_a_title_that_says_nothing_is_unknown():
    fair = Fair(person("ann", title="Vice President"))
    assert fair.of("ann")["field_fit"] == "unknown"


@pytest.mark.parametrize(("interest", "fit"), [("model railways", "unknown"), ("photography", "same")])
def test_a_pastime_names_a_field_only_by_the_whole_of_it(interest, fit):
    user = student(field="photography", majors=(), adjacent_fields=())
    assert Fair(person("ivo", interests=[interest]), profile=user).of("ivo")["field_fit"] == fit
