"""Lists as people type them into a message: bullets, numbers, dashes, blocks, and lists on their side."""

import pytest

from pipeline.ingest import ingest, inspect

PEOPLE = [("Ada Byron", "Acme GmbH"), ("Tom Kite", "Bolt AG"), ("Eva Roe", "Cobalt KG")]
BLOCKS = (
    "Name: Ada Byron\nE-mail: ada@x.example\nCompany: Acme GmbH\nNote: comes late\nand leaves early\n\n"
    "Name: Tom Kite\nE-mail: tom@y.example\nCompany:\n\n"
    "Name: Eva Roe\nE-mail: eva@z.example\nCompany: Cobalt KG\n"
)
SIDE = (
    "Name,Ada Byron,Tom Kite,Eva Roe\nE-mail,a@x.example,t@y.example,e@z.example\n"
    "Firm,Acme GmbH,Bolt AG,Cobalt KG\n"
)


def names_and_firms(found):
    return found.records.select("name", "organization").rows()


@pytest.mark.parametrize(
    "line",
    ["{0}. {1} - {2}", "- {1}, {2}", "\u2022 {1} \u2013 {2}", "({0}) {1} \u2014 {2}", "* {1} | {2}"],
)
def test_marks_before_the_lines_of_a_message_are_no_part_of_it(line, source, settings):
    text = "Hi all,\n\n" + "".join(f"{line.format(at, *pair)}\n" for at, pair in enumerate(PEOPLE, start=1))
    found = ingest(source("list.txt", text), settings)
    assert names_and_firms(found) == PEOPLE
    assert "text.marks" in [item.code for item in found.inspection.notices]


def test_blocks_of_words_and_colons_are_a_row_each(source, settings):
    found = ingest(source("form.txt", BLOCKS), settings)
    assert names_and_firms(found) == [
        ("Ada Byron", "Acme GmbH"),
        ("Tom Kite", None),
        ("Eva Roe", "Cobalt KG"),
    ]
    assert found.records["source_row"].to_list() == [1, 7, 11]
    assert (found.inspection.format, found.inspection.header_row) == ("blocks", None)
    assert found.records["notes"].to_list()[0] == "comes late\nand leaves early"


def test_a_list_on_its_side_is_turned(source, settings):
    found = ingest(source("side.csv", SIDE), settings)
    assert names_and_firms(found) == PEOPLE
    assert [item.code for item in found.inspection.notices] == ["list.turned"]
    assert found.records["source_row"].to_list() == [2, 3, 4]


def test_recipients_with_and_without_a_name_are_a_person_each(source, settings):
    text = '"Byron, Ada" <ada@x.example>; Tom Kite <tom@y.example>, eva@z.example\n'
    found = ingest(source("to.txt", text), settings)
    assert found.records["emails"].to_list() == [["ada@x.example"], ["tom@y.example"], ["eva@z.example"]]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Name,Notes\nAda Byron,came - late\nTom Kite,left - early\n", ","),
        ("Name;Hours\nAda Byron;9:00 - 12:00\nTom Kite;9:00 - 12:00\n", ";"),
        ("-1,2\n-3,4\n-5,6\nName,Email\n", ","),
    ],
)
def test_dashes_and_numbers_in_cells_stay(text, delimiter, source, settings):
    assert inspect(source("list.csv", text), settings).delimiter == delimiter


def test_the_head_of_a_message_is_no_block(source, settings):
    text = "From: Ada Byron <a@x.example>\nDate: today\nSubject: fair\nX-Note: 1\n\nSee you: soon\n"
    assert inspect(source("mail.eml", text), settings).kept == 0
