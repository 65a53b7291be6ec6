"""A filled form that was saved as a spreadsheet, as the CSV it was made from."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from pipeline.debrief.words import plain, words
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.ingest.table import Table


def spreadsheet_text(content: bytes, name: str) -> str:
    """Return the sheet that holds the form as CSV, every row on the line it has in the sheet.

    Raises ``InputError`` when the workbook cannot be read, or no sheet names the columns of a debrief.
    """
    from pipeline.ingest.workbook import read_workbook

    tables = read_workbook(content, name)
    forms = [table for table in tables if _is_form(table)]
    if not forms:
        raise InputError(
            "no sheet of this workbook names the columns of a debrief",
            where=name,
            do="Keep the first line of the blank form: id, name, talked and the rest.",
        )
    return _as_csv(forms[0], [table for table in tables if table.label == forms[0].label])


def _is_form(table: Table) -> bool:
    known = {words().columns.get(plain(column)) for column in table.columns} - {None}
    return bool({"id", "name"} & known) and len(known) > 1


def _as_csv(form: Table, parts: list[Table]) -> str:
    """Return the form as CSV; what an empty line parted from it is a part of it too."""
    rows: dict[int, list[str]] = {form.header_row or 1: form.columns}
    for table in parts:
        if table is form or table.header_row is None:
            rows |= dict(zip(table.lines, table.rows, strict=True))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for line in range(1, max(rows) + 1):
        writer.writerow(rows.get(line, []))
    return out.getvalue()
