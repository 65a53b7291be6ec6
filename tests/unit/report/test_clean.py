"""Text from lists is made safe to print."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.report.clean import printable, printables, safe_link


@given(st.text(max_size=400), st.integers(1, 200))
def test_nothing_longer_than_the_limit_is_printed(text, limit):
    assert len(printable(text, limit)) <= limit


@given(st.text(max_size=400))
def test_no_control_or_direction_character_is_printed(text):
    kept = {unicodedata.category(character) for character in printable(text, 1000)} - {"Cf"}
    assert kept & {"Cc", "Cs", "Co", "Cn"} == set()
    assert {"\u202e", "\u2066", "\ufeff"} & set(printable(text + "\u202e\u2066\ufeff", 1000)) == set()


@given(st.text(max_size=200))
@example("0" * 41)
def test_cleaning_twice_changes_nothing_more(text):
    once = printable(text, 500)
    assert printable(once, 500).replace("\u200b", "") == once.replace("\u200b", "")


def test_an_endless_word_gets_places_to_break():
    assert max(len(part) for part in printable("A" * 300, 200).split("\u200b")) <= 40


def test_a_place_to_break_parts_no_word():
    assert printable("Thistle\u200bwood") == "Thistlewood"


def test_a_pile_of_accents_is_cut():
    assert printable("e" + "\u0301" * 5000, 300) == "e" + "\u0301" * 4


def test_repeats_and_empty_texts_are_left_out_of_a_list():
    assert printables(["a", "", "  ", "a", "b\x00"]) == ("a", "b")


def test_only_https_and_mailto_are_links():
    assert safe_link("https://jobs.example.org/x?y=1") == "https://jobs.example.org/x?y=1"
    for bad in (
        "http://x.org",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://x.org/' onclick=",
        None,
    ):
        assert safe_link(bad) is None
