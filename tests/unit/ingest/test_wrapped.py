"""Lines that a program has quoted whole are lines of the real list."""

import pytest

from pipeline.ingest.delimited import read_tables


def table_of(text):
    return read_tables(text.encode(), "list.csv")[0]


@pytest.mark.parametrize(
    "text",
    [
        '"Name,Email"\n"Ada Byron,a@x.example"\n"Tom Kite,t@y.example"\n',
        '"""Name"",""Email"""\n"""Ada Byron"",""a@x.example"""\n"""Tom Kite"",""t@y.example"""\n',
        '"Name;Email"\r\n"Ada Byron;a@x.example"\r\n\r\n"Tom Kite;t@y.example"\r\n',
    ],
)
def test_the_marks_around_whole_lines_are_taken_off_and_it_is_said(text):
    table = table_of(text)
    assert table.columns == ["Name", "Email"]
    assert table.rows == [["Ada Byron", "a@x.example"], ["Tom Kite", "t@y.example"]]
    assert [item.code for item in table.findings if item.severity == "repaired"] == ["text.wrapped"]
    assert table.lines[-1] == len(text.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        'Name\n"Byron, Ada"\n"Kite, Tom"\n',
        '"Name"\n"Byron, Ada"\n"Kite, Tom"\n',
        '"Ada Byron"\n"Tom Kite"\n',
    ],
)
def test_one_column_of_quoted_values_stays_one(text):
    assert all(len(row) == 1 for row in table_of(text).rows)
