"""One damaged row at a time: quotes not closed or doubled, another delimiter, cells too many or too few."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.ingest.importer import Finding

if TYPE_CHECKING:
    from pipeline.ingest.dialect import Dialect

_MOST_LINES = 200  # longest cell, in physical lines, that is looked for in a damaged file
_OTHER_DELIMITERS = (",", ";", "\t", "|", " ", ":")


@dataclass(frozen=True, slots=True)
class Mender:
    """Reads one record; ``width`` is the usual number of cells."""

    dialect: Dialect
    width: int

    def read(self, lines: list[str], index: int) -> tuple[list[str], int, Finding | None]:
        """Return the record that begins at this line, how many lines it takes, and what was mended."""
        line = lines[index]
        row = self.strict(line)
        if row is not None and len(row) == self.width:
            return row, 1, None
        if row is None:
            longer = self._several_lines(lines, index)
            if longer:
                return longer[0], longer[1], None
            row, code = self._loose(line), "quote"
            if len(row) == self.width:
                return (
                    row,
                    1,
                    self._said(index, code, "a quotation mark that was not doubled or closed", line),
                )
            joined = self._loose_lines(lines, index)
            if joined:
                said = "a quotation mark that was not doubled, in a cell of several lines"
                return joined[0], joined[1], self._said(index, code, said, line)
        return self._fitted(row, index, line)

    def strict(self, text: str) -> list[str] | None:
        """Return the cells when the text is exactly one sound record, else None."""
        try:
            source = self.dialect.prepared(text).splitlines(keepends=True)
            rows = list(csv.reader(source, strict=True, **self.dialect.options()))  # type: ignore[arg-type]
        except csv.Error:
            return None
        return self.dialect.restored(rows[0]) if len(rows) == 1 else None

    def _several_lines(self, lines: list[str], index: int) -> tuple[list[str], int] | None:
        text = lines[index]
        for count in range(2, min(_MOST_LINES, len(lines) - index) + 1):
            text += lines[index + count - 1]
            if self.dialect.quote and self.dialect.quote not in lines[index + count - 1]:
                continue
            row = self.strict(text)
            if row is not None:
                return (row, count) if len(row) == self.width else None
        return None

    def _loose_lines(self, lines: list[str], index: int) -> tuple[list[str], int] | None:
        text = lines[index]
        for count in range(2, min(10, len(lines) - index) + 1):
            if self.strict(lines[index + count - 1]) is not None and self.width == len(
                self.strict(lines[index + count - 1]) or []
            ):
                return None
            text += lines[index + count - 1]
            row = self._loose(text)
            if len(row) == self.width:
                return row, count
        return None

    def _loose(self, text: str) -> list[str]:
        """Return the cells when a quote closes a cell only before a delimiter or the end."""
        return loose_cells(text.rstrip("\r\n"), self.dialect)

    def _fitted(  # noqa: PLR0911 - one return per way to mend
        self, row: list[str], index: int, line: str
    ) -> tuple[list[str], int, Finding | None]:
        """Return a row of another width than usual, mended if exactly one way makes it fit."""
        if len(row) == self.width:
            return row, 1, None
        other = self._otherwise(line)
        if other:
            return other[0], 1, self._said(index, "dialect", other[1], line)
        if len(row) > self.width:
            if not any(item.strip() for item in row[self.width :]):
                said = f"{len(row) - self.width} empty cells too many at the end were dropped"
                return row[: self.width], 1, self._said(index, "cells", said, line)
            merged = self._merged(row)
            if merged:
                said = "a delimiter inside a cell that was not quoted; the cells were joined again"
                return merged, 1, self._said(index, "cells", said, line)
            said = f"{len(row)} cells where {self.width} are usual"
            return row, 1, self._said(index, "ragged", said, line)
        if not any(item.strip() for item in row):
            return [], 1, None
        if len(row) == 1:
            return row, 1, None
        return row, 1, self._said(index, "ragged", f"{len(row)} cells where {self.width} are usual", line)

    def _otherwise(self, line: str) -> tuple[list[str], str] | None:
        """Return the row read with another delimiter or quote, if that gives the usual width."""
        from pipeline.ingest.dialect import Dialect

        if self.width < 3:
            return None
        for quote in ('"', "'"):
            if quote != self.dialect.quote and line.count(quote) >= 2:
                row = Mender(Dialect(self.dialect.delimiter, quote), self.width).strict(line)
                if row is not None and len(row) == self.width:
                    return row, f"this row is quoted with {quote}"
        bare = re.sub(r'"[^"]*"', "", line)
        if self.dialect.delimiter is None or self.dialect.delimiter in bare:
            return None
        for sign in _OTHER_DELIMITERS:
            if sign != self.dialect.delimiter and sign in bare:
                row = Mender(Dialect(sign, self.dialect.quote, self.dialect.escape), self.width).strict(line)
                if row is not None and len(row) == self.width:
                    return row, f"this row is delimited by {sign!r}"
        return None

    def _merged(self, row: list[str]) -> list[str] | None:
        """Return the row with cells joined again where a blank after the delimiter shows that it was text."""
        extra = len(row) - self.width
        places = [at for at in range(1, len(row)) if row[at][:1] == " " and row[at - 1].strip()]
        if len(places) != extra or self.dialect.delimiter in (None, " "):
            return None
        cells: list[str] = []
        for at, item in enumerate(row):
            if at in places:
                cells[-1] += str(self.dialect.delimiter) + item
            else:
                cells.append(item)
        return cells

    def _said(self, index: int, code: str, what: str, line: str) -> Finding:
        return Finding("repaired", f"row.{code}", what, row=index + 1, raw=line.rstrip("\r\n")[:200])


def loose_cells(text: str, dialect: Dialect) -> list[str]:
    """Return the cells of one record; a quote closes a cell only before a delimiter or the end."""
    sign, quote = dialect.delimiter or "\ue0fe", dialect.quote
    if quote is None:
        return text.split(sign)
    cells: list[str] = []
    at, end = 0, len(text)
    while True:
        if text.startswith(quote, at):
            cell, at = _quoted_cell(text, at + 1, sign=sign, quote=quote)
        else:
            stop = text.find(sign, at)
            stop = end if stop < 0 else stop
            cell, at = text[at:stop], stop
        cells.append(cell)
        if at >= end:
            return cells
        at += len(sign)


def _quoted_cell(text: str, start: int, *, sign: str, quote: str) -> tuple[str, int]:
    at = start
    while True:
        at = text.find(quote, at)
        if at < 0:
            # Never closed: the cell ends at the next delimiter, and the mark was part of it.
            stop = text.find(sign, start)
            stop = len(text) if stop < 0 else stop
            return quote + text[start:stop], stop
        after = at + len(quote)
        if after >= len(text) or text.startswith(sign, after):
            return text[start:at].replace(quote * 2, quote), after
        at = (
            after + len(quote)
            if text.startswith(quote, after) and not _closes(text, after, sign, quote)
            else after
        )


def _closes(text: str, at: int, sign: str, quote: str) -> bool:
    """Return whether the second of two quotes ends the cell: an odd run before a delimiter."""
    after = at + len(quote)
    return (after >= len(text) or text.startswith(sign, after)) and not text.startswith(quote, after)
