"""Who is worth meeting: a retail bank and a chain's finance team are finance, its shop floor is not."""

from __future__ import annotations

import csv

import pytest

NOW = ("--now", "2027-03-15T12:00:00+00:00")


@pytest.fixture(scope="module")
def explained(walked, ask):
    """Return a way to take one place in the list apart."""
    return lambda name: ask("explain", name, "--workspace", walked.folder, *NOW)


@pytest.mark.parametrize("name", ["Harbor Retail Bank", "Marlow & Finch, Corporate Finance"])
def test_finance_inside_retail_is_the_users_field(explained, name):
    found = explained(name)
    assert found["field_fit"] == "same"
    assert found["tier"] in ("A", "B")


def test_the_shop_floor_of_the_same_chain_is_not(explained):
    floor = explained("Marlow & Finch, Stores")
    assert (floor["field_fit"], floor["rank"]) == ("other", None)


def test_effort_goes_to_the_field_and_not_to_where_the_friends_are(walked):
    assert {entry["field_fit"] for entry in walked.planned if entry["must"]} == {"same"}


def test_nobody_who_is_only_in_the_users_contacts_is_planned(walked, fair):
    with (fair / "people.csv").open(encoding="utf-8") as file:
        people = {row["Name"] for row in csv.DictReader(file)}
    with (fair / "employers.csv").open(encoding="utf-8") as file:
        employers = {row["Organization"].strip() for row in csv.DictReader(file)}
    met = {entry["who"] for entry in walked.planned if entry["kind"] == "meeting"}
    assert met
    assert met - people - employers == set()


def test_friends_are_kept_and_labelled(walked):
    friends = walked.sheet.partition("Friends and family:")[2]
    assert friends.lstrip().startswith("Jasmine Okoro")


def test_the_society_of_analysts_stands_for_industry_bodies(walked):
    bodies = walked.sheet.partition("Industry bodies:")[2].partition("Volunteering:")[0]
    names = (
        "Society of Upstate Financial Analysts",
        "Frances Oyelaran",
        "Miles Thackeray",
        "Concepción Arroyo",
    )
    assert any(name in bodies for name in names)
    assert "Credit Union" not in bodies


def test_a_reason_names_file_row_and_column(walked, meetwell):
    said = meetwell("explain", "Harbor Retail Bank", "--workspace", walked.folder, *NOW)
    assert said.code == 0
    assert "employers.csv:2" in said.out
    assert "Majors" in said.out


def test_the_answer_to_why_names_each_cell_once(walked, meetwell):
    said = meetwell("explain", "Harbor Retail Bank", "--workspace", walked.folder, *NOW).out
    listed = [line.rpartition("[")[2].rstrip("]").split(", ") for line in said.splitlines() if "csv:" in line]
    assert listed
    assert [cells for cells in listed if len(set(cells)) < len(cells)] == []
