import pytest

from pipeline.batch.departments import with_departments

SEVERAL = [{"school": "Arts"}, {"school": "Business"}, {"school": None}]


@pytest.mark.parametrize("head", ["College", " college ", "Primary_College_Name"])
def test_several_colleges_are_departments_and_no_schools(head):
    found = with_departments(SEVERAL, {"Name": "name", head: "school", "Club": None})
    assert [(row["department"], row["school"]) for row in found] == [
        ("Arts", None), ("Business", None), (None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "head"),
    [([{"school": "Alder Valley"}, {"school": None}], "College"), (SEVERAL, "School"), (SEVERAL, "Uni")],
)
def test_one_college_of_all_or_another_header_is_the_school(rows, head):
    found = with_departments(rows, {head: "school"})
    assert [(row["department"], row["school"]) for row in found] == [(None, row["school"]) for row in rows]
