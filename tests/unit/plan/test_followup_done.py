import datetime as dt

import pytest

from pipeline.plan.cadence_done import logged

NOW = dt.datetime(2026, 12, 1, 18, tzinfo=dt.UTC)


def step(key, person_id="pana"):
    return {"followup_id": "f1", "event": "fair", "person_id": person_id, "step": key}


def test_a_message_that_was_sent_is_one_way_until_it_is_answered():
    assert logged(step("thanks"), now=NOW)["direction"].to_list() == ["out"]
    assert logged(step("thanks"), now=NOW, answered=True)["direction"].to_list() == ["out", "in"]


def test_doing_it_twice_logs_the_same_message():
    assert logged(step("thanks"), now=NOW).equals(logged(step("thanks"), now=NOW))


@pytest.mark.parametrize(("key", "person_id"), [("deadline", "pana"), ("type_back", None), ("gone", "pana")])
def test_what_sends_nothing_logs_nothing(key, person_id):
    assert logged(step(key, person_id), now=NOW).is_empty()
