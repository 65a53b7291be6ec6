"""The vector table and its reader."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SettingsError, WorkspaceError
from pipeline.match import similarity
from pipeline.match.remainder import remainder_scores
from pipeline.match.vectors import load_vectors, read_vectors
from pipeline.match.wordpiece import WordPiece, split
from pipeline.shared import shared

PIECES = WordPiece(["[UNK]", "play", "##ing", "##s", "un", "##able", ".", "中"])


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Playing plays.", [1, 2, 1, 3, 6]),
        ("unable", [4, 5]),
        ("xyz play", [0, 1]),
        ("plây\u0301", [1]),
        ("中中", [7, 7]),
        ("p" * 101, [0]),
        ("", []),
    ],
)
def test_the_longest_known_piece_comes_first(text, ids):
    assert PIECES.ids(text) == ids


@given(st.text(max_size=60))
def test_words_have_no_space_and_no_capital_in_ascii(text):
    assert all(word and not word.isspace() and word.lower() == word for word in split(text) if word.isascii())


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=60))
def test_the_short_way_for_ascii_cuts_as_the_long_way_does(text):
    assert split(text + "\u00a0") == split(text)


def test_the_table_is_at_most_8_mb():
    assert (shared("config") / "vectors.npz").stat().st_size <= 8_000_000


def test_vectors_have_length_one_and_nothing_has_none():
    lengths = np.linalg.norm(load_vectors().encode(["Financial Analyst", ""]), axis=1)
    assert lengths.round(5).tolist() == [1.0, 0.0]


def test_a_changed_table_is_refused(tmp_path):
    path = tmp_path / "vectors.npz"
    path.write_bytes((shared("config") / "vectors.npz").read_bytes()[:-1])
    path.with_suffix(".sha256").write_text((shared("config") / "vectors.sha256").read_text())
    with pytest.raises(WorkspaceError, match="damaged"):
        read_vectors(path)


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(WorkspaceError, match="missing"):
        read_vectors(tmp_path / "vectors.npz")


def test_titles_of_one_trade_are_more_alike_than_titles_of_two():
    near, far = similarity("title", ["Accountant"], ["Bookkeeper", "Nurse"])[0]
    assert near > far


@pytest.mark.parametrize("kind", ["title", "major", "interest", "bio", "need"])
def test_scores_have_one_row_per_left_and_one_column_per_right_text(kind):
    found = similarity(kind, ["one thing", "データ", ""], ["another"])
    assert (found.shape, found.dtype, bool(np.isfinite(found).all())) == ((3, 1), np.float32, True)


@pytest.mark.parametrize("kind", ["title", "major", "interest", "bio", "need"])
def test_nothing_on_one_side_gives_an_empty_table(kind):
    assert similarity(kind, [], ["x"]).shape == (0, 1)


def test_an_unknown_kind_is_named():
    with pytest.raises(SettingsError, match="no similarity of kind"):
        similarity("smell", ["a"], ["b"])


def test_a_need_and_an_offer_in_the_same_words_have_nothing_left_to_differ():
    found = remainder_scores(["racket stringing"], ["stringing of rackets"], load_vectors())
    assert found.tolist() == [[1.0]]


def test_a_word_that_only_one_text_adds_tells_them_apart():
    same, more = similarity("interest", ["xylo carving"], ["carving of xylo", "xylo carving machines"])[0]
    assert same > more


def test_a_shared_word_that_names_a_field_is_no_shared_meaning():
    needs = ["device drivers for Linux", "somebody with a van"]
    trap, truth = similarity("need", ["truck drivers"], needs)[0]
    assert truth > trap


def test_two_interests_that_the_list_knows_as_different_are_less_alike_than_vectors_say():
    listed = similarity("interest", ["beekeeping"], ["gardening"])[0, 0]
    assert listed < remainder_scores(["beekeeping"], ["gardening"], load_vectors())[0, 0] * 0.3
