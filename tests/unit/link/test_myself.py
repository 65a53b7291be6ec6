"""The user among the people, and the user's word on whence they know somebody."""

import datetime as dt

import pytest

from pipeline.profile import as_profile
from pipeline.tables import Wishes, as_table


def user(name="Imani Okoro", **values):
    return as_profile({"name": name, "field": "finance", **values}, "profile.toml")


def names(linked):
    return sorted(row["name"] or row["emails"][0] for row in linked.people.to_dicts())


def word(person, kind, source, minute=0):
    said = dt.datetime(2026, 11, 26, 9, minute, tzinfo=dt.UTC)
    return {"person_id": person, "kind": kind, "text": source, "said_at": said}


def test_the_users_own_address_is_nobody_to_meet(run, record):
    rows = [
        record("r1", "Ana Lima", emails=["ana@x.example"]),
        record("r2", None, emails=["Imani@x.example"], source_kind="calendar", event=None),
        record("r3", "Imani Okoro", emails=["imani@x.example"]),
    ]
    linked = run(rows, profile=user(email="imani@x.example"))
    assert names(linked) == ["Ana Lima"]
    assert linked.notices == ["Imani Okoro is you, and stands on no list of people [people.csv:2]"]


def test_the_identity_of_the_users_own_rows_is_kept(run, record):
    linked = run([record("r1", "Imani Okoro", emails=["i@x.example"])], profile=user(email="i@x.example"))
    assert linked.identity["record_id"].to_list() == ["r1"]


def test_another_name_beside_the_users_address_is_somebody_else(run, record):
    linked = run(
        [record("r1", "Tunde Bakare", emails=["home@x.example"])], profile=user(email="home@x.example")
    )
    assert names(linked) == ["Tunde Bakare"]


@pytest.mark.parametrize(
    ("values", "profile", "left"),
    [
        ({}, {}, []),
        ({}, {"email": "imani@x.example"}, []),
        ({"emails": ["other@x.example"]}, {}, []),
        ({"emails": ["other@x.example"]}, {"email": "imani@x.example"}, []),
        ({"linkedin": "imani-okoro"}, {"links": ["https://www.linkedin.com/in/imani-okoro/"]}, []),
    ],
)
def test_the_users_whole_name_is_the_user_where_nothing_speaks_against_it(run, record, values, profile, left):
    assert names(run([record("r1", "Imani Okoro", **values)], profile=user(**profile))) == left


def test_a_namesake_with_an_address_stays_once_the_user_is_found(run, record):
    rows = [
        record("r1", "Imani Okoro", emails=["imani@x.example"]),
        record("r2", "Imani Okoro", emails=["other@y.example"], linkedin="imani-okoro-2"),
    ]
    linked = run(rows, profile=user(email="imani@x.example"))
    assert linked.people["record_ids"].to_list() == [["r2"]]


def test_two_namesakes_and_no_address_of_the_user_leave_both(run, record):
    rows = [
        record("r1", "Imani Okoro", emails=["a@x.example"]),
        record("r2", "Imani Okoro", emails=["b@y.example"], linkedin="imani-okoro-2"),
    ]
    assert names(run(rows, profile=user())) == ["Imani Okoro", "Imani Okoro"]


def test_a_common_name_beside_another_address_is_a_namesake(run, record):
    rows = [record("r1", "Maria Garcia", emails=["a@x.example"])]
    assert names(run(rows, profile=user("Maria Garcia", email="maria@y.example"))) == ["Maria Garcia"]


def test_nothing_is_asked_about_the_user(run, record):
    rows = [
        record("r1", "Imani Okoro", emails=["imani@x.example"]),
        record("r2", "Imani Okoro", emails=["other@y.example"]),
    ]
    linked = run(rows, profile=user(email="imani@x.example"))
    assert linked.reviews.height == 0


def test_somebody_invited_in_the_users_own_calendar_is_known(run, record):
    row = record("r1", "Ana Lima", emails=["ana@x.example"], source_kind="calendar", event=None)
    linked = run([row])
    assert linked.people.select("known", "stage", "how_met").rows() == [(True, 1, "people.csv")]


def test_a_speaker_of_the_events_own_agenda_is_not_known_by_that(run, record):
    linked = run([record("r1", "Ana Lima", emails=["ana@x.example"], source_kind="calendar")])
    assert linked.people.select("known", "stage").rows() == [(False, 0)]


def test_the_users_word_on_a_tie_beats_the_lists(run, record):
    rows = [record("r1", "Ana Lima", title="Professor of Tides")]
    person = run(rows).people["person_id"][0]
    said = as_table(Wishes, [word(person, "no_tie", "professor"), word(person, "tie", "classmate")])
    assert run(rows).people["tie_sources"].to_list() == [["professor"]]
    assert run(rows, wishes=said).people["tie_sources"].to_list() == [["classmate"]]


def test_the_newest_word_on_a_tie_holds_whatever_the_order_of_rows(run, record):
    rows = [record("r1", "Ana Lima")]
    person = run(rows).people["person_id"][0]
    words = [word(person, "no_tie", "classmate", 5), word(person, "tie", "classmate", 1)]
    assert run(rows, wishes=as_table(Wishes, words)).people["tie_sources"].to_list() == [[]]


def test_a_word_on_a_tie_follows_a_merge(run, record):
    apart = [record("r1", "Ana Lima", emails=["ana@x.example"]), record("r2", "Ana Lima")]
    first = run(apart)
    gone = next(row["person_id"] for row in first.people.to_dicts() if row["record_ids"] == ["r2"])
    words = as_table(Wishes, [word(gone, "tie", "colleague")])
    joined = run(apart, identity=first.identity, said=[("r1", "r2", "same")], wishes=words)
    assert joined.people["tie_sources"].to_list() == [["colleague"]]
