"""What is asked of a target: in its own words, with their cells, and nothing it has answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.match import coverage
from pipeline.tables import TIE_SOURCES
from tests.unit.match.conftest import Fair, employer, person
from tests.unit.match.test_truth import USER


@pytest.fixture(scope="module")
def fair():
    """Return a fair of people of whom different things are known."""
    return Fair(
        person(
            "ann",
            title="Financial Analyst at Acme",
            organization="Acme",
            interests=["Choir", "accounting", "Spanish"],
            offers=["Résumé review"],
        ),
        employer(
            "bank", positions=["Full-time", "Credit Analyst"], majors=["Finance"], levels=["Undergraduate"]
        ),
        person("pro", title="Professor of Finance", tie_sources=["professor"], known=True),
        person("spk"),
        person("bare"),
        talks=[("spk", "Corporate finance")],
        profile=USER,
    )


def asked(fair, who):
    """Return each question: its key, its words, the cells it shows."""
    return [
        (
            item["key"].removeprefix("question."),
            {pair["name"]: pair["value"] for pair in item["params"]},
            [(cell["field"], cell["value"]) for cell in item["evidence"]],
        )
        for item in fair.of(who)["questions"]
    ]


def test_a_person_is_asked_about_what_they_state(fair):
    assert asked(fair, "ann") == [
        ("their_pastime", {"pastime": "Spanish"}, [("interests", "Spanish")]),
        ("offer_how", {"offer": "Résumé review"}, [("offers", "Résumé review")]),
        ("may_i_write", {"topic": "accounting"}, [("interests", "accounting")]),
    ]


def test_a_title_is_asked_about_as_it_stands_in_a_sentence(fair):
    title = ("good_day", {"title": "professor of finance"}, [("title", "Professor of Finance")])
    assert asked(fair, "pro")[0] == title


def test_an_employer_is_asked_about_what_it_hires(fair):
    assert asked(fair, "bank") == [
        ("came_here_for", {}, []),
        ("major_used", {"major": "finance"}, [("majors", "Finance")]),
        ("apply_beyond_form", {"position": "Credit Analyst"}, [("positions", "Credit Analyst")]),
    ]


def test_a_speaker_is_asked_about_the_talk_first(fair):
    assert asked(fair, "spk")[0] == ("talk_point", {"talk": "Corporate finance"}, [])


def test_of_whom_nothing_is_known_everything_is_asked_without_a_word_of_theirs(fair):
    assert [words for _, words, _ in asked(fair, "bare")] == [{}, {}, {}]


def test_coverage_tells_who_stands_for_each_source_and_the_step_where_nobody_is_known(fair):
    found = coverage(fair.people, fair.matches, profile=fair.profile, event=fair.event)
    told = {
        row["tie_source"]: (row["here"], row["known"], [step["key"] for step in row["next_step"]])
        for row in found.iter_rows(named=True)
    }
    nobody = {
        source: ([], [], [f"coverage.{source}_elsewhere"])
        for source in TIE_SOURCES
        if source not in ("field", "professor")
    }
    stand = {"field": (["bank", "ann", "pro", "spk"], ["pro"], []), "professor": (["pro"], ["pro"], [])}
    assert told == stand | nobody
    assert [pair["value"] for pair in found.row(1, named=True)["next_step"][0]["params"]] == [
        "finance",
        "Alder University",
    ]


def test_known_people_of_the_field_who_are_elsewhere_stand_for_the_field():
    elsewhere = [
        person("far", title="Financial Analyst", events=["club"], known=True),
        person("nurse", title="Nurse", events=["club"], known=True),
        person("stranger", title="Financial Analyst", events=["club"]),
    ]
    fair = Fair(*elsewhere, person("ann", title="Banker"), profile=USER)
    found = coverage(fair.people, fair.matches, profile=fair.profile, event=fair.event)
    row = found.row(0, named=True)
    assert (row["here"], row["known"], row["next_step"]) == (["ann"], ["far"], [])


def test_a_language_that_the_user_speaks_is_nothing_to_ask_about():
    user = replace(USER, languages=("English", "Spanish"))
    fair = Fair(person("ann", interests=["Spanish", "accounting"]), profile=user)
    assert [words for _, words, _ in asked(fair, "ann") if words] == [{"topic": "accounting"}]


def test_a_word_that_the_profile_does_not_have_stays_empty_in_the_message():
    fair = Fair(profile=replace(USER, field=None, majors=(), minors=(), interests=()))
    step = coverage(fair.people, fair.matches, profile=fair.profile, event=fair.event).row(0, named=True)
    (message,) = step["next_step"]
    assert (message["key"], message["params"]) == (
        "coverage.field_unnamed",
        [{"name": "field", "value": None}],
    )
