"""Topics stand in sentences as a person would write them."""

from __future__ import annotations

import pytest

from pipeline.match.wording import in_sentence, told
from tests.unit.match.conftest import Fair, employer, person, student


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Choir", "choir"),
        ("Machine Learning", "machine learning"),
        ("Cash forecasting", "cash forecasting"),
        ("Someone who teaches", "someone who teaches"),
        ("AI ethics", "AI ethics"),
        ("Spanish", "Spanish"),
        ("Python", "Python"),
        ("Texas politics", "Texas politics"),
        ("Research at the National Archive", "research at the National Archive"),
        ("", ""),
        ("\u6599\u7406", "\u6599\u7406"),
    ],
)
def test_ordinary_words_are_in_lower_case_and_names_are_not(text, said):
    assert in_sentence(text) == said


def asked(interest, count=12):
    fair = Fair(*[person(f"p{at}", interests=[interest]) for at in range(count)], profile=student())
    rows = fair.matches.iter_rows(named=True)
    return {item["key"] for row in rows for item in row["questions"]}


def test_questions_about_knowledge_are_asked_of_work_and_not_of_pastimes():
    known = {"question.their_topic", "question.may_i_write"}
    assert (asked("Cycling") & known, asked("Machine learning") & known != set()) == (set(), True)


def test_a_pastime_is_asked_about_in_lower_case():
    fair = Fair(person("ann", interests=["Cycling"]), profile=student())
    params = {item["key"]: item["params"] for item in fair.of("ann")["questions"]}
    assert params["question.their_pastime"] == [{"name": "pastime", "value": "cycling"}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Machine Learning", "machine learning"),
        ("Python", "Python"),
        ("Zonal pricing", "“Zonal pricing”"),
        ("Houston", "“Houston”"),
        ("Research at the National Archive", "“Research at the National Archive”"),
        ("I like to bake bread on Sundays!", "“I like to bake bread on Sundays!”"),
        ("料理", "料理"),
    ],
)
def test_what_may_be_a_name_or_a_sentence_of_its_own_stands_in_quotation_marks(text, said):
    assert told(text) == said


def questions_to_employers(**row):
    """Return the questions to an employer, by key."""
    fair = Fair(*[employer(f"o{at}", **row) for at in range(12)], profile=student())
    rows = fair.matches.iter_rows(named=True)
    return {item["key"]: item["params"] for found in rows for item in found["questions"]}


@pytest.mark.parametrize("role", ["Credit Analyst", "Director of Sales", "Registered Nurse"])
def test_who_does_the_work_is_asked_about_as_somebody(role):
    found = questions_to_employers(positions=[role])["question.role_good_at"]
    assert found == [{"name": "role", "value": role.lower()}]


@pytest.mark.parametrize(
    "role", ["Finance", "Deposit pricing", "Software Engineers", "Analyst, Risk", "Career"]
)
def test_any_other_role_stands_in_the_lists_own_words(role):
    found = questions_to_employers(positions=[role])
    assert {key for key in found if "role" in key} == set()
    assert found["question.opening_first_months"] == [{"name": "opening", "value": role}]


@pytest.mark.parametrize("title", ["Finance", "Student", "研究員"])
def test_a_title_that_names_nobody_leads_to_no_question(title):
    fair = Fair(*[person(f"p{at}", title=title) for at in range(6)], profile=student())
    rows = fair.matches.iter_rows(named=True)
    keys = {item["key"] for row in rows for item in row["questions"]}
    assert keys & {"question.came_to_title", "question.good_day"} == set()


def test_no_two_questions_to_one_target_are_about_the_same_thing():
    rows = [person(f"p{at}", offers=["data sets"], interests=["causal inference"]) for at in range(9)]
    for row in Fair(*rows, profile=student()).matches.iter_rows(named=True):
        values = [pair["value"] for item in row["questions"] for pair in item["params"]]
        assert len(values) == len(set(values))


@pytest.mark.parametrize(
    "title", ["Data scientist, Norrland Energi", "Data scientist @ Norrland", "Data scientist at Norrland"]
)
def test_a_question_names_the_work_of_a_title_and_not_the_house(title):
    fair = Fair(person("ann", title=title))
    (first, *_) = fair.of("ann")["questions"]
    assert [pair["value"] for pair in first["params"]] == ["data scientist"]


def test_what_somebody_writes_of_themselves_is_quoted():
    assert told("hiring my first engineer") == "“hiring my first engineer”"
