"""Message keys become sentences in one place."""

import datetime as dt
import tomllib
from dataclasses import replace

import pytest

from pipeline.report.words import load_words
from pipeline.shared import shared


def say(words, key, **params):
    """Return a message in words."""
    pairs = [{"name": name, "value": value} for name, value in params.items()]
    return words.say({"side": None, "key": key, "params": pairs, "evidence": []})


@pytest.fixture
def own():
    """Return words with one sentence."""
    return replace(
        load_words(), sentences={**load_words().sentences, "t.x": "{name} by {day}"}, missing=set()
    )


def test_a_message_fills_its_slots_and_begins_with_a_capital(own):
    assert say(own, "t.x", name="ana", day="soon") == "Ana by soon"


def test_a_day_is_written_in_words(own):
    assert say(own, "t.x", name="Ana", day="2026-11-27") == "Ana by Fri 27 Nov"


def test_what_is_no_day_stays_as_it_is(own):
    assert say(own, "t.x", name="Ana", day="2026-02-30") == "Ana by 2026-02-30"


def test_an_unknown_value_leaves_the_sentence_out_without_complaint(own):
    assert say(own, "t.x", name="Ana", day=None) is None
    assert own.missing == set()


def test_a_key_without_sentence_is_remembered(own):
    assert say(own, "t.none") is None
    assert own.missing == {"t.none"}


def test_a_slot_in_a_value_is_text_not_a_slot(own):
    assert say(own, "t.x", name="{day}", day="soon") == "{day} by soon"


def test_one_two_and_three_parts_are_joined_as_people_write(own):
    assert [own.joined(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_the_long_date_names_the_weekday(own):
    assert own.day(dt.date(2026, 11, 26)) == "Thursday 26 November 2026"


def test_every_sentence_of_the_file_is_text_or_a_list_that_the_paper_reads():
    table = tomllib.loads((shared("config") / "words.en.toml").read_text(encoding="utf-8"))
    lists = {key for key, value in load_words().sentences.items() if not isinstance(value, str)}
    assert lists == {"advice.after", "paper.dates.weekdays", "paper.dates.months"}
    assert set(table["paper"]["label"]) >= {"goal", "must", "rest"}


def test_a_day_within_a_warning_is_written_in_words():
    shown = load_words().say(
        {"key": "warn.no_date", "params": [{"name": "text", "value": "call by 2027-03-19"}], "evidence": []}
    )
    assert shown == "You named no date for: call by Fri 19 Mar."
