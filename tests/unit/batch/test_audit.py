import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch.audit import _large_enough
from pipeline.batch.audit_employers import employers
from pipeline.batch.audit_fields import by_major, fits_of, gaps
from pipeline.batch.audit_page import audit_html
from pipeline.batch.counts import OTHERS, gini, spread_of, together
from pipeline.batch.job import open_office


@pytest.mark.parametrize(
    ("shares", "expected"), [([], 0), ([0, 0], 0), ([3, 3, 3], 0), ([0, 0, 0, 8], 0.75), ([1, 3], 0.25)]
)
def test_gini_is_nought_when_all_is_alike_and_near_one_when_one_has_all(shares, expected):
    assert gini(shares) == expected


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_gini_depends_on_no_order_and_lies_between_nought_and_one(shares):
    assert gini(shares) == gini(sorted(shares, reverse=True))
    assert 0 <= gini(shares) < 1


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_the_spread_is_in_order_and_its_ends_are_the_ends(counts):
    found = spread_of(counts)
    order = [found[name] for name in ("least", "lower", "median", "upper", "most")]
    assert order == sorted(order)
    assert (order[0], order[-1]) == (min(counts), max(counts))


def test_a_major_that_looks_like_markup_is_only_text():
    spread = spread_of([1])
    found = {
        "students": 1, "sheets": 1, "thin_profiles": 0, "students_without_target": 0, "priority_rule": "",
        "targets_per_student": spread, "lost_to_filters": [], "booths": [], "demand_by_booth_and_hour": [],
        "gaps": [{"major": "<i>y", "students": 1, "of_their_own_field": 0, "of_a_field_near_it": 2}],
        "by_major": [
            {"major": "<b>x", "students": 1, "targets": spread, "own_field_on_the_list": 0,
             "near_field_on_the_list": 1, "field_known": True}
        ],
        "by_industry": [], "fields_not_known": ["<u>z"],
        "employers": {
            "employers": 1, "nobody_sent": 0, "gini": 0, "small_employers": 0,
            "students_sent_to_each": spread, "students_sent_to_each_small_one": spread,
        },
    }  # fmt: skip
    page = audit_html("Fair <1>", found)
    assert "&lt;b&gt;x" in page
    assert "<b>x" not in page
    assert "&lt;i&gt;y" in page
    assert "&lt;u&gt;z" in page
    assert "Fair &lt;1&gt;" in page


@given(st.dictionaries(st.integers(), st.sampled_from("abcdef"), min_size=5, max_size=40))
def test_no_group_of_the_audit_is_of_fewer_than_five(majors):
    found = together(majors, 5)
    sizes = {name: list(found.values()).count(name) for name in found.values()}
    assert [name for name, size in sizes.items() if size < 5] == []


def test_a_group_that_is_large_enough_stays_itself():
    majors = {number: "Finance" if number < 6 else "Physics" for number in range(12)}
    assert together(majors, 5) == majors


def test_no_line_of_a_filter_is_of_a_few_students():
    lost = {
        ("visa", "Finance"): [40, 1], ("visa", "Physics"): [9, 2],
        ("level", "Finance"): [60, 7], ("level", "Physics"): [8, 4], ("level", OTHERS): [5, 1],
    }  # fmt: skip
    assert _large_enough(lost) == {("level", "Finance"): (60, 7), ("level", OTHERS): (13, 5)}


def test_a_student_sent_to_an_employer_and_to_one_of_its_people_is_one_student(batched):
    office = open_office(batched)
    staff = office.tables["people"].filter(kind="person").drop_nulls("organization_id")
    person, house = staff.select("person_id", "organization_id").row(0)
    found = employers(office, {"one": {person: "", house: ""}, "two": {}})
    assert (found["students_sent_to_each"]["most"], found["students_sent_to_each"]["mean"] > 0) == (1, True)


def test_a_field_near_ones_own_is_told_apart_from_it_and_from_one_the_map_does_not_know(tmp_path):
    fits = {
        "a": ["same", "adjacent", "adjacent"],
        "b": ["adjacent"] * 3,
        "c": ["unknown"] * 2,
        "d": ["other"],
    }
    rows = [(user, fit) for user, found in fits.items() for fit in found]
    pl.DataFrame(rows, ["user_id", "field_fit"], orient="row").write_parquet(tmp_path / "m.parquet")
    groups = {"a": "Finance", "b": "History", "c": "Mycology", "d": "Art", "e": "Zen"}
    majors = by_major(groups, dict.fromkeys("abcd", 2), fits_of([tmp_path / "m.parquet"]))
    told = ("own_field_on_the_list", "near_field_on_the_list", "field_known")
    assert {row["major"]: tuple(row[name] for name in told) for row in majors} == {
        "Art": (0, 0, True), "Finance": (1, 2, True), "History": (0, 3, True),
        "Mycology": (0, 0, False), "Zen": (0, 0, False),
    }  # fmt: skip
    assert [tuple(row.values()) for row in gaps(majors)] == [
        ("Art", 1, 0, 0), ("Finance", 1, 1, 2), ("History", 1, 0, 3),
    ]  # fmt: skip


def test_nothing_matched_is_nothing_counted():
    assert fits_of([]) == {}
