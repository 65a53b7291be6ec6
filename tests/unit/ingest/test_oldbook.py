"""Old workbooks that are cut, circular or huge are refused before the parser sees them."""

import struct

import pytest

from pipeline.errors import InputError
from pipeline.ingest.oldbook import DamagedError, largest_cell
from pipeline.ingest.workbook import read_workbook
from pipeline.shared import shared


@pytest.fixture(scope="module")
def book():
    return (shared("sample_data") / "formats" / "xlsx--xls" / "exhibitors.xls").read_bytes()


def test_the_largest_cell_of_all_sheets_is_found(book):
    assert largest_cell(book) == (6, 4)


@pytest.mark.parametrize("part", range(16))
def test_a_book_cut_anywhere_is_refused(book, part):
    with pytest.raises(InputError, match="the workbook is damaged"):
        read_workbook(book[: len(book) * part // 16], "half.xls")


def test_sectors_in_a_circle_are_no_endless_loop(book):
    fat = (struct.unpack_from("<I", book, 76)[0] + 1) * 512
    circle = bytearray(book)
    for at in range(128):
        struct.pack_into("<I", circle, fat + 4 * at, at)
    with pytest.raises(DamagedError):
        largest_cell(bytes(circle))


def test_a_cell_in_the_last_corner_is_refused_with_the_limit(book):
    label = struct.pack("<HHHH", 0x00FD, 10, 2, 0)
    assert book.count(label) == 1
    far = book.replace(label, struct.pack("<HHHH", 0x00FD, 10, 65535, 255))
    with pytest.raises(InputError, match="row 65536, column 256; the limit is 5,000,000 cells"):
        read_workbook(far, "far.xls")
