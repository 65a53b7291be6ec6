"""Delimited text of any dialect, sound or damaged."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipeline.ingest.clean_path import clean_frame
from pipeline.ingest.delimited import read_frame, read_table, read_tables

HEAD = ["Name", "Email", "Company", "Title"]
ROWS = [
    ["Ada Byron", "ada@example.com", "Acme, Inc.", "Engineer"],
    ["Tom Kite", "tom@example.com", "Bolt", "Head of Sales"],
    ["Eve Nova", "eve@example.com", "Cobalt LLC", 'Buyer, 5" tubes'],
    ["Noor Haddad", "noor@example.com", "Dune", "Analyst"],
    ["Ivo Petrov", "ivo@example.com", "Elm", ""],
]


def written(rows, **options):
    out = io.StringIO(newline="")
    csv.writer(out, **{"lineterminator": "\r\n", **options}).writerows(rows)
    return out.getvalue()


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "list"
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return read_table(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", " "])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_dialect_gives_the_same_rows(delimiter, quoting, end, tmp_path):
    text = written([HEAD, *ROWS], delimiter=delimiter, quoting=quoting, lineterminator=end)
    sheet = read(tmp_path, text)
    assert sheet.rows == [HEAD, *ROWS]
    assert (sheet.header_row, sheet.repairs) == (1, [])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
def test_unicode_marks_are_understood(encoding, tmp_path):
    assert read(tmp_path, written([HEAD, *ROWS]), encoding).rows == [HEAD, *ROWS]


def test_a_guessed_encoding_is_said(tmp_path):
    sheet = read(tmp_path, "Name;Ort\nJörg Groß;Köln\nKäthe Weiß;Düsseldorf\n", "cp1252")
    assert sheet.encoding == "cp1252"
    assert [item.code for item in sheet.repairs] == ["encoding.guessed"]


DAMAGED = {
    "an unescaped quote": (
        '"Tom Kite","tom@ex"ample.com",Bolt,Sales\r\n',
        ["Tom Kite", 'tom@ex"ample.com', "Bolt", "Sales"],
    ),
    "a quote too many": (
        '""Tom Kite",tom@example.com,Bolt,Sales\r\n',
        ['"Tom Kite', "tom@example.com", "Bolt", "Sales"],
    ),
    "an unclosed quote": (
        '"Tom Kite,tom@example.com,Bolt,Sales\r\n',
        ['"Tom Kite', "tom@example.com", "Bolt", "Sales"],
    ),
    "another delimiter": (
        "Tom Kite;tom@example.com;Bolt;Sales\r\n",
        ["Tom Kite", "tom@example.com", "Bolt", "Sales"],
    ),
    "another quote": (
        "'Tom Kite','tom@example.com','Bolt','Sales'\r\n",
        ["Tom Kite", "tom@example.com", "Bolt", "Sales"],
    ),
    "empty cells too many": (
        "Tom Kite,tom@example.com,Bolt,Sales,,,\r\n",
        ["Tom Kite", "tom@example.com", "Bolt", "Sales"],
    ),
    "a comma not quoted": (
        "Tom Kite,tom@example.com,Bolt, Inc.,Sales\r\n",
        ["Tom Kite", "tom@example.com", "Bolt, Inc.", "Sales"],
    ),
}


@pytest.mark.parametrize("line", [1, 2, 4])
@pytest.mark.parametrize("what", DAMAGED)
def test_one_damaged_row_is_mended_and_listed_with_its_line(what, line, tmp_path):
    damaged, expected = DAMAGED[what]
    lines = [written([row]) for row in [HEAD, *ROWS]]
    lines[line] = damaged
    sheet = read(tmp_path, "".join(lines))
    assert sheet.rows[line] == expected
    assert [row for at, row in enumerate(sheet.rows) if at != line] == [
        row for at, row in enumerate([HEAD, *ROWS]) if at != line
    ]
    assert [item.row for item in sheet.repairs] == [line + 1]


def test_a_preamble_is_left_out_and_said(tmp_path):
    sheet = read(tmp_path, "The fair\r\nprinted today\r\n\r\n" + written([HEAD, *ROWS]))
    assert (sheet.header_row, sheet.rows[0]) == (4, HEAD)
    assert [item.code for item in sheet.repairs] == ["table.preamble"]


def test_a_list_without_a_header_has_none(tmp_path):
    assert read(tmp_path, written(ROWS)).header_row is None


def test_a_hint_of_the_separator_is_obeyed(tmp_path):
    sheet = read(tmp_path, "sep=;\r\n" + written([HEAD, *ROWS], delimiter=";"))
    assert (sheet.header_row, sheet.rows) == (2, [HEAD, *ROWS])


def test_several_tables_are_told_apart(tmp_path):
    text = (
        written([HEAD, *ROWS])
        + "\r\nSponsors\r\nCompany,Website\r\nAcme,https://a.example\r\nBolt,https://b.example\r\n"
    )
    tables = read_tables(text.encode(), "list.csv")
    assert [table.columns for table in tables] == [HEAD, ["Company", "Website"]]
    assert [len(table.rows) for table in tables] == [5, 2]


def test_doubled_and_empty_headers_get_names_of_their_own(tmp_path):
    table = read_tables(b"Name,City,City,\nAda Byron,Rome,Oslo,x\nTom Kite,Bonn,Lyon,y\n", "list.csv")[0]
    assert table.columns == ["Name", "City", "City__2", "#4"]


def test_nul_characters_are_taken_out_and_said(tmp_path):
    sheet = read(tmp_path, written([HEAD, *ROWS]).replace("Byron", "By\0ron"))
    assert sheet.rows[1][0] == "Ada Byron"
    assert [item.code for item in sheet.repairs] == ["text.nul"]


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12).map(str.strip)
NAMES = st.lists(
    st.sampled_from(["Name", "Email", "Company", "Title", "City", "Notes"]),
    min_size=2,
    max_size=6,
    unique=True,
)


@st.composite
def tables(draw):
    """Return a header of known words and rows of any text, none of them empty in the first cell."""
    head = draw(NAMES)
    filled = st.tuples(CELL.map(lambda text: f"x{text}"), *(CELL for _ in head[1:]))
    return head, [list(row) for row in draw(st.lists(filled, min_size=3, max_size=8))]


@hypothesis_settings(max_examples=40, deadline=None)
@given(tables(), st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_all_quoted_is_read_back(tmp_path_factory, table, delimiter, end):
    head, rows = table
    text = written([head, *rows], delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator=end)
    sheet = read(tmp_path_factory.mktemp("round"), text)
    assert sheet.rows == [head, *rows]


@hypothesis_settings(max_examples=30, deadline=None)
@given(tables())
def test_the_fast_way_reads_what_the_careful_way_reads(tmp_path_factory, table):
    head, rows = table
    data = written([head, *rows], quoting=csv.QUOTE_ALL).encode()
    fast = clean_frame(data)
    assert fast.columns == head
    assert [["" if cell is None else cell for cell in row] for row in fast.iter_rows()] == rows


@pytest.mark.parametrize(
    "text",
    [
        "Name,Email\nAda\n",
        'Name,Email\n"Ada,a@b.c\n',
        "Name,Email\nAda,a@b.c,x\n",
        "Name,Email\n\nAda,a@b.c\n",
        "Name\nAda\n",
    ],
)
def test_what_is_not_clean_is_left_to_the_careful_way(text):
    assert clean_frame(text.encode()) is None


def test_a_clean_file_is_read_the_fast_way(tmp_path):
    data = written([HEAD, *ROWS]).encode()
    assert clean_frame(data).shape == (5, 4)
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    assert read_frame(path).row(4) == ("Ivo Petrov", "ivo@example.com", "Elm", None)
