"""Text in columns of fixed width, as old systems print it, and tables drawn with strokes."""

import time

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from pipeline.ingest import ingest, inspect
from pipeline.ingest.delimited import read_tables

PAGED = """\
                     STATE UNIVERSITY CAREER SERVICES                      PAGE   1
RUN DATE 11/20/2026          EMPLOYER ATTENDANCE LISTING

EMPLOYER NAME             BOOTH  CONTACT             E-MAIL
------------------------- -----  ------------------  -----------------------
ACME TOOLWORKS INC        A12    BYRON, ADA          ada@acme.example
DELTA SHIPPING LLC        B07                        jobs@delta.example

                     STATE UNIVERSITY CAREER SERVICES                      PAGE   2
RUN DATE 11/20/2026          EMPLOYER ATTENDANCE LISTING

EMPLOYER NAME             BOOTH  CONTACT             E-MAIL
------------------------- -----  ------------------  -----------------------
FABLE PRESS               C02    OKORO, SAM          sam@fable.example
TOTAL EMPLOYERS: 3
"""
PLAIN = """\
Name            Firma              Nr
Ada Byron       Acme GmbH           7
Tom Kite        Bolt AG            12
Jörg Müller     Delta Spedition     3
"""
WIDE = """\
氏名        会社名            メール
山田太郎    青空商事株式会社  taro@aozora.example
鈴木花子    緑川銀行          hanako@midori.example
佐藤一郎    白石工業          ichiro@shiro.example
"""
DRAWN = """\
+----+------------+-------------------+
| id | name       | email             |
+----+------------+-------------------+
|  1 | Ada Byron  | ada@x.example     |
|  2 | Tom Kite   | tom@y.example     |
+----+------------+-------------------+
2 rows in set (0.00 sec)
"""
MARKDOWN = "| Name | Email |\n|:-----|------:|\n| Ada Byron | ada@x.example |\n| Tom Kite | tom@y.example |\n"


def table_of(text):
    return read_tables(text.encode(), "list.txt")[0]


def codes(found):
    return [item.code for item in found.findings]


def test_a_report_with_a_ruled_head_on_each_page_is_one_table():
    table = table_of(PAGED)
    assert table.columns == ["EMPLOYER NAME", "BOOTH", "CONTACT", "E-MAIL"]
    assert (table.header_row, table.format, table.delimiter) == (4, "fixed-width", None)
    assert table.rows[1:3] == [
        ["DELTA SHIPPING LLC", "B07", "", "jobs@delta.example"],
        ["FABLE PRESS", "C02", "OKORO, SAM", "sam@fable.example"],
    ]
    assert table.lines == [6, 7, 14, 15]
    heads = [item.row for item in table.findings if item.code == "row.page_head"]
    assert heads == [9, 10, 12]


def test_columns_that_line_up_left_or_right_need_no_rule():
    table = table_of(PLAIN)
    assert table.columns == ["Name", "Firma", "Nr"]
    assert table.rows[0] == ["Ada Byron", "Acme GmbH", "7"]


def test_wide_signs_take_two_places():
    table = table_of(WIDE)
    assert table.columns == ["氏名", "会社名", "メール"]
    assert table.rows[0] == ["山田太郎", "青空商事株式会社", "taro@aozora.example"]


def test_a_name_and_its_comma_are_no_delimiter_where_columns_line_up():
    text = "NAME, FIRST     COMPANY\nByron, Ada      Acme GmbH\nKite, Tom       Bolt\nRoe, Eva        Ember\n"
    assert table_of(text).rows[0] == ["Byron, Ada", "Acme GmbH"]


def test_a_text_that_runs_into_the_next_column_is_cut_and_said():
    rule = "Name       Firm\n---------- ----------\n"
    rows = "".join(f"Ada Byron  Acme {number:>3}\n" for number in range(20))
    table = table_of(rule + rows + "Maximilianee Acme 21  A\n")
    assert table.rows[-1] == ["Maximiliane", "e Acme 21  A"]
    assert [(item.row, item.code) for item in table.findings if item.severity == "repaired"] == [
        (23, "row.border")
    ]


def test_lines_parted_by_runs_of_blanks_that_do_not_line_up_are_read_with_a_word_of_doubt():
    text = (
        "Ada Byron  Acme GmbH  ada@x.example\nTom Kite  Bolt  t@y.example\nEva de Roe  Cobalt  e@z.example\n"
    )
    table = table_of(text)
    assert table.rows[2] == ["Eva de Roe", "Cobalt", "e@z.example"]
    assert "text.runs" in codes(table)


def test_blanks_that_prove_nothing_are_said_to():
    text = "Name   Firm   Place\nAda Byron   Acme\nTom Kite  Bolt    Rome   x\nEva  Cobalt\n"
    assert "text.blanks" in codes(table_of(text))


@pytest.mark.parametrize("text", [DRAWN, MARKDOWN], ids=["strokes", "markdown"])
def test_a_table_drawn_with_strokes_is_read_without_them(text, source, settings):
    found = ingest(source("list.txt", text), settings)
    assert found.records["emails"].to_list() == [["ada@x.example"], ["tom@y.example"]]
    assert [name for name, (field, _) in found.inspection.columns.items() if field] in (
        ["name", "email"],
        ["Name", "Email"],
    )


def test_a_count_below_a_list_is_no_person(source, settings):
    text = " name       | email\n------------+---------------\n Ada Byron  | ada@x.example\n(1 row)\n"
    assert inspect(source("list.txt", text), settings).kept == 1


@pytest.mark.parametrize(
    "text",
    [
        "Name,Note\nAda Byron,came  late\nTom Kite,in time\nEva Roe,in time\n",
        "Name;Firm\nAda Byron     ;Acme GmbH\nTom Kite      ;Bolt AG\nEva Roe       ;Cobalt\n",
        "Name\tFirm\nAda Byron    \tAcme  GmbH\nTom Kite     \tBolt  AG\n",
    ],
    ids=["two blanks in one cell", "padded cells", "tabs"],
)
def test_cells_padded_with_blanks_keep_their_delimiter(text):
    assert table_of(text).delimiter is not None


WORD = st.text("abcdefgäöüß", min_size=1, max_size=9)


@how(deadline=None)
@given(st.lists(st.tuples(WORD, WORD, WORD), min_size=4, max_size=12))
def test_what_is_printed_in_columns_is_read_back(rows):
    header = ("Name", "Company", "E-mail address")
    text = "".join("".join(f"{cell:<16}" for cell in row).rstrip() + "\n" for row in (header, *rows))
    table = table_of(text)
    assert [tuple(row) for row in table.rows] == rows


@pytest.mark.parametrize("sign", ["-", "- ", "a  ", "+-", "| :-"])
def test_a_line_of_a_hundred_thousand_signs_holds_nobody_up(sign):
    line = sign * (100_000 // len(sign)) + "x"
    begin = time.process_time()
    read_tables(f"Name  Firm\n{line}\nAda Byron  Acme\nTom Kite  Bolt\n".encode(), "list.txt")
    assert time.process_time() - begin < 2
