"""Workbooks in a child process: what damages it is an error in words, and nothing else is lost."""

import zipfile

import pytest

from pipeline.errors import InputError
from pipeline.ingest.grids import (
    TooManyCellsError,
    UnreadableError,
    cell_text,
    grids,
    grids_apart,
)
from pipeline.ingest.workbook import read_workbook
from pipeline.shared import shared
from tests.workbooks import workbook


@pytest.fixture(scope="module")
def book():
    return (shared("sample_data") / "formats" / "xlsx--xls" / "exhibitors.xls").read_bytes()


@pytest.fixture(scope="module")
def whole(book):
    return book + b"\xff" * (-len(book) % 4096)


def test_the_child_reads_what_this_process_reads(whole):
    assert grids_apart(whole) == grids(whole)


def test_a_child_that_takes_too_long_is_ended(whole):
    with pytest.raises(UnreadableError, match=r"longer than 0\.001 seconds"):
        grids_apart(whole, seconds=0.001)


def test_what_the_child_cannot_read_it_says(whole):
    with pytest.raises(UnreadableError, match=r"\w"):
        grids_apart(whole[:600])


def test_a_damaged_sheet_is_an_error_in_words(book):
    broken = book.replace("Workbook".encode("utf-16-le"), "Workbuch".encode("utf-16-le"))
    with pytest.raises(InputError, match="damaged or protected"):
        read_workbook(broken, "broken.xls")


def test_a_sheet_that_repeats_its_cells_beyond_the_limit_names_it(tmp_path):
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" '
        'table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    path = tmp_path / "far.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="S">{row}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    with pytest.raises(TooManyCellsError, match="limit exceeded"):
        grids(path.read_bytes())
    with pytest.raises(InputError, match=r"the workbook is refused: .*limit exceeded"):
        read_workbook(path.read_bytes(), "far.ods")


def test_cells_are_what_a_person_sees():
    assert [cell_text(item) for item in (True, 3.0, 3.5, "x")] == ["TRUE", "3", "3.5", "x"]


def test_a_book_on_which_the_parser_ends_its_process_is_an_error_in_words(book):
    fatal = bytearray(book)
    for at, byte in (
        (537, 92), (1808, 250), (3481, 166), (4096, 228), (4128, 165), (4454, 105), (5570, 37), (5589, 39),
    ):  # fmt: skip
        fatal[at] = byte
    with pytest.raises(InputError, match="its reader gave up on it"):
        read_workbook(bytes(fatal), "fatal.xls")


FAR = "<row r='1048576'><c r='XFD1048576' t='inlineStr'><is><t>x</t></is></c></row>"


@pytest.mark.parametrize(
    ("part", "cells"),
    [
        ("worksheets/sheet1.xml", FAR),
        ("worksheets/sheet1.xml", FAR.replace("'", '"').replace("r=", "r = ")),
        ("worksheets/sheet1.xml", FAR.replace("'", '"').replace(" r=", f"{' ' * 300}r=")),
        ("worksheets/sheet1.xml", FAR.replace("'", '"').replace("XFD", "xfd")),
        ("pages/one.bin", FAR.replace("'", '"')),
    ],
)
def test_a_far_cell_that_the_guard_does_not_see_costs_the_child_alone(tmp_path, part, cells):
    path = workbook(tmp_path / "far.xlsx", [["Name", "Email"]])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    parts["xl/" + part] = parts.pop("xl/worksheets/sheet1.xml").replace(
        "</sheetData>", f"{cells}</sheetData>"
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "worksheets/sheet1.xml", part
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
    with pytest.raises(InputError, match="its reader gave up on it, perhaps out of memory or time"):
        read_workbook(path.read_bytes(), "far.xlsx")


def test_a_workbook_of_very_many_sheets_names_the_limit(tmp_path):
    path = workbook(tmp_path / "many.xlsx", [["Name", "Email"]])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    one = '<sheet name="List" sheetId="1" r:id="r1"/>'
    many = "".join(one.replace("List", f"List {at}") for at in range(251))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(one, many)
    with zipfile.ZipFile(path, "w") as book:
        for name, text in parts.items():
            book.writestr(name, text)
    with pytest.raises(InputError, match="251 sheets; the limit is 250"):
        read_workbook(path.read_bytes(), "many.xlsx")


def test_one_text_shown_in_very_many_cells_names_the_limit(tmp_path):
    text = "word " * 6000
    path = workbook(tmp_path / "same.xlsx", [["Name", "Bio"], *([f"Ada {at}", text] for at in range(1700))])
    with pytest.raises(TooManyCellsError, match="more than 50,000,000 letters, which is the limit"):
        grids(path.read_bytes())
