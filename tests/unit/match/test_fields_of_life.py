"""What a career adviser would not sign: history as social work, a vet nurse as a nurse, a stage as a job."""

from __future__ import annotations

import pytest

from pipeline.match.fields import load_fields
from tests.unit.match.conftest import Fair, employer, person, student


def field_of(title):
    fields = load_fields()
    hits = fields.of_title(title)
    return fields.names[max(hits, key=lambda at: hits[at].weight)] if hits else None


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("County Archivist", "humanities"),
        ("Museum Director", "humanities"),
        ("Teacher of History", "humanities"),
        ("Veterinary Nurse", "agriculture"),
        ("Theatre Nurse", "health"),
        ("Bike Mechanic", "trades"),
        ("Product Manager", "consulting"),
        ("Production Manager", "operations"),
    ],
)
def test_a_title_stands_in_its_field(title, field):
    assert field_of(title) == field


def test_whoever_studies_history_is_not_sent_to_a_hospice():
    fair = Fair(
        employer("hospice", positions=["Volunteer Coordinator"], majors=["Social Work"]),
        employer("museum", positions=["Curatorial Assistant"], majors=["Archaeology"]),
        profile=student(field="history", majors=("History",)),
    )
    assert [fair.of(name)["field_fit"] for name in ("museum", "hospice")] == ["same", "adjacent"]


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("Stage Carpenter", set()),
        ("Stage", {"internship"}),
        ("Stage de fin d'études", {"internship"}),
        ("Placement", {"internship"}),
    ],
)
def test_a_stage_is_an_internship_in_french_alone(role, kinds):
    fields = load_fields()
    assert fields.kinds(role, fields.positions) == kinds


def test_a_student_hires_nobody():
    fair = Fair(
        person("eddie", title="Student", organization="Hill University", positions=["A summer internship"]),
        profile=student(positions=("Internship",)),
    )
    assert fair.keys("eddie", "reasons") == []


@pytest.mark.parametrize("title", ["Student Services Manager", "Professor at Hill University", None])
def test_who_works_with_students_is_none(title):
    assert not load_fields().studies(title)


def test_an_internship_is_no_practice_for_interviews():
    fair = Fair(
        person("firm", offers=["A paid summer internship"]), profile=student(seeks=("mock interviews",))
    )
    assert fair.keys("firm", "reasons") == []
