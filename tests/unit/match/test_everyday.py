"""Offers and needs in everyday words: frames taken off, themes, what one word alone does not say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.match import similarity
from pipeline.match.cores import core_of, cores
from pipeline.match.themes import load_themes, theme_scores
from tests.unit.match.conftest import Fair, person, student

text = st.text(alphabet="abcdefghij lora radio tap weld", max_size=40)


def give(offer, need):
    fair = Fair(person("ana", seeks=[need]), profile=student(offers=(offer,)))
    return fair.keys("ana", "give")


@pytest.mark.parametrize(
    ("offer", "need"),
    [
        ("LoRa radio", "Somebody who knows LoRa radio"),
        ("irrigation", "irrigation control boards"),
        ("I keep bees", "happy to learn about beekeeping and hives"),
        ("welding", "someone to mend an iron gate"),
    ],
)
def test_an_everyday_need_is_met(offer, need):
    assert give(offer, need) == ["give.need"]


@pytest.mark.parametrize(
    ("offer", "need"),
    [
        ("retail banking", "retail staff for the weekend"),
        ("shoe polish", "someone to polish our newsletter"),
        ("a cup of coffee", "coffee tables for the office"),
        ("somebody who listens", "somebody who knows about tax"),
    ],
)
def test_words_in_common_meet_no_need(offer, need):
    assert give(offer, need) == []


def test_two_kinds_of_help_that_share_nothing_else_do_not_meet():
    offer, need = "practice for interviews", "an internship in a hospital"
    assert similarity("need", [offer], [need])[0, 0] < 0.1


@pytest.mark.parametrize(("offer", "need"), [("piano lessons", "somebody for piano lessons")])
def test_a_need_for_the_offer_itself_is_met_in_full(offer, need):
    assert similarity("need", [offer], [need]).tolist() == [[1.0]]


def test_frames_around_a_matter_are_no_matter():
    assert core_of("Somebody who knows LoRa radio") == core_of("happy to explain LoRa radio")


def test_a_text_of_frames_alone_keeps_its_words():
    assert list(core_of("teaching")) == ["teach"]


def test_a_rare_word_is_counted_as_rare():
    assert cores(["irrigation"], ["irrigation control boards"]).rare.tolist() == [[1]]


def test_a_common_word_is_not():
    assert cores(["coffee"], ["coffee tables"]).rare.tolist() == [[0]]


def test_a_phrase_is_one_matter():
    assert load_themes().cut("a heat pump for the house")[0] == ("heat", "pump")


def test_a_word_both_have_is_no_theme_in_common():
    assert theme_scores(["tap dancing"], ["a leaking tap"]).tolist() == [[0.0]]


def test_other_words_of_one_theme_are():
    assert float(theme_scores(["plumbing"], ["a leaking pipe"])[0, 0]) > 0.5


@given(st.lists(text, min_size=1, max_size=4), st.lists(text, min_size=1, max_size=4))
def test_a_pair_does_not_depend_on_what_else_is_compared(left, right):
    whole = similarity("need", left, right)
    alone = [[float(similarity("need", [one], [other])[0, 0]) for other in right] for one in left]
    np.testing.assert_allclose(whole, alone, atol=2e-6)


@given(text, text)
def test_themes_are_the_same_both_ways(one, other):
    np.testing.assert_allclose(theme_scores([one], [other]), theme_scores([other], [one]), atol=1e-6)


@given(text, text)
def test_offer_and_need_meet_alike_both_ways(one, other):
    np.testing.assert_allclose(
        similarity("need", [one], [other]), similarity("need", [other], [one]), atol=1e-6
    )
