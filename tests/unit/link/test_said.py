"""The user's word on who is the same: it beats what the records say, and nobody is asked twice."""

import pytest


def groups(linked):
    return sorted(sorted(ids) for ids in linked.people["record_ids"].to_list())


def two_with_two_records_each(record):
    """Return two people of one name: each has an address in two lists, and their badges show two jobs."""
    told = {"organization": "Northgate", "sha": "badges"}
    return [
        record("a1", "Sarah Johnson", emails=["sj@one.example"], title="Auditor", **told),
        record("a2", "Sarah Johnson", emails=["sj@one.example"]),
        record("b1", "Sarah Johnson", emails=["sarah@two.example"], title="Designer", **told),
        record("b2", "Sarah Johnson", emails=["sarah@two.example"], organization="Northgate"),
    ]


def test_two_people_are_asked_about_once_whatever_the_number_of_their_records(run, record):
    linked = run(two_with_two_records_each(record))
    assert (groups(linked), linked.reviews.height) == ([["a1", "a2"], ["b1", "b2"]], 1)


@pytest.mark.parametrize("pair", [("a1", "b1"), ("a1", "b2"), ("a2", "b1"), ("a2", "b2")])
def test_same_joins_two_people_whose_other_records_speak_against_it(run, record, pair):
    linked = run(two_with_two_records_each(record), said=[(*pair, "same")])
    assert (groups(linked), linked.reviews.height, linked.notices) == ([["a1", "a2", "b1", "b2"]], 0, [])


@pytest.mark.parametrize("pair", [("a1", "b1"), ("a1", "b2"), ("a2", "b1"), ("a2", "b2")])
def test_different_ends_the_questions_about_all_their_records(run, record, pair):
    linked = run(two_with_two_records_each(record), said=[(*pair, "different")])
    assert (groups(linked), linked.reviews.height) == ([["a1", "a2"], ["b1", "b2"]], 0)


def test_a_third_person_stays_apart_from_two_whom_the_user_joined(run, record):
    rows = two_with_two_records_each(record)
    more = {"organization": "Northgate", "sha": "badges", "title": "Nurse"}
    third = record("c1", "Sarah Johnson", emails=["johnson@three.example"], **more)
    linked = run([*rows, third], said=[("a2", "b2", "same")])
    assert groups(linked) == [["a1", "a2", "b1", "b2"], ["c1"]]
