"""The list as a whole: order, gate, the user's word, what is unknown."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import SettingsError
from pipeline.match import coverage
from pipeline.tables import TIE_SOURCES
from tests.unit.match.conftest import NOW, Fair, employer, person, student


def mixed(count=30):
    titles = ["Financial Analyst", "Nurse", "Auditor", None, "Store Manager", "Data Scientist"]
    return [
        person(f"p{at:03}", row=at + 2, title=titles[at % 6], interests=["running"] if at % 4 == 0 else [])
        for at in range(count)
    ]


def test_the_order_of_the_rows_changes_nothing():
    rows = mixed()
    assert Fair(*rows).matches.equals(Fair(*rows[::3], *rows[2::3], *rows[1::3]).matches)


def test_every_weight_at_zero_is_a_settings_error():
    flags = {
        f"match.weights.{name}": 0
        for name in ("field", "interests", "exchange", "common_ground", "tie", "bio")
    }
    with pytest.raises(SettingsError, match="every weight"):
        Fair(person("ann"), flags=flags)


def test_a_weight_below_zero_is_a_settings_error():
    with pytest.raises(SettingsError, match="no weight"):
        Fair(person("ann"), flags={"match.weights.field": -1})


def test_an_empty_event_gives_an_empty_list():
    assert Fair().matches.height == 0


def test_the_user_is_nobodys_target():
    assert Fair(person("sam", name="Sam Student"), person("ann")).order() == ["ann"]


def test_the_user_is_found_by_address_before_the_name():
    other = person("x", name="Sam Other", emails=["SAM@club.example"])
    namesake, ann = person("sam", name="Sam Student"), person("ann", emails=["ann@club.example"])
    fair = Fair(other, namesake, ann, profile=student(email="sam@club.example"))
    assert fair.matches["person_id"].to_list() == ["ann", "sam"]


def test_a_user_whose_address_stands_on_another_list_alone_is_no_namesake_here():
    elsewhere = person("x", emails=["sam@club.example"], events=["club"])
    fair = Fair(elsewhere, person("sam", name="Sam Student"), profile=student(email="sam@club.example"))
    assert fair.order() == ["sam"]


def test_a_list_of_names_says_that_it_carries_nothing():
    fair = Fair(person("ann"), person("bob"))
    assert fair.keys("ann") == ["reason.names_only"]
    assert fair.of("ann")["unknowns"] == ["title", "organization", "interests", "offers", "seeks"]


def test_pick_beats_score_and_gate():
    law = employer("law", majors=["Nursing"], positions=["Nurse"])
    fair = Fair(law, person("ann", title="Banker"), wishes=[{"person_id": "law", "kind": "pick"}])
    assert (fair.order()[0], fair.of("law")["tier"], fair.of("law")["set_aside_because"]) == ("law", "A", [])


def test_pass_sets_aside_whatever_the_score():
    fair = Fair(person("ann", title="Banker"), wishes=[{"person_id": "ann", "kind": "pass"}])
    assert (fair.of("ann")["rank"], fair.keys("ann", "set_aside_because")) == (None, ["aside.you_said"])


def test_the_last_word_counts():
    first = {"person_id": "ann", "kind": "pass", "said_at": NOW - dt.timedelta(days=2)}
    fair = Fair(person("ann"), wishes=[first, {"person_id": "ann", "kind": "pick"}])
    assert fair.of("ann")["rank"] == 1


def test_unknown_never_excludes():
    assert Fair(employer("bare"), employer("odd", majors=["Xylomancy"])).matches["rank"].null_count() == 0


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"majors": ["Nursing"]}, "aside.major"),
        ({"levels": ["PhD"]}, "aside.level"),
        ({"positions": ["Part-time"]}, "aside.position"),
        ({"graduation_date": "2029"}, "aside.date"),
    ],
)
def test_only_what_a_list_states_against_the_profile_sets_aside(values, key):
    fair = Fair(employer("bank", **values), profile=student(positions=("Full-time",)))
    assert fair.keys("bank", "set_aside_because") == [key]
    assert fair.of("bank")["set_aside_because"][0]["evidence"] != []


@pytest.mark.parametrize(
    "values", [{"majors": ["Business Administration"]}, {"levels": ["Graduate", "Undergraduate"]}]
)
def test_what_may_fit_is_not_set_aside(values):
    assert Fair(employer("bank", **values)).of("bank")["rank"] == 1


@pytest.mark.parametrize(("hard", "keys"), [(False, []), (True, ["aside.sponsorship"])])
def test_sponsorship_no_is_asked_about_unless_the_user_sets_the_gate_hard(hard, keys):
    needy = student(work_authorization="needs_now")
    bank = employer("bank", work_authorization="no", positions=["Banker"])
    fair = Fair(bank, profile=needy, flags={"match.hard_sponsorship": hard})
    assert fair.keys("bank", "set_aside_because") == keys
    assert fair.keys("bank", "eligibility") == ["eligibility.sponsorship_no"]


def test_a_list_that_contradicts_itself_keeps_the_target():
    bank = employer("bank", majors=["Nursing", "Any major"], levels=["PhD", "Undergraduate"])
    assert Fair(bank).of("bank")["rank"] == 1


def test_each_target_gets_three_questions_that_vary():
    fair = Fair(*[employer(f"bank{at}", positions=["Credit Analyst"], majors=["Finance"]) for at in range(6)])
    asked = [tuple(item["key"] for item in row["questions"]) for row in fair.matches.iter_rows(named=True)]
    assert {len(keys) for keys in asked} == {3}
    assert len(set(asked)) >= 5


def test_no_question_about_what_the_record_answers():
    fair = Fair(*[employer(f"bank{at}", levels=["Undergraduate"], positions=["Banker"]) for at in range(20)])
    asked = {item["key"] for row in fair.matches.iter_rows(named=True) for item in row["questions"]}
    assert asked & {"question.level_open", "question.which_roles"} == set()


def test_one_house_does_not_fill_the_top():
    same = [person(f"a{at}", title="Banker", organization="North Bank") for at in range(5)]
    fair = Fair(
        *same,
        person("other", title="Auditor", organization="South Audit", interests=["choir"]),
        profile=student(interests=("choir",)),
    )
    assert fair.order().index("other") < 2


def test_two_bridges_are_kept_where_the_user_knows_somebody():
    known = person("kim", title="Banker", organization="North Bank", stage=2, known=True)
    near = [
        person(f"n{at:02}", title="Banker", organization="North Bank", interests=["choir"])
        for at in range(20)
    ]
    far = [person(f"far{at}", title="Banker", organization=f"Far Bank {at}") for at in range(3)]
    fair = Fair(known, *near, *far, profile=student(interests=("choir",)))
    bridges = [
        row["person_id"]
        for row in fair.matches.iter_rows(named=True)
        if "reason.bridge" in [item["key"] for item in row["reasons"]]
    ]
    assert len(bridges) == 2
    assert max(fair.of(key)["rank"] for key in bridges) <= 12


def test_nobody_is_a_bridge_for_a_user_who_knows_nobody():
    assert "reason.bridge" not in Fair(person("ann", title="Banker")).keys("ann")


def test_a_promise_is_a_reason_and_keeps_the_person_on_the_list():
    promise = {
        "promise_id": "1",
        "person_id": "ann",
        "owner": "mine",
        "text": "the article",
        "made_at": NOW,
        "due_said": False,
        "state": "open",
        "source": "typed",
    }
    assert Fair(person("ann"), promises=[promise]).keys("ann") == ["reason.tie.owe"]


def test_a_mutual_contact_is_somebody_known_at_the_same_place():
    kim = person("kim", organization="North Bank", stage=2, known=True)
    card = person("cal", organization="North Bank", stage=1, known=True)
    fair = Fair(kim, card, person("ann", organization="North Bank"))
    ground = fair.of("ann")["common_ground"]
    assert [(item["key"], item["params"][0]["value"]) for item in ground] == [("ground.mutual", "Kim")]


def test_coverage_names_every_source_and_a_step_where_nobody_is_known():
    fair = Fair(person("prof", title="Professor of Finance", tie_sources=["professor"]))
    found = coverage(fair.people, fair.matches, profile=fair.profile, event=fair.event)
    assert found["tie_source"].to_list() == list(TIE_SOURCES)
    assert found.row(2, named=True)["here"] == ["prof"]
    assert found["next_step"].list.len().to_list() == [1] * len(TIE_SOURCES)


@pytest.mark.parametrize(
    "text", ["データ分析", "مهندس", "🎉🎉", "\u202eevil\u0000", "x" * 2_000_000, "=cmd()", "{{7*7}}"]
)
def test_any_text_in_any_column_is_harmless(text):
    values = {
        "title": text,
        "interests": [text],
        "offers": [text],
        "seeks": [text],
        "majors": [text],
        "bio": text,
    }
    assert Fair(person("ann", **values), profile=student(offers=(text,), seeks=(text,))).matches.height == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(["Finance", "Nursing", "Any major", "Law", "xyz"]), max_size=3),
    st.lists(st.sampled_from(["Banker", "Nurse", "Internship", "PhD Intern"]), max_size=3),
)
def test_scores_stay_between_nothing_and_one_and_every_row_has_its_place(majors, positions):
    row = Fair(employer("bank", majors=majors, positions=positions)).of("bank")
    assert 0 <= row["fit"] <= 1
    assert (row["rank"] is None) == (row["tier"] == "set_aside") == (row["set_aside_because"] != [])


def test_a_field_that_the_map_does_not_know_is_said():
    fair = Fair(person("ann", title="Nurse"), profile=student(field="xylomancy", majors=()))
    found = coverage(fair.people, fair.matches, profile=fair.profile, event=fair.event)
    assert found.row(0, named=True)["next_step"][0]["key"] == "coverage.field_unmapped"
