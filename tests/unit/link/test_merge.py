"""One person out of several records: the most believable value stands, every other one is kept beside it."""

from __future__ import annotations

import datetime as dt

import polars as pl

from pipeline.link.merge import merge
from pipeline.tables import Records, as_table


def merged(*rows):
    """Return people by id; each record names its person in ``person``."""
    persons = [row.pop("person") for row in rows]
    frame = as_table(Records, list(rows)).with_columns(pl.Series("person_id", persons))
    return {row["person_id"]: row for row in merge(frame).iter_rows(named=True)}


def origin(person, field):
    """Return the cells a field was read from."""
    return [
        (cell["value"], cell["file"], cell["row"]) for cell in person["origins"] if cell["field"] == field
    ]


def conflict(person, field):
    return [(cell["value"], cell["row"]) for cell in person["conflicts"] if cell["field"] == field]


def test_each_person_has_the_cells_of_their_own_records(record):
    people = merged(
        record("r1", "Ana Lima", person="p1", title="Analyst", source_row=3),
        record("r2", "Bo Marsh", person="p2", title="Pilot", source_row=4),
    )
    assert [origin(people[key], "title") for key in ("p1", "p2")] == [
        [("Analyst", "people.csv", 3)],
        [("Pilot", "people.csv", 4)],
    ]


def test_of_two_sources_of_one_day_the_kind_the_file_and_the_upper_row_decide(record):
    lower = record("r1", "Ana Lima", person="p1", title="Pilot", source_row=9)
    upper = record("r2", "Ana Lima", person="p1", title="Analyst", source_row=2)
    assert merged(lower, upper)["p1"]["title"] == "Analyst"
    later = record("r1", "Ana Lima", person="p1", title="Pilot", source_file="b.csv", source_row=1)
    first = record("r2", "Ana Lima", person="p1", title="Analyst", source_file="a.csv", source_row=9)
    assert merged(later, first)["p1"]["title"] == "Analyst"


def test_the_newest_day_decides_before_any_kind_of_source(record):
    old = record("r1", "Ana Lima", person="p1", title="Analyst", source_date=dt.date(2025, 1, 1))
    new = record("r2", "Ana Lima", person="p1", title="Pilot", source_date=dt.date(2026, 1, 1), source_row=9)
    undated = record("r3", "Ana Lima", person="p1", title="Cook", source_row=1)
    person = merged(old, new, undated)["p1"]
    assert person["title"] == "Pilot"
    assert conflict(person, "title") == [("Analyst", 2), ("Cook", 1)]


def test_another_way_to_write_a_value_is_no_conflict(record):
    people = merged(
        record("r1", "Ana Lima", person="p1", title="Sales Manager"),
        record("r2", "Ana Lima", person="p1", title="sales-manager", source_row=3),
    )
    assert people["p1"]["conflicts"] == []


def test_lists_are_joined_and_capital_letters_make_no_second_entry(record):
    people = merged(
        record("r1", "Ana Lima", person="p1", emails=["ana@x.example"], interests=["Kelp"]),
        record(
            "r2", "Ana Lima", person="p1", emails=["ana@y.example"], interests=["kelp", "Reefs"], source_row=3
        ),
    )
    assert people["p1"]["emails"] == ["ana@x.example", "ana@y.example"]
    assert people["p1"]["interests"] == ["Kelp", "Reefs"]


def test_a_word_on_authorization_beats_none_and_an_unknown_one_is_kept_where_nothing_else_is(record):
    silent = record("r1", "Harbor", person="p1", kind="organization")
    told = record("r2", "Harbor", person="p1", kind="organization", work_authorization="no", source_row=3)
    assert merged(silent, told)["p1"]["work_authorization"] == "no"
    assert (
        merged(record("r1", "Harbor", person="p1", kind="organization"))["p1"]["work_authorization"]
        == "unknown"
    )


def test_what_an_employer_writes_on_authorization_is_kept_in_its_words_behind_a_clear_one(record):
    words = [{"name": "work_authorization", "value": "Depends on the team"}]
    unclear = record("r1", "Harbor", person="p1", kind="organization", extra=words)
    clear = record("r2", "Harbor", person="p1", kind="organization", work_authorization="yes", source_row=3)
    person = merged(unclear, clear)["p1"]
    assert origin(person, "work_authorization") == [("yes", "people.csv", 3)]
    unclear_alone = merged(record("r1", "Harbor", person="p1", kind="organization", extra=words))["p1"]
    assert origin(unclear_alone, "work_authorization") == [("Depends on the team", "people.csv", 2)]


def test_who_cancelled_is_known_and_is_nobody_to_meet_there(record):
    person = merged(record("r1", "Ana Lima", person="p1", status="cancelled"))["p1"]
    assert (person["record_ids"], person["events"]) == (["r1"], [])
