"""A whole column read at once says what each of its texts says alone."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from pipeline.link import contacts
from pipeline.link.columns import mails, pages, texts
from pipeline.link.names import parse
from pipeline.link.roll import call

MAIL = [
    "ana",
    "L.e.na",
    "+tag",
    "@",
    "gmail.com",
    "googlemail.com",
    "x.example",
    ".",
    "<",
    "mailto:",
    "-",
    "é",
    " ",
]
PAGE = [
    "https://",
    "www.",
    "de.",
    "linkedin.com",
    "/in/",
    "/pub/",
    "/company/",
    "Ana-b",
    "acoaaa",
    "?u=x",
    "/",
    "%C3",
]
NAMES = [None, "", "Ana Lima", "ANA LIMA", "Lima, Ana", "A. Lima", "Ana B. Lima", "Ána Lima", "😀"]


@given(st.lists(st.lists(st.sampled_from(MAIL), max_size=6).map("".join), max_size=8))
def test_addresses_read_together_are_those_read_alone(row):
    alone = sorted({found for text in row if (found := contacts.email(text))})
    assert mails(pl.Series([row], dtype=pl.List(pl.String))).to_list() == [alone]


@given(st.lists(st.none() | st.lists(st.sampled_from(PAGE), max_size=6).map("".join), max_size=8))
def test_pages_read_together_are_those_read_alone(column):
    alone = [None if text is None else contacts.linkedin(text) for text in column]
    assert pages(pl.Series(column, dtype=pl.String)).to_list() == alone


def test_a_text_is_read_once_however_often_it_stands_there():
    seen = []
    column = pl.Series(["b", None, "a", "b"])
    assert texts(column, lambda text: seen.append(text) or f"{text}!").to_list() == ["b!", None, "a!", "b!"]
    assert sorted(seen) == ["a", "b"]


@given(st.lists(st.sampled_from(NAMES), max_size=9))
def test_every_record_finds_its_own_name_on_the_roll(column):
    blank = pl.Series([None] * len(column), dtype=pl.String)
    roll = call(pl.DataFrame({"name": pl.Series(column, dtype=pl.String), "own": blank, "kin": blank}))
    assert [roll[at] for at in range(len(column))] == [parse(text) for text in column]
    assert len(roll.names) == len({parse(text) for text in column})
