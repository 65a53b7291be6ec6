"""Offers and needs both ways, and what is given only from what they say they look for."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.match.signals import exchange
from tests.unit.match.conftest import Fair, employer, person, student

share = st.floats(0, 1, width=32)


def both(you, them):
    return float(exchange(np.array([you], np.float32), np.array([them], np.float32), 0.3)[0])


def test_all_for_one_side_ranks_below_half_for_both():
    assert both(1, 0) < both(0.5, 0.5)


@given(share, share)
def test_the_order_of_the_sides_changes_nothing(you, them):
    assert both(you, them) == both(them, you)


@given(share, share)
def test_exchange_lies_between_nothing_and_the_better_side(you, them):
    assert -1e-6 <= both(you, them) <= max(you, them) + 1e-6


def test_nothing_said_on_either_side_is_unknown():
    assert np.isnan(both(float("nan"), float("nan")))


def test_a_give_is_made_of_their_need_and_the_users_offer():
    fair = Fair(
        person("tax", seeks=["Volunteer interpreters"]),
        person("mute"),
        profile=student(offers=("Spanish interpreting for volunteers",)),
    )
    give = fair.of("tax")["give"][0]
    assert give["key"] == "give.need"
    assert give["evidence"][0] == {
        "field": "seeks",
        "value": "Volunteer interpreters",
        "file": "list.csv",
        "row": 2,
        "column": "seeks",
    }
    assert fair.of("mute")["give"] == []


def test_a_give_is_found_where_only_the_matter_is_named_alike():
    fair = Fair(
        person("till", seeks=["Someone who has run a shop's till count and can say why it was off"]),
        profile=student(offers=("a one-page log of till counts from three years as shift lead in a store",)),
    )
    assert fair.keys("till", "give") == ["give.need"]


def test_no_give_where_words_are_shared_and_meaning_is_not():
    fair = Fair(
        person("shop", seeks=["Retail staff for Christmas"]),
        profile=student(offers=("Retail banking experience",)),
    )
    assert fair.of("shop")["give"] == []


def test_an_exhibitor_that_hires_the_users_major_says_so_with_its_cell():
    fair = Fair(
        employer("bank", majors=["Finance", "Law"], positions=["Credit Analyst"], levels=["Undergraduate"])
    )
    found = {item["key"]: item["evidence"] for item in fair.of("bank")["reasons"]}
    assert [cell["value"] for cell in found["reason.hire.major_same"]] == ["Finance"]


def test_a_near_word_is_not_the_major():
    fair = Fair(employer("school", majors=["Financial aid"]))
    assert "reason.hire.major_same" not in fair.keys("school")


def test_a_user_without_a_major_is_never_shut_out_by_one():
    fair = Fair(employer("law", majors=["Nursing"]), profile=student(majors=()))
    assert fair.of("law")["rank"] == 1


def test_a_cell_that_says_majors_itself_says_it_once():
    fair = Fair(employer("bank", majors=["All Business majors"]), profile=student(majors=()))
    found = {item["key"]: item for item in fair.of("bank")["reasons"]}["reason.hire.major_wide"]
    said = {item["name"]: item["value"] for item in found["params"]}
    assert (said["majors"], found["evidence"][0]["value"]) == ("All Business", "All Business majors")


def test_a_wide_study_is_near_to_the_field_of_a_user_without_a_major():
    fair = Fair(employer("bank", majors=["Business & Management"]), profile=student(majors=()))
    assert "reason.hire.major_wide" in fair.keys("bank")


def test_a_study_that_names_the_field_of_a_user_without_a_major_is_their_field():
    fair = Fair(employer("bank", majors=["Business", "Finance"]), profile=student(majors=()))
    found = {item["key"]: item for item in fair.of("bank")["reasons"]}["reason.hire.major_field"]
    assert [cell["value"] for cell in found["evidence"]] == ["Finance"]


def test_another_study_of_the_field_of_the_users_own_is_near_to_it():
    user = student(majors=("Biology",))
    assert "reason.hire.major_near" in Fair(employer("lab", majors=["Biochemistry"]), profile=user).keys(
        "lab"
    )
