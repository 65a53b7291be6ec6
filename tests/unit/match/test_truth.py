"""Reasons follow their cells: without the cell no clause, with a near value another clause or none."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.match.conftest import Fair, employer, person, student

USER = student(
    interests=("choir", "running"),
    offers=("Spanish interpreting",),
    seeks=("feedback on my résumé",),
    positions=("Internship",),
    school="Alder University",
    locations=("Alder Falls",),
    intro="I keep a mortgage ledger.",
)
FULL = {
    "title": "Financial Analyst",
    "interests": ["Choir"],
    "seeks": ["Volunteer interpreters"],
    "offers": ["Résumé review"],
    "school": "Alder University",
    "location": "Alder Falls, NY",
    "bio": "She plans the mortgage ledger of her bakery.",
}
HIRING = {"majors": ["Finance"], "levels": ["Undergraduate"], "positions": ["Finance Internship"]}
#: What each column alone may say, and a value that looks like it and means something else.
NEAR = {
    "title": "Financial Aid Officer",
    "interests": ["Chiropractic"],
    "seeks": ["Voluntary redundancies"],
    "offers": ["Resume the race"],
    "school": "Alder Unity",
    "location": "Older Falls",
    "bio": "She plants the morning ledge of her backyard.",
    "majors": ["Financial aid"],
    "levels": ["Doctorate"],
    "positions": ["Store Associate"],
}
COLUMNS = ("reasons", "common_ground", "give")


def clauses(values, kind=person):
    row = Fair(kind("ann", **values), profile=USER).of("ann")
    return [
        (item["key"], tuple((pair["name"], pair["value"]) for pair in item["params"]), item["evidence"])
        for column in COLUMNS
        for item in row[column]
    ]


def resting_on(column, found):
    return [item[:2] for item in found if column in [cell["field"] for cell in item[2]]]


@pytest.mark.parametrize("column", [*FULL, *HIRING])
def test_a_cell_that_is_gone_takes_its_clauses_along(column):
    values, kind = (FULL, person) if column in FULL else (HIRING, employer)
    assert resting_on(column, clauses(values, kind)) != []
    left = clauses({name: value for name, value in values.items() if name != column}, kind)
    assert resting_on(column, left) == []


@pytest.mark.parametrize("column", [*FULL, *HIRING])
def test_a_near_value_changes_or_removes_the_clause(column):
    values, kind = (FULL, person) if column in FULL else (HIRING, employer)
    before = resting_on(column, clauses(values, kind))
    after = resting_on(column, clauses(values | {column: NEAR[column]}, kind))
    assert set(before) & set(after) == set()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.sampled_from([*FULL])))
def test_every_clause_about_a_row_names_a_cell_of_that_row(kept):
    found = clauses({name: FULL[name] for name in kept})
    cells = [cell for _, _, evidence in found for cell in evidence]
    assert {(cell["file"], cell["row"]) for cell in cells} <= {("list.csv", 2)}
    assert {cell["field"] for cell in cells} <= kept
    assert all(evidence for key, _, evidence in found if key != "reason.names_only")
