"""Who was met before, and what is open with them."""

from __future__ import annotations

import datetime as dt

from tests.unit.match.conftest import NOW, Fair, employer, person

TALK = {
    "interaction_id": "1",
    "event": "autumn-fair",
    "at": NOW - dt.timedelta(days=120),
    "kind": "talked",
    "direction": "both",
    "may_contact": "unknown",
    "may_keep": "unknown",
    "source": "typed",
}
PROMISE = {
    "promise_id": "1",
    "owner": "mine",
    "text": "the article",
    "made_at": NOW - dt.timedelta(days=120),
    "due_said": False,
    "state": "open",
    "source": "typed",
}


def bankers():
    return person("ann", title="Banker", stage=1, known=True), person("bob", title="Banker")


def test_a_person_met_before_stands_behind_a_new_one_and_says_so():
    fair = Fair(*bankers(), interactions=[TALK | {"person_id": "ann"}])
    assert fair.order() == ["bob", "ann"]
    assert "reason.tie.again" in fair.keys("ann")


def test_a_person_met_before_to_whom_something_is_owed_comes_first():
    fair = Fair(
        *bankers(), interactions=[TALK | {"person_id": "ann"}], promises=[PROMISE | {"person_id": "ann"}]
    )
    assert fair.order() == ["ann", "bob"]
    assert "reason.tie.owe" in fair.keys("ann")


def test_an_organisation_returns_each_fair_with_what_happened_last_time():
    bank, other = (employer(name, positions=["Credit Analyst"], stage=1) for name in ("bank", "other"))
    fair = Fair(bank, other, interactions=[TALK | {"person_id": "bank"}])
    assert fair.order()[0] == "bank"
    assert "reason.tie.again" in fair.keys("bank")


SUGGESTED = {"ann": ("Autumn Fair", dt.date(2026, 10, 1))}


def test_a_person_in_an_earlier_plan_stands_behind_a_new_one_and_says_so():
    strangers = (person(name, title="Banker") for name in ("ann", "bob"))
    fair = Fair(*strangers, suggested=SUGGESTED)
    assert fair.order() == ["bob", "ann"]
    assert "reason.tie.suggested" in fair.keys("ann")


def test_a_person_in_an_earlier_plan_who_is_picked_now_comes_first():
    strangers = (person(name, title="Banker") for name in ("ann", "bob"))
    wish = {"person_id": "ann", "kind": "pick"}
    assert Fair(*strangers, suggested=SUGGESTED, wishes=[wish]).order() == ["ann", "bob"]


def test_a_person_in_an_earlier_plan_to_whom_something_is_owed_comes_first():
    strangers = (person(name, title="Banker") for name in ("ann", "bob"))
    fair = Fair(*strangers, suggested=SUGGESTED, promises=[PROMISE | {"person_id": "ann"}])
    assert fair.order() == ["ann", "bob"]


def test_an_organisation_in_an_earlier_plan_returns_in_its_place():
    houses = (employer(name, positions=["Credit Analyst"]) for name in ("ann", "bob"))
    assert Fair(*houses, suggested=SUGGESTED).order() == ["ann", "bob"]


def test_a_person_in_an_earlier_plan_who_was_met_is_not_called_missed():
    fair = Fair(*bankers(), suggested=SUGGESTED, interactions=[TALK | {"person_id": "ann"}])
    assert "reason.tie.suggested" not in fair.keys("ann")
