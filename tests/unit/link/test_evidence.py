"""Evidence is data: a table of one's own says what is compared, what it weighs and which rule decides."""

from __future__ import annotations

import polars as pl
import pytest

from pipeline.errors import SettingsError
from pipeline.link.compare import compare
from pipeline.link.evidence import decide, read_evidence
from pipeline.link.roll import Roll

PLACES = [{"label": "close", "weight": 3, "at_least": 0.9}, {"label": "near", "weight": 1, "at_least": 0.7}]


def table(method, levels=PLACES, *, rules=(), groups=None, columns=None):
    """Return evidence with one comparison, ``place``."""
    item = {"name": "place", "method": method, "levels": levels} | ({"columns": columns} if columns else {})
    found = {"block": [{"columns": ["place"]}], "comparison": [item], "rule": list(rules)}
    return read_evidence(found | {"groups": groups or {}}, "own.toml")


def rule(label, then, *outcomes, **more):
    return {"label": label, "then": then, "when": {"place": list(outcomes)}} | more


def labels(method, values, pairs, *, levels=PLACES, column="place"):
    """Return the label of each pair of these values."""
    frame = pl.DataFrame({column: values})
    both = pl.DataFrame(pairs, schema={"a": pl.UInt32, "b": pl.UInt32}, orient="row")
    seen = compare(frame, Roll(), both, table(method, levels, columns=[column]).comparisons)
    return seen["place"].cast(pl.String).to_list()


@pytest.mark.parametrize(
    ("method", "close", "near"),
    [
        ("jaro_winkler", "Brimsford", "Bramstead"),
        ("damerau", "Brimfsord", "Brimsfo"),
        ("ratio", "Brimsfords", "Brims"),
    ],
)
def test_words_alike_get_the_first_level_that_they_reach(method, close, near):
    levels = [PLACES[0] | {"at_least": 0.85}, PLACES[1]]
    places = ["Brimsford", close, near, "Oxley"]
    assert labels(method, places, [(0, 1), (0, 2), (0, 3)], levels=levels) == ["close", "near", "differ"]


def test_a_side_that_says_nothing_speaks_neither_for_nor_against():
    places = ["Brimsford", None, "", "Brimsford"]
    assert labels("jaro_winkler", places, [(0, 1), (2, 0), (1, 2), (0, 3)]) == [
        "none",
        "none",
        "none",
        "close",
    ]
    assert labels("exact", ["x", None, "x"], [(0, 1), (1, 1), (0, 2)]) == ["none", "none", "same"]


def test_the_labels_stand_with_their_pairs_whatever_their_order():
    places = ["Brimsford", "Brimsford", "Oxley", "Oxley"]
    pairs = [(2, 3), (0, 2), (0, 1), (1, 3)]
    assert labels("jaro_winkler", places, pairs) == ["close", "differ", "close", "differ"]


def test_two_lists_meet_in_one_entry():
    tags = [["tide"], ["tide", "kelp"], ["reef"], []]
    assert labels("shared", tags, [(0, 1), (0, 2), (0, 3)]) == ["same", "differ", "none"]


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("+447400123456", "+447400123456", "mobile"),
        ("7400123456", "+447400123456", "mobile"),
        ("4165550143", "+14165550143", "line"),
        ("+14165550143", "4165550143", "line"),
        ("50143", "+14165550143", "differ"),
        ("4165550199", "+14165550143", "differ"),
        ("+24165550143", "+14165550143", "differ"),
        ("4165550143", "5550143", "differ"),
    ],
)
def test_a_number_without_its_country_is_one_with_the_number_that_ends_so(left, right, said):
    assert labels("phones", [[left], [right]], [(0, 1)], column="phones") == [said]


def test_weights_are_added_and_the_first_rule_that_holds_decides():
    rules = [rule("as one", "same", "close"), rule("perhaps", "review", "close", "near")]
    pairs = pl.DataFrame({"a": [0, 1, 2], "b": [1, 2, 3], "place": ["close", "near", "differ"]}).with_columns(
        pl.col("place").cast(pl.Categorical)
    )
    seen = decide(pairs, table("jaro_winkler", rules=rules))
    assert seen["score"].to_list() == [3.0, 1.0, 0.0]
    assert seen["why"].cast(pl.String).to_list() == ["as one", "perhaps", "nothing"]
    assert seen["verdict"].cast(pl.String).to_list() == ["same", "review", "different"]
    assert seen["said"].to_list() == ["place=close", "place=near", "place=differ"]


def test_a_rule_may_ask_for_a_score_and_name_what_must_not_be():
    rules = [
        rule("enough", "same", "close", "near", score=2),
        {"label": "rest", "then": "review", "when": {}, "unless": {"place": ["differ"]}},
    ]
    pairs = pl.DataFrame({"a": [0, 1, 2], "b": [1, 2, 3], "place": ["close", "near", "differ"]}).with_columns(
        pl.col("place").cast(pl.Categorical)
    )
    seen = decide(pairs, table("jaro_winkler", rules=rules))
    assert seen["why"].cast(pl.String).to_list() == ["enough", "rest", "nothing"]


def test_a_group_stands_for_its_labels_beside_labels_of_the_rule_itself():
    one = rule("as one", "same", "@good", "perfect", veto=True)
    read = table("jaro_winkler", rules=[one], groups={"good": ["close", "near"]}).rules[0]
    assert read.when == {"place": frozenset({"close", "near", "perfect"})}
    assert (read.veto, read.then, read.unless, read.score) == (True, "same", {}, None)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (rule("x", "same", "@best"), "@best"),
        ({"label": "x", "then": "same", "when": {"shoe_size": ["same"]}}, "shoe_size"),
        ({"label": "x", "then": "same", "when": {}, "unless": {"shoe_size": ["same"]}}, "shoe_size"),
    ],
)
def test_a_rule_on_what_the_table_does_not_have_is_an_error_that_names_it(wrong, named):
    with pytest.raises(SettingsError) as refused:
        table("exact", rules=[wrong])
    assert str(refused.value.what) == f"a rule speaks of {named}, which is not there"
    assert refused.value.where == "own.toml"


def test_a_block_is_read_with_what_is_usual_where_nothing_is_said():
    said = {
        "columns": ["a", "b"],
        "first": {"a": 3},
        "largest": 9,
        "across": True,
        "beside": "c",
        "alike": 0.5,
    }
    read = read_evidence(
        {"block": [{"columns": ["a"]}, said], "comparison": [], "rule": []}, "own.toml"
    ).blocks
    plain, full = read
    assert (plain.columns, plain.first, plain.largest, plain.across, plain.beside, plain.alike) == (
        ("a",), {}, 200, False, None, 0.0,
    )  # fmt: skip
    assert (full.columns, full.first, full.largest, full.across, full.beside, full.alike) == (
        ("a", "b"), {"a": 3}, 9, True, "c", 0.5,
    )  # fmt: skip
