"""Topics stand in sentences as a person would write them."""

from __future__ import annotations

import pytest

from pipeline.match.wording import in_sentence
from tests.unit.match.conftest import Fair, person, student


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
