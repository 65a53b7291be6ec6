"""Likeness by words and by what is left beside shared words, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.match.arrays import distinct, holders, packed, padded
from pipeline.match.concepts import load_concepts
from pipeline.match.cores import Cores
from pipeline.match.lexical import by_letters, by_stems, by_words, postings, together
from pipeline.match.likeness import _held, _literal_worth
from pipeline.match.remainder import rest_scores, side_of
from pipeline.match.topics import Units, concept_overlap, word_overlap

COLUMNS = postings(["tall iron gates", "iron iron bridge", ""], by_stems, extra=["iron"])
#: Vectors of four words: two alike, one across, one half way.
ROWS = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32)


def test_a_word_is_the_weightier_the_fewer_texts_have_it():
    seen = {"bridg": 1, "gate": 1, "iron": 3, "tall": 1}
    rarity = {name: np.float32(np.log(5 / (1 + count)) + 1) for name, count in seen.items()}
    assert dict(zip(COLUMNS.terms, COLUMNS.idf, strict=True)) == pytest.approx(rarity)


def test_texts_are_compared_by_the_cosine_of_their_weights():
    rare, common = np.log(5 / 2) + 1, np.log(5 / 4) + 1
    twice = (1 + np.log(2)) * common
    tall, bridge = np.hypot(np.hypot(rare, rare), common), np.hypot(twice, rare)
    found = COLUMNS.scores(["iron", "tall tall bridge", "nothing else"], by_stems)
    own = np.hypot((1 + np.log(2)) * rare, rare)
    assert (
        found.round(5).tolist()
        == np.float32(
            [
                [round(common / tall, 5), round(twice / bridge, 5), 0],
                [
                    round((1 + np.log(2)) * rare / own * rare / tall, 5),
                    round(rare / own * rare / bridge, 5),
                    0,
                ],
                [0, 0, 0],
            ]
        )
        .round(5)
        .tolist()
    )


def test_a_word_that_no_column_has_still_makes_a_text_longer():
    alone, more = COLUMNS.scores(["gates", "gates xylo"], by_stems)[:, 0]
    assert round(float(alone / more), 4) == round(float(np.sqrt(2)), 4)


@pytest.mark.parametrize(
    ("analyse", "found"),
    [
        (by_words, ["tall", "iron", "gate", "tall iron", "iron gate"]),
        (by_stems, ["tall", "iron", "gate"]),
        (lambda text: by_letters(text)[:6], [" ta", "tal", "all", "ll ", " tal", "tall"]),
    ],
)
def test_a_text_is_cut_into_stems_pairs_or_letters(analyse, found):
    assert analyse("Tall iron gates") == found


@pytest.mark.parametrize(("most", "means"), [(1, [3, 9]), (2, [2.5, 4.5]), (5, [2, 3])])
def test_several_texts_count_by_the_mean_of_the_best(most, means):
    assert together(np.array([[1, 3, 2], [0, 9, 0]], np.float32), most).tolist() == means


@pytest.mark.parametrize(
    ("left", "right", "score"),
    [
        ({"a": [0]}, {"b": [1]}, 1.0),
        ({"a": [0]}, {"c": [2]}, 0.0),
        ({"a": [0], "c": [2]}, {"c": [2], "b": [1]}, 1.0),
        ({"a": [0], "c": [2]}, {"c": [2], "d": [3]}, 0.0),
        ({"c": [2]}, {"c": [2]}, 1.0),
        ({"c": [2]}, {"c": [2], "d": [3]}, 0.2),
        ({"a": [0], "c": [2], "d": [3]}, {"b": [1], "c": [2], "d": [3]}, 1.0),
        ({"a": [0], "c": [2], "d": [3]}, {"c": [2], "d": [3]}, 0.2),
        ({"c": [2], "d": [3]}, {"d": [3], "c": [2]}, 1.0),
        ({}, {"c": [2]}, 0.0),
    ],
)
def test_what_is_left_beside_shared_words_is_compared(left, right, score):
    found = rest_scores(side_of(ROWS, [left, {"x": [3]}]), side_of(ROWS, [right]), alone=0.2, neither=1.0)
    assert found[:1].tolist() == [[np.float32(score)]]


def test_words_in_common_count_from_the_second_to_the_third():
    mine = Units(frozenset(), ("a", "b", "c", "d"))
    theirs = [Units(frozenset(), tuple(words)) for words in ("", "a", "ab", "abc", "abcd")]
    assert word_overlap([mine], theirs).tolist() == [[0, 0, 0.5, 1, 1]]


def test_concepts_in_common_are_shared_by_the_text_of_fewer_and_kin_count_a_quarter():
    def units(*names):
        return Units(frozenset(names), (), tuple((name, (name,)) for name in names))

    mine, both = units("machine learning"), units("machine learning", "choir")
    theirs = [both, units("deep learning"), units("choir"), units("deep learning", "choir"), units()]
    found = concept_overlap([mine, both], theirs, load_concepts())
    assert found.tolist() == [[1, 0.25, 0, 0.25, 0], [1, 0.25, 1, 0.625, 0]]
    worth = np.full((1, 5), 0.5, np.float32)
    assert concept_overlap([mine], theirs, load_concepts(), worth).tolist() == [[0.5, 0.25, 0, 0.25, 0]]


def test_things_are_numbered_in_the_order_they_come():
    names, places = distinct(iter("banana"))
    assert (names, places.tolist()) == (["b", "a", "n"], [0, 1, 2, 1, 2, 1])


def test_things_know_the_lists_that_hold_them():
    assert {name: at.tolist() for name, at in holders(["ab", "b", ""]).items()} == {"a": [0], "b": [0, 1]}


@pytest.mark.parametrize(
    ("lists", "rows"), [([[1, 2], [3]], [[1, 2], [3, 9]]), ([[], []], [[9], [9]]), ([], [])]
)
def test_lists_become_rows_of_one_length(lists, rows):
    assert padded(lists, 9).tolist() == rows
    owners = np.array([at for at, items in enumerate(lists) for _ in items], np.int64)
    ids = np.array([item for items in lists for item in items], np.int64)
    assert packed(owners, ids, len(lists), 9).tolist() == rows


@pytest.mark.parametrize(
    ("common", "rare", "held", "same", "worth", "least"),
    [
        (1, 0, False, False, 0.55, 0),
        (1, 1, False, False, 0.9, 0),
        (2, 0, False, False, 0.9, 0),
        (1, 0, True, False, 0.4, 0),
        (1, 1, True, False, 0.8, 0.3),
        (2, 0, True, False, 1, 0.3),
        (1, 0, True, True, 1, 0.7),
    ],
)
def test_a_word_in_common_is_worth_more_where_it_is_rare_or_all_that_one_text_says(
    common, rare, held, same, worth, least
):
    core = Cores(*(np.array([[value]]) for value in (common, rare, held, same)))
    part = {"rare": 0.8, "literal": 0.1, "one_word": 0.4, "held": 0.3, "same": 0.7}
    half = np.full((1, 1), 0.5, np.float32)
    assert _literal_worth(core, half, part).round(6).tolist() == np.float32([[worth]]).tolist()
    assert _held(core, part).tolist() == np.float32([[least]]).tolist()
