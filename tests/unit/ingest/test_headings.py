"""Headings and sums among the rows name nobody; a row of one name does."""

import pytest

from pipeline.ingest import values
from pipeline.ingest.columns import map_columns
from pipeline.ingest.delimited import read_tables
from pipeline.ingest.table import numbers_rows
from pipeline.ingest.workbook import tables_of


@pytest.mark.parametrize(
    "row",
    [
        ["Tuesday", "", ""],
        ["Hall 3", "", ""],
        ["Total", "", "40.00"],
        ["", "Gold sponsors", ""],
        ["合計", "", "3"],
    ],
)
def test_words_of_headings_alone_are_a_heading(row):
    assert values.is_heading(row)


@pytest.mark.parametrize(
    "row", [["Acme Inc", "", ""], ["May Day", "may@example.com", ""], ["Ada Byron", "", "3"]]
)
def test_a_name_without_further_cells_is_no_heading(row):
    assert not values.is_heading(row)


def test_signs_are_a_name_when_a_family_name_begins_them():
    names = ["王伟", "欧阳娜娜", "山田太郎", "김민수", "長谷川 健"]
    assert [name for name in names if not values.is_person(name)] == []
    assert [word for word in ("传感器", "产品类别", "展商名称", "참가자") if values.is_person(word)] == []


def test_a_first_column_without_a_name_that_counts_the_rows_is_told():
    assert numbers_rows(["Name"], [["1", "Ada"], ["2", "Tom"]])
    assert not numbers_rows(["Name"], [["1", "Ada"], ["5", "Tom"]])
    assert not numbers_rows(["No", "Name"], [["1", "Ada"], ["2", "Tom"]])


def test_a_second_line_that_names_what_group_headers_leave_open_is_part_of_the_header():
    rows = [
        ["Nr.", "Firma", "Kontakt", "", "Stand"],
        ["", "", "Name", "E-Mail", ""],
        ["1", "Acme GmbH", "Ada Byron", "ada@x.example", "C14"],
        ["2", "Bolt AG", "Tom Kite", "tom@x.example", "C22"],
    ]
    table = next(iter(tables_of(rows, first_row=1, label="List")))
    assert (table.columns, table.header_row) == (["Nr.", "Firma", "Name", "E-Mail", "Stand"], 2)
    assert {name: guess.field for name, guess in map_columns(table).items()} == {
        "Nr.": None,
        "Firma": "organization",
        "Name": "name",
        "E-Mail": "email",
        "Stand": "booth",
    }


def test_a_record_below_is_no_second_header_line():
    rows = [
        ["Firma", "Kontakt", "", "Stand"],
        ["", "Ada Byron", "ada@x.example", ""],
        ["Bolt", "Tom", "", "C2"],
    ]
    assert next(iter(tables_of(rows, first_row=1, label="List"))).header_row == 1


def test_a_numbering_column_above_numbers_does_not_hide_the_header():
    text = "S.No,Zzz,Qqq Fee,Qqq Date\n1,Acme,7.5,12-08-2027\n2,Bolt,24,14-08-2027\n3,Dune,11,15-08-2027\n"
    assert read_tables(text.encode(), "a.csv")[0].header_row == 1
