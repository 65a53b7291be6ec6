"""A user who names interests alone is told of work in them, as interests and not as a field of theirs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.unit.match.conftest import Fair, employer, person, student

WISHES = student(field=None, adjacent_fields=(), majors=(), minors=(), interests=("finance", "choir"))


def test_work_in_an_interest_is_a_reason_with_its_cell():
    fair = Fair(person("ann", title="Financial Analyst"), person("bo", title="Nurse"), profile=WISHES)
    found = {item["key"]: item for item in fair.of("ann")["reasons"]}["reason.field.wished"]
    assert [cell["value"] for cell in found["evidence"]] == ["Financial Analyst"]
    assert (fair.of("ann")["rank"], fair.of("bo")["reasons"]) == (1, [])


def test_an_interest_is_never_called_a_field_of_the_users():
    fair = Fair(employer("bank", industry="Banking", positions=["Credit Analyst"]), profile=WISHES)
    assert {
        key for key in fair.keys("bank") if "wished" not in key and key.startswith("reason.field")
    } == set()


def test_a_pastime_names_no_field():
    user = student(field=None, adjacent_fields=(), majors=(), minors=(), interests=("choir", "football"))
    fair = Fair(person("ann", title="Choir director"), person("bo", title="Football coach"), profile=user)
    assert [fair.of(one)["field_fit"] for one in ("ann", "bo")] == ["unknown", "unknown"]


@pytest.mark.parametrize("named", [{"field": "nursing"}, {"majors": ("Nursing",)}])
def test_a_field_or_a_major_comes_before_interests(named):
    user = student(**{"field": None, "majors": (), "interests": ("finance",), "adjacent_fields": (), **named})
    fair = Fair(person("ann", title="Financial Analyst"), profile=user)
    assert fair.of("ann")["field_fit"] == "other"


def test_importing_the_functions_loads_no_library_of_tables():
    code = (
        "import sys; from pipeline.match import match, bulk, coverage, similarity, match_many, read_scene; "
    )
    code += "print(sorted({'polars', 'dataframely', 'rich', 'click'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
