"""The CSV form: written blank beside every sheet, read back filled in, with its columns in any order."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from pipeline.debrief.cells import RowReader
from pipeline.debrief.form import Form, Reading, read_text
from pipeline.debrief.words import plain, words
from pipeline.errors import InputError
from pipeline.formula import no_formula
from pipeline.namesakes import called

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import polars as pl

#: Characters of one cell; past it a quotation mark was left open.
LONGEST_CELL = 131_072
#: The columns of the blank form, in the order of the paper.
COLUMNS = (
    "id", "name", "talked", "next_step", "cares_about", "i_promised", "by", "they_promised", "their_by",
    "channel", "may_contact", "may_keep", "sort", "notes",
)  # fmt: skip


def blank_form(issued: pl.DataFrame, people: pl.DataFrame) -> str:
    """Return the CSV to fill in: one row per printed ID in the order of the names, and three empty ones."""
    names = called(people)
    rows = sorted(
        (names[person_id], short_id)
        for person_id, short_id in issued.select("person_id", "short_id").iter_rows()
        if person_id in names
    )
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for name, short_id in [*rows, ("", ""), ("", ""), ("", "")]:
        writer.writerow([short_id, no_formula(name), *[""] * (len(COLUMNS) - 2)])
    return out.getvalue()


def read_sheet(form: Form, base: dt.date) -> Reading:
    """Return what a filled CSV says; dates are counted from ``base``.

    Raises ``InputError`` when no header line with an ID or a name is found.
    """
    text = read_text(form)
    # The limit belongs to the whole process: reading lists raises it, a form filled by hand needs no more.
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as problem:
        raise InputError(
            f"this is no table: {problem}", where=form.name, do="Save it again as CSV from your spreadsheet."
        ) from problem
    at, columns = _header(rows, form.name)
    reading = Reading()
    for number, cells in enumerate(rows[at + 1 :], start=at + 2):
        if not any(cell.strip() for cell in cells):
            continue
        values = {
            name: cells[place].removeprefix("'") for place, name in columns.items() if place < len(cells)
        }
        entry = RowReader(number, values, base, reading.remarks).entry()
        if not entry.says_nothing:
            reading.entries.append(entry)
    return reading


def _delimiter(text: str) -> str:
    head = text.lstrip("\r\n ").split("\n", 1)[0]
    return max(",;\t|", key=head.count)


def _header(rows: Sequence[Sequence[str]], name: str) -> tuple[int, dict[int, str]]:
    for at, row in enumerate(rows[:20]):
        known = {place: words().columns.get(plain(cell)) for place, cell in enumerate(row)}
        columns = {place: column for place, column in known.items() if column}
        if {"id", "name"} & set(columns.values()) and len(columns) > 1:
            _once(columns, name, at + 1)
            return at, columns
    raise InputError(
        "no line names the columns of a debrief",
        where=name,
        do=f"The first line should read: {','.join(COLUMNS)}. A blank form lies beside every sheet.",
    )


def _once(columns: dict[int, str], name: str, row: int) -> None:
    twice = sorted({column for column in columns.values() if list(columns.values()).count(column) > 1})
    if twice:
        raise InputError(
            f"two columns are both {twice[0]}", where=f"{name}:{row}", do="Rename or delete one."
        )
