"""Who speaks at an event says by the titles of the talks, and by a bio, what the work is about."""

from __future__ import annotations

import pytest

from tests.unit.match.conftest import Fair, person, student


def values(message):
    return {pair["name"]: pair["value"] for pair in message["params"]}


def test_the_title_of_a_talk_names_the_field_and_its_line_of_the_agenda():
    fair = Fair(person("ann"), person("bob"), talks=[("ann", "Corporate finance for founders")])
    row = fair.of("ann")
    assert (row["rank"], row["field_fit"]) == (1, "same")
    (reason,) = row["reasons"]
    assert (reason["key"], values(reason)["value"]) == (
        "reason.field.talks",
        "Corporate finance for founders",
    )
    assert reason["evidence"] == [
        {
            "field": "talks",
            "value": "Corporate finance for founders",
            "file": "agenda.ics",
            "row": 10,
            "column": None,
        }
    ]


def test_a_stated_title_says_more_of_the_work_than_a_talk():
    fair = Fair(person("ann", title="Nurse"), talks=[("ann", "Corporate finance for founders")])
    assert fair.of("ann")["field_fit"] != "same"


@pytest.mark.parametrize(
    ("own", "title"),
    [
        ("missing data", "Missing data is data"),
        ("machine learning", "ML on a shoestring"),
        ("gardening", "Gardening in towns"),
        ("PostGIS", "DuckDB spatial or PostGIS?"),
    ],
)
def test_an_interest_that_a_talk_is_about_is_named_with_the_talk(own, title):
    fair = Fair(person("ann"), profile=student(interests=(own,)), talks=[("ann", title)])
    said = [values(item) for item in fair.of("ann")["reasons"] if item["key"] == "reason.interest.talk"]
    assert said == [{"theirs": title, "mine": own}]


def test_a_talk_that_shares_a_word_alone_shares_no_interest():
    fair = Fair(
        person("ann"), profile=student(interests=("missing data",)), talks=[("ann", "Missing the bus")]
    )
    assert "reason.interest.talk" not in fair.keys("ann")


def test_a_bio_is_quoted_where_no_title_says_what_the_work_is():
    bio = "Lives by the sea. Corporate finance manager; sails."
    fair = Fair(person("ann", bio=bio), person("bob", bio=bio, title="Carpenter"))
    (reason,) = fair.of("ann")["reasons"]
    assert (reason["key"], values(reason)["value"]) == ("reason.field.bio", "Corporate finance manager")
    assert "reason.field.bio" not in fair.keys("bob")


def test_a_list_of_speakers_alone_is_no_list_of_nothing_but_names():
    fair = Fair(person("ann"), person("bob"), talks=[("ann", "Corporate finance for founders")])
    assert "reason.names_only" not in fair.keys("bob")


def test_the_track_of_a_talk_names_the_field_and_its_line_of_the_agenda():
    fair = Fair(person("ann"), talks=[("ann", "What we learned", "Track: Corporate Finance\nA story.")])
    (reason,) = fair.of("ann")["reasons"]
    assert (reason["key"], values(reason)["value"]) == ("reason.field.tracks", "Corporate Finance")
    assert [(cell["field"], cell["row"]) for cell in reason["evidence"]] == [("tracks", 10)]


def test_a_title_says_more_than_the_track_it_stands_in():
    fair = Fair(person("ann"), talks=[("ann", "Corporate finance for founders", "Track: Banking")])
    assert fair.keys("ann", "reasons") == ["reason.field.talks"]


def test_an_interest_that_a_track_names_is_said_with_the_track():
    fair = Fair(
        person("ann"),
        profile=student(interests=("machine learning",)),
        talks=[("ann", "What we learned", "Track: ML in Practice")],
    )
    said = [values(item) for item in fair.of("ann")["reasons"] if item["key"] == "reason.interest.track"]
    assert said == [{"theirs": "ML in Practice", "mine": "machine learning"}]


@pytest.mark.parametrize(
    "told", [None, "", "Our track: record", "We track: nothing", "Track:", "Keep on track"]
)
def test_what_names_no_track_says_nothing(told):
    fair = Fair(person("ann"), talks=[("ann", "What we learned", told)])
    assert fair.of("ann")["reasons"] == []
