"""The form filled in a spreadsheet program and saved there."""

import csv
import datetime as dt
import io
import zipfile
from xml.sax.saxutils import escape

import pytest

from pipeline.errors import InputError
from pipeline.flow.forms import form_of
from tests.workbooks import workbook


def filled(fair):
    return [
        ["id", "name", "talked", "cares_about", "i_promised", "by", "sort"],
        [fair.ids["pana"], "Ana Lee", "x", "credit risk", "send article\nintroduce Tom", "2026-12-04", "p"],
        [fair.ids["ptom"], "Tom Reed", "", "", "", "", ""],
        [],
        ["", "Nora New", "yes", "boats", "", "", ""],
    ]


def test_a_spreadsheet_of_the_form_says_the_same_as_the_csv(fair, tmp_path):
    rows = filled(fair)
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    as_csv = fair.csv(tmp_path, out.getvalue())
    as_sheet = fair.take(form_of(workbook(tmp_path / "debrief.xlsx", rows), None))
    for name in ("interactions", "promises"):
        one, other = getattr(as_csv, name), getattr(as_sheet, name)
        assert one.drop("source").equals(other.drop("source"))
    assert sorted(as_sheet.interactions["source"]) == ["debrief.xlsx:2", "debrief.xlsx:5"]
    assert sorted(as_sheet.promises["text"]) == ["introduce Tom", "send article"]


def open_document(path, rows):
    """Write rows as the one table of an .ods, with dates and ticks typed as LibreOffice types them."""
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    names = (
        f'xmlns:office="{office}" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    filled_in = ("".join(map(open_cell, cells)) or "<table:table-cell/>" for cells in rows)
    lines = "".join(f"<table:table-row>{cells}</table:table-row>" for cells in filled_in)
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", kind)
        book.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
        book.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="debrief">{lines}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def open_cell(text):
    """Return one cell: a day as a date, all else as text, a line break as two paragraphs."""
    if not text:
        return "<table:table-cell/>"
    if text[:3] == "202":
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{text}">'
            f"<text:p>{text}</text:p></table:table-cell>"
        )
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'


def test_an_open_document_sheet_of_the_form_says_the_same(fair, tmp_path):
    rows = filled(fair)
    one = fair.take(form_of(workbook(tmp_path / "debrief.xlsx", rows), None))
    other = fair.take(form_of(open_document(tmp_path / "debrief.ods", rows), None))
    for name in ("interactions", "promises"):
        left, right = (getattr(taken, name).drop("source") for taken in (one, other))
        assert left.rows() == right.rows()
    assert sorted(other.promises["due"]) == [dt.date(2026, 12, 4)] * 2


def test_a_sheet_of_before_2007_is_opened_and_told_that_it_is_no_form(root):
    old = root / "sample_data" / "formats" / "xlsx--xls" / "exhibitors.xls"
    assert old.read_bytes()[:4] == b"\xd0\xcf\x11\xe0"
    with pytest.raises(InputError, match="no sheet of this workbook names the columns"):
        form_of(old, None)


def test_a_workbook_without_the_form_is_refused_with_what_to_keep(tmp_path):
    path = workbook(tmp_path / "other.xlsx", [["colour", "shape"], ["red", "round"]])
    with pytest.raises(InputError, match="no sheet of this workbook names the columns") as caught:
        form_of(path, None)
    assert "id, name, talked" in str(caught.value.do)


def test_a_broken_workbook_is_refused_in_words(tmp_path):
    path = tmp_path / "debrief.xlsx"
    path.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(InputError, match="damaged"):
        form_of(path, None)
