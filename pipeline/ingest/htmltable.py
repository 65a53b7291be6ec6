"""Saved web pages to tables: cells as text, spans filled, links kept beside the text they stand on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.encoding import decode
from pipeline.ingest.workbook import tables_of

if TYPE_CHECKING:
    from pipeline.ingest.table import Table

_MOST_CELLS = 500_000
_MOST_TABLES = 5_000
_WIDEST_SPAN = 50


@dataclass(slots=True)
class _Grid:
    line: int
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects the innermost tables; everything outside a cell is dropped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[_Grid] = []
        self._open: list[_Grid] = []
        self._cell: list[str] | None = None
        self._link: str | None = None
        self._said = False  # whether the cell holds more than blanks
        self._span = 1
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, row, cell or link."""
        given = dict(attrs)
        if tag == "table":
            self._open.append(_Grid(self.getpos()[0]))
            if len(self.grids) + len(self._open) > _MOST_TABLES:
                raise _too_many(f"{_MOST_TABLES:,} tables")
        elif not self._open:
            return
        elif tag == "tr":
            self._end_cell()
            self._open[-1].rows.append([])
            self._open[-1].lines.append(self.getpos()[0])
        elif tag in ("td", "th"):
            self._end_cell()
            self._cell, self._said = [], False
            digits = given.get("colspan") or "1"
            self._span = min(int(digits), _WIDEST_SPAN) if digits.isdecimal() and len(digits) < 4 else 1
        elif tag in ("br", "li", "p", "div") and self._cell:
            self._cell.append("\n")
        elif tag == "a" and self._cell is not None:
            self._link = given.get("href")

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self.grids.append(self._open.pop())
        elif tag == "a" and self._cell is not None and self._link and not self._said:
            self.handle_data(self._link)

    def handle_data(self, data: str) -> None:
        """Keep text inside cells."""
        if self._cell is not None:
            self._cell.append(data)
            self._said = self._said or not data.isspace()

    def _end_cell(self) -> None:
        if self._cell is None or not self._open:
            return
        text = re.sub(r"[ \t\xa0]+", " ", "".join(self._cell))
        text = re.sub(r"\s*\n\s*", "\n", text).strip()
        self._cell, self._link = None, None
        self._count += self._span
        if self._count > _MOST_CELLS:
            raise _too_many(f"{_MOST_CELLS:,} cells")
        if not self._open[-1].rows:
            self._open[-1].rows.append([])
            self._open[-1].lines.append(self.getpos()[0])
        self._open[-1].rows[-1] += [text] + [""] * (self._span - 1)


def _too_many(what: str) -> InputError:
    return InputError(
        f"the page has more than {what}, which is the limit", do="Export the list as CSV or spreadsheet."
    )


def page_tables(data: bytes, name: str, encoding: str | None = None) -> list[Table]:
    """Return the tables of a saved page; ``encoding`` is the one the user told.

    Raises ``InputError`` when that encoding does not fit, or the page has too many tables or cells.
    """
    decoded = decode(data, name, encoding)
    try:
        tables = html_tables(decoded.text)
    except InputError as problem:
        raise InputError(problem.what, where=name, do=problem.do) from problem
    for table in tables:
        table.encoding = decoded.encoding
        table.findings += decoded.findings
    return tables


def html_tables(text: str) -> list[Table]:
    """Return every table of a page that holds a list; lines are those of the page."""
    reader = _Reader()
    reader.feed(_ended(text))
    reader.close()
    found = []
    for grid in [*reader.grids, *reader._open]:  # noqa: SLF001 - its own reader; an unclosed table counts too
        for table in tables_of(grid.rows, first_row=1, label=f"table at line {grid.line}"):
            table.format = "html"
            first = table.header_row
            table.lines = [grid.lines[line - 1] for line in table.lines]
            table.header_row = grid.lines[first - 1] if first else None
            found.append(table)
    return found


def _ended(text: str) -> str:
    """Return the page without comments, and with every tag begun also ended; lines keep their numbers.

    The parser of the standard library looks to the end of the page for the end of each tag and comment, so
    that a page of beginnings alone takes it hours.
    """
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        kept.append(text[at:start])
        end = text.find("-->", start + 4)
        at = end + 3 if end >= 0 else len(text)
        kept.append("\n" * text.count("\n", start, at))
    plain = "".join([*kept, text[at:]]).replace("<![", "&lt;![")
    last = plain.rfind(">") + 1
    return plain[:last] + plain[last:].replace("<", " ")
