"""What a list asks for against what the user is: yes, no or unknown, and the words that say so."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from pipeline.match.concepts import load_concepts
from pipeline.match.fields import load_fields
from pipeline.match.hiring import (
    date_answer,
    level_answer,
    major_answer,
    position_answer,
    read_hire,
    role_closeness,
)
from pipeline.match.roles import roles_of, rules_out
from pipeline.match.seeker import graduates_near, read_seeker
from pipeline.match.world import World
from pipeline.settings import load_settings
from tests.unit.match.conftest import NOW, Fair, employer, student
from tests.unit.match.test_bulk import EVENT

FIELDS, CONCEPTS = load_fields(), load_concepts()
WORLD = World(fields=FIELDS, concepts=CONCEPTS, settings=load_settings(), event=EVENT, now=NOW)
MAY = dt.date(2027, 5, 15)


def seeker(**values):
    return read_seeker(student(**values), FIELDS, CONCEPTS)


@pytest.mark.parametrize(
    ("listed", "answer", "words"),
    [
        ([], "unknown", []),
        (["Law", "finance"], "same", ["finance"]),
        (["Accounting", "Business"], "near", ["Business"]),
        (["Nursing", "All majors"], "any", ["All majors"]),
        (["Nursing", "Law"], "unknown", []),
        (["Nursing", "Biology"], "other", ["Nursing", "Biology"]),
        (["Nursing", "Xylomancy"], "unknown", []),
    ],
)
def test_a_list_of_majors_answers_by_its_nearest(listed, answer, words):
    assert major_answer(listed, seeker(), FIELDS) == (answer, words)


def test_a_user_without_a_major_is_shut_out_by_none():
    assert major_answer(["Nursing"], seeker(majors=()), FIELDS) == ("unknown", [])


@pytest.mark.parametrize(
    ("level", "graduates", "listed", "answer", "words"),
    [
        ("Undergraduate", MAY, [], "unknown", []),
        ("Undergraduate", MAY, ["PhD", "Undergraduate"], "yes", ["Undergraduate"]),
        ("Undergraduate", MAY, ["PhD"], "no", ["PhD"]),
        ("Undergraduate", MAY, ["PhD", "Wizard"], "unknown", []),
        (None, MAY, ["PhD"], "unknown", []),
        ("Undergraduate", MAY, ["Open to all", "PhD"], "yes", ["Open to all"]),
        ("Undergraduate", MAY, ["Recent graduates"], "yes", ["Recent graduates"]),
        ("Undergraduate", dt.date(2029, 5, 1), ["Recent graduates"], "no", ["Recent graduates"]),
        ("Undergraduate", None, ["Recent graduates"], "unknown", []),
    ],
)
def test_a_list_of_levels_admits_the_user_or_not(level, graduates, listed, answer, words):
    user = seeker(degree_level=level, graduation_date=graduates)
    assert level_answer(listed, user, WORLD) == (answer, words)


@pytest.mark.parametrize(
    ("own", "listed", "answer", "words"),
    [
        ((), ["Internship"], "unknown", []),
        (("Internship",), [], "unknown", []),
        (("Internship",), ["Nurse", "Summer internship"], "yes", ["Summer internship"]),
        (("Full-time",), ["Part-time"], "no", ["Part-time"]),
        (("Full-time",), ["Part-time", "Credit Analyst"], "unknown", []),
    ],
)
def test_a_list_of_positions_has_what_the_user_looks_for_or_not(own, listed, answer, words):
    assert position_answer(listed, seeker(positions=own), FIELDS) == (answer, words)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (None, "unknown"),
        ("soon", "unknown"),
        ("2027", "yes"),
        ("2026", "no"),
        ("May 2027", "yes"),
        ("Jun 2027", "no"),
        ("April 2027", "no"),
        ("2027-05", "yes"),
        ("2027-06", "no"),
        ("2027-13", "yes"),
        ("Dec 2026 - June 2027", "yes"),
        ("December 2026", "no"),
        ("2026, 2028", "yes"),
    ],
)
def test_a_date_takes_in_whoever_graduates_between_its_first_and_last_day(text, answer):
    assert date_answer(text, seeker(graduation_date=MAY)) == answer


@pytest.mark.parametrize(
    ("day", "answer"),
    [(dt.date(2026, 12, 31), "yes"), (dt.date(2026, 12, 1), "yes"), (dt.date(2027, 1, 1), "no")],
)
def test_a_month_reaches_from_its_first_day_to_its_last(day, answer):
    assert date_answer("Dec 2026", seeker(graduation_date=day)) == answer


def test_a_user_without_a_date_is_asked_nothing():
    assert date_answer("2027", seeker(graduation_date=None)) == "unknown"


@pytest.mark.parametrize(("day", "near"), [(None, None), (MAY, True), (dt.date(2029, 1, 1), False)])
def test_a_user_graduates_near_the_event_or_not(day, near):
    assert graduates_near(student(graduation_date=day), dt.date(2027, 3, 18), 12) is near


def test_roles_come_the_closest_first_and_only_those_close_to_the_field():
    roles = ["Underwriter", "Nurse", "Credit Analyst", "Internship"]
    row = Fair(employer("ox", positions=roles)).people.row(0, named=True)
    hire = read_hire(row, seeker(adjacent_fields=("insurance",)), WORLD)
    assert (hire.roles, hire.role) == (("Credit Analyst", "Underwriter"), 1.0)


@pytest.mark.parametrize(("listed", "close"), [([], np.nan), (["Internship"], np.nan), (["Nurse"], 0.0)])
def test_roles_of_no_field_say_nothing_and_far_ones_say_no(listed, close):
    assert np.array_equal(role_closeness(listed, seeker(), FIELDS), close, equal_nan=True)


@pytest.mark.parametrize(
    ("cell", "roles"),
    [
        ("Teller, Loan officer", ["Teller", "Loan officer"]),
        ("Analyst, Risk", ["Analyst, Risk"]),
        ("Nurse und Auditor", ["Nurse", "Auditor"]),
        ("Nurse", ["Nurse"]),
        ("Internship / Full-time", ["Internship", "Full-time"]),
    ],
)
def test_a_cell_is_taken_apart_where_each_part_is_a_role(cell, roles):
    assert roles_of(cell, FIELDS) == roles


@pytest.mark.parametrize(
    ("text", "out"),
    [("No PhD", True), ("Not for profit", False), ("no-code", False), ("PhD", False), ("No", False)],
)
def test_a_cell_that_begins_with_no_says_who_is_not_meant(text, out):
    assert rules_out(text, FIELDS) is out
