"""Rows of another width than usual are put back under the columns they belong to."""

import pytest

from pipeline.ingest.delimited import read_table

HEAD = "Day,Mail,Firm,Count,Text\n"
ROWS = [f"2026-03-{at:02},p{at}@example.com,Firm {at},{at},some words\n" for at in range(1, 12)]
SOUND = ["2026-03-20", "p20@example.com", "Acme, Inc.", "7", "said so"]


def mended(tmp_path, line, head=HEAD):
    path = tmp_path / "list.csv"
    path.write_text("".join([head, *ROWS[:5], line + "\n", *ROWS[5:]]), encoding="utf-8")
    sheet = read_table(path)
    return sheet.rows[6], [(item.code, item.row) for item in sheet.repairs]


@pytest.mark.parametrize(
    "line",
    [
        "2026-03-20,p20@example.com,Acme, Inc.,7,said so",
        '2026-03-20,p20@example.com,,"Acme, Inc.",7,said so',
        '2026-03-20,p20@example.com"Acme, Inc., Ltd.",7,said so',
        '2026-03-20 p20@example.com "Acme, Inc." 7 said so',
    ],
)
def test_what_columns_hold_tells_where_cells_belong(line, tmp_path):
    row, repairs = mended(tmp_path, line)
    assert [*row[:2], row[2].removesuffix(", Ltd."), *row[3:]] == SOUND
    assert [line for _, line in repairs] == [7]


def test_two_ways_to_join_leave_the_row_as_it_stands(tmp_path):
    path = tmp_path / "list.csv"
    rows = [f"p{at}@example.com,Firm {at},some words\n" for at in range(12)]
    path.write_text("".join(["Mail,Firm,Text\n", *rows, "q@example.com,a,b,c\n"]), encoding="utf-8")
    assert read_table(path).rows[-1] == ["q@example.com", "a", "b", "c"]


def test_an_empty_name_too_many_in_the_header_is_dropped(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("".join(["Day,,Mail,Firm,Count,Text\n", *ROWS]), encoding="utf-8")
    sheet = read_table(path)
    assert sheet.rows[0] == ["Day", "Mail", "Firm", "Count", "Text"]


def test_one_column_that_holds_the_delimiter_unquoted_is_found(tmp_path):
    path = tmp_path / "list.csv"
    lines = [
        f"2026-03-{at:02},{', '.join(['Acme'] * (at % 3 + 1))},p{at}@example.com,{at}\n"
        for at in range(1, 20)
    ]
    path.write_text("".join(["Day,Firm,Mail,Count\n", *lines]), encoding="utf-8")
    sheet = read_table(path)
    assert [len(row) for row in sheet.rows] == [4] * 20
    assert sheet.rows[2] == ["2026-03-02", "Acme, Acme, Acme", "p2@example.com", "2"]
    assert len(sheet.repairs) == 13
