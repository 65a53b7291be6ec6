"""Old workbooks in a child process: what damages it is an error in words, and nothing else is lost."""

import pytest

from pipeline.errors import InputError
from pipeline.ingest.grids import TooManyCellsError, UnreadableError, cell_text, grids, grids_apart
from pipeline.ingest.workbook import read_workbook
from pipeline.shared import shared


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
    import zipfile

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
