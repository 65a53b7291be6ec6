import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.flow.csv_text import csv_text
from pipeline.formula import no_formula
from pipeline.frames import frame_of
from pipeline.stable_id import stable_id


def test_the_same_parts_give_the_same_id_and_an_absent_part_counts_as_empty():
    assert stable_id("i", "fair", None) == stable_id("i", "fair", "")
    assert stable_id("i", "fair", "p1") != stable_id("i", "fairp1")
    assert stable_id("i", "fair").startswith("i")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-1", "'-1"),
        ("\tx", "'\tx"),
        ("\n=1", "'\n'=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("Ana", "Ana"),
        ("", ""),
        ("Ana-Lu, 9-5 (x=1), -1", "Ana-Lu, 9-5 (x=1), -1"),
        ("Ana;=1+1", "Ana;'=1+1"),
        ("Ana,@x", "Ana,'@x"),
        ("Ana\r\n+1", "Ana\r\n'+1"),
        ('Ana;"=1+1"', 'Ana;"\'=1+1"'),
    ],
)
def test_no_cell_begins_a_formula(text, cell):
    assert no_formula(text) == cell


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@given(st.lists(st.text("=+-@;,\"'\t\r\nx ", max_size=8), min_size=2, max_size=4))
def test_no_spreadsheet_of_any_country_finds_a_formula_in_a_line(separator, texts):
    lines = csv.reader(io.StringIO(csv_text(["a"], [texts]), newline=""), delimiter=separator)
    assert [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@"))] == []


@given(st.lists(st.fixed_dictionaries({"a": st.none() | st.text(), "b": st.lists(st.text())}), max_size=5))
def test_long_lists_become_the_same_frame_as_short_ones(rows):
    types = pl.Schema({"a": pl.String, "b": pl.List(pl.String)})
    many = rows * 200 if rows else []
    short = frame_of(types, rows)
    long = frame_of(types, many)
    assert long.height == len(many)
    assert long.head(len(rows)).equals(short)
