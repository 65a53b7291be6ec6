"""What a bio and the user's own words both speak of."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.match.bios import by_topics, common_topics, excerpt, own_texts
from tests.unit.match.conftest import Fair, person, student

WRITER = student(
    intro="I forecast electricity load with neural networks.",
    proof_stories=("I mapped methane leaks from satellite images.",),
)
LOAD = "She forecasts the electricity load of three cities and sings."


def bio_of(row):
    return next(part for part in row["signals"] if part["name"] == "bio")


def test_a_bio_that_speaks_of_the_same_lifts_and_says_what():
    fair = Fair(person("ann", bio=LOAD), person("bob", bio="He paints."), profile=WRITER)
    row = fair.of("ann")
    assert row["rank"] == 1
    assert [item["params"][0]["value"] for item in row["reasons"]] == ["forecasts, electricity and load"]
    assert (bio_of(row)["value"] > 0.3, bio_of(row)["weight"]) == (True, 0.1)


def test_a_bio_of_other_things_lowers_nobody():
    silent, other = person("ann", title="Banker"), person("bob", title="Banker", bio="He paints birds.")
    fair = Fair(silent, other, profile=WRITER)
    assert fair.of("ann")["fit"] == fair.of("bob")["fit"]
    assert bio_of(fair.of("bob")) == {"name": "bio", "value": None, "weight": 0.0}


def test_one_word_in_common_is_chance():
    assert common_topics("She paints satellites.", WRITER.proof_stories) == []


@pytest.mark.parametrize("text", ["I worked in a great team for many years.", "", "🎉", "   "])
def test_words_of_every_bio_are_no_topics(text):
    assert by_topics(text) == []


def test_several_stories_count_by_the_five_that_fit_best():
    many = student(proof_stories=(*WRITER.proof_stories, *(f"Story {at} on violins." for at in range(8))))
    fair = Fair(person("ann", bio="Satellite images of methane leaks are her days."), profile=many)
    assert bio_of(fair.of("ann"))["value"] > 0.2


def test_two_megabytes_of_bio_are_read_to_a_bound_and_leave_a_short_cell():
    long = LOAD + " padding words" * 150_000
    begun = time.process_time()
    row = Fair(person("ann", bio=long), profile=WRITER).of("ann")
    assert time.process_time() - begun < 5
    assert [item["key"] for item in row["reasons"]] == ["reason.bio"]
    assert max(len(cell["value"]) for item in row["reasons"] for cell in item["evidence"]) < 300


def test_an_excerpt_holds_whole_words_around_the_first_topic():
    text = "alpha " * 100 + "methane leaks " + "omega " * 100
    part = excerpt(text, "methane")
    assert "methane leaks" in part
    assert set(part.split()) == {"alpha", "methane", "leaks", "omega"}


def test_an_excerpt_begins_at_the_first_place_of_the_word_and_a_short_bio_stays_whole():
    text = "methane leaks " + "omega " * 100 + "methane flares"
    assert (excerpt(text, "Methane").split()[:2], excerpt(LOAD, "load")) == (["methane", "leaks"], LOAD)


def test_a_user_who_says_nothing_at_length_has_no_texts():
    assert own_texts(student(headline="Student", intro=None)) == ()


SPOKEN = [
    "forecast",
    "Forecasting",
    "the",
    "it\u2019s",
    "O'Brien's",
    "neural networks",
    "café",
    "methane leaks",
]
AROUND = st.lists(st.one_of(st.sampled_from(SPOKEN), st.text(max_size=6)), max_size=12).map(" ".join)


@given(AROUND, AROUND, st.sampled_from(["electricity load", "Neural networks", "O\u2019Brien's bees"]))
def test_a_topic_stands_in_the_bio(bio, own, shared):
    bio = f"{bio} {shared}"
    topics = common_topics(bio, [f"{own} {shared}"])
    assume(topics)
    straight = bio.replace("\u2019", "'").replace("\u2018", "'").casefold()
    assert [topic for topic in topics if topic.casefold() not in straight] == []
