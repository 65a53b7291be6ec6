"""The form filled in a spreadsheet program and saved there."""

import csv
import io
import zipfile
from xml.sax.saxutils import escape

import pytest

from pipeline.errors import InputError
from pipeline.flow.forms import form_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def cell(at, row, text):
    where = f"{'ABCDEFGHIJKLMNOP'[at]}{row}"
    return f'<c r="{where}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def workbook(path, rows):
    """Write rows as the one sheet of an .xlsx; an empty row leaves its line out, as programs do."""
    sheet = "".join(
        f'<row r="{row}">{"".join(cell(at, row, text) for at, text in enumerate(cells) if text)}</row>'
        for row, cells in enumerate(rows, start=1)
        if any(cells)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{OFFICE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        '<sheet name="debrief" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return path


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
