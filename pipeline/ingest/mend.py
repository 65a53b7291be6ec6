"""One damaged row at a time: quotes not closed or doubled, another delimiter, cells too many or too few."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.ingest.importer import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.dialect import Dialect

_MOST_LOOSE = 10  # the same, when its quotes are read loosely
_MOST_READINGS = 12
_MOST_EFFORT = 300  # records tried in every way; of such a file the rest is taken as it stands
_MOST_LINES = 200  # longest cell, in physical lines, that is looked for in a damaged file
_OTHER_DELIMITERS = (",", ";", "\t", "|", " ", ":")


@dataclass(slots=True)
class Mender:
    """Reads one record at a time; ``width`` is the usual number of cells, ``effort`` counts the hard ones."""

    dialect: Dialect
    width: int
    effort: int = 0

    def read(self, lines: list[str], index: int) -> tuple[list[str], int, Finding | None]:
        """Return the record that begins at this line, how many lines it takes, and what was mended."""
        line = lines[index]
        row = self.strict(line)
        if row is not None:
            return (row, 1, None) if len(row) == self.width else self._fitted(row, index, line)
        cells, closed = loose_cells(line.rstrip("\r\n"), self.dialect)
        if closed and len(cells) == self.width:
            said = "a quotation mark that was not doubled or closed"
            return cells, 1, self._said(index, "quote", said, line)
        longer = self.several_lines(lines, index) if self.effort <= _MOST_EFFORT else None
        if longer:
            spare = longer[0][self.width :]
            said = f"{len(spare)} empty cells too many at the end were dropped"
            return (
                longer[0][: self.width],
                longer[1],
                self._said(index, "cells", said, line) if spare else None,
            )
        self.effort += 1
        if self.effort <= _MOST_EFFORT and (found := self._in_every_way(lines, index)):
            return found
        if not closed and len(cells) == self.width:
            said = "a quotation mark that opens no cell; it was kept as a sign"
            return cells, 1, self._said(index, "quote", said, line)
        return self._fitted(cells, index, line)

    def _in_every_way(self, lines: list[str], index: int) -> tuple[list[str], int, Finding] | None:
        """Return the record read with loose quotes or in another dialect, if that gives the usual width."""
        line = lines[index]
        found = self._loose_lines(lines, index)
        if found:
            said = "a quotation mark that was not doubled or closed"
            return found[0], found[1], self._said(index, "quote", said, line)
        for dialect, said in self._other_dialects():
            longer = Mender(dialect, self.width).several_lines(lines, index)
            if longer:
                return longer[0], longer[1], self._said(index, "dialect", said, line)
        return None

    @property
    def gave_up(self) -> Finding | None:
        """Return what to say when more rows were hopeless than are tried in every way."""
        if self.effort <= _MOST_EFFORT:
            return None
        said = (
            f"{self.effort} rows have quotation marks that do not fit; "
            f"after the first {_MOST_EFFORT} each line was taken as a row of its own"
        )
        return Finding("notice", "row.limit", said)

    def strict(self, text: str) -> list[str] | None:
        """Return the cells when the text is exactly one sound record, else None."""
        return self._parsed(text)[0]

    def _parsed(self, text: str) -> tuple[list[str] | None, bool]:
        """Return the cells of one sound record, and whether no further line could make it one."""
        try:
            source = self.dialect.prepared(text).splitlines(keepends=True)
            rows = list(csv.reader(source, strict=True, **self.dialect.options()))  # type: ignore[arg-type]
        except csv.Error as problem:
            return None, "unexpected end of data" not in str(problem)
        return (self.dialect.restored(rows[0]), False) if len(rows) == 1 else (None, False)

    def _other_dialects(self) -> Iterator[tuple[Dialect, str]]:
        """Yield dialects that one odd row may be in, with the words that say so."""
        for sign in _OTHER_DELIMITERS[:4]:
            if sign != self.dialect.delimiter:
                yield replace(self.dialect, delimiter=sign), f"this row is delimited by {sign!r}"
        for quote in ('"', "'"):
            if quote != self.dialect.quote:
                yield replace(self.dialect, quote=quote), f"this row is quoted with {quote}"

    def several_lines(self, lines: list[str], index: int) -> tuple[list[str], int] | None:
        """Return a sound record of several lines and how many; empty cells too many may end it."""
        text = lines[index]
        for count in range(2, min(_MOST_LINES, len(lines) - index) + 1):
            text += lines[index + count - 1]
            if self.dialect.quote and self.dialect.quote not in lines[index + count - 1]:
                continue
            row, hopeless = self._parsed(text)
            if hopeless:
                return None
            if row is not None:
                fits = len(row) >= self.width and not any(row[self.width :])
                return (row, count) if fits else None
        return None

    def _loose_lines(self, lines: list[str], index: int) -> tuple[list[str], int] | None:
        """Return the record of one or a few lines whose quotes, read loosely, give the usual width.

        Best is a reading in which all quotes close, then one with an opening quote taken for a sign.
        """
        texts = [lines[index].rstrip("\r\n")]
        for count in range(2, min(_MOST_LOOSE, len(lines) - index) + 1):
            following = lines[index + count - 1]
            if len(self.strict(following) or []) == self.width:
                break
            texts.append("".join(lines[index : index + count]).rstrip("\r\n"))
        plain = [(loose_cells(text, self.dialect), count) for count, text in enumerate(texts, start=1)]
        literal = [
            (found, count) for count, text in enumerate(texts, start=1) for found in self._readings(text)
        ]
        for (row, closed), count in (*plain, *literal):
            if closed and len(row) == self.width:
                return row, count
        row = plain[0][0][0]
        return (row, 1) if len(row) == self.width else None

    def _readings(self, text: str) -> Iterator[tuple[list[str], bool]]:
        """Yield the cells with one opening quote after the other taken for a sign."""
        sign, quote = str(self.dialect.delimiter), self.dialect.quote
        if quote is not None:
            for at in _openings(text, sign, quote)[:_MOST_READINGS]:
                yield loose_cells(text, self.dialect, literal=at)

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
        mixed = self.dialect.delimiter is None or self.dialect.delimiter in bare
        for sign in _OTHER_DELIMITERS:
            if sign != self.dialect.delimiter and sign in bare and not (mixed and sign in (" ", ":", ",")):
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


def _openings(text: str, sign: str, quote: str) -> list[int]:
    """Return where quotes stand at the beginning of a cell."""
    starts = [0, *(found.end() for found in re.finditer(re.escape(sign), text))]
    return [at for at in starts if text.startswith(quote, at)]


def loose_cells(text: str, dialect: Dialect, *, literal: int = -1) -> tuple[list[str], bool]:
    """Return the cells of one record, and whether all quotes closed.

    A quote closes a cell only before a delimiter or the end; the one at ``literal`` is a sign like others.
    """
    sign, quote = dialect.delimiter or "\ue0fe", dialect.quote
    if quote is None:
        return text.split(sign), True
    cells: list[str] = []
    at, end, closed = 0, len(text), True
    while True:
        if text.startswith(quote, at) and at != literal:
            cell, at, fine = _quoted_cell(text, at + 1, sign=sign, quote=quote)
            closed = closed and fine
        else:
            stop = text.find(sign, at)
            stop = end if stop < 0 else stop
            cell, at = text[at:stop], stop
        cells.append(cell)
        if at >= end:
            return cells, closed
        at += len(sign)


def _quoted_cell(text: str, start: int, *, sign: str, quote: str) -> tuple[str, int, bool]:
    at = start
    while True:
        at = text.find(quote, at)
        if at < 0:
            # Never closed: the cell ends at the next delimiter, and the mark was part of it.
            stop = text.find(sign, start)
            stop = len(text) if stop < 0 else stop
            return quote + text[start:stop], stop, False
        after = at + len(quote)
        if after >= len(text) or text.startswith(sign, after):
            return text[start:at].replace(quote * 2, quote), after, True
        at = (
            after + len(quote)
            if text.startswith(quote, after) and not _closes(text, after, sign, quote)
            else after
        )


def _closes(text: str, at: int, sign: str, quote: str) -> bool:
    """Return whether the second of two quotes ends the cell: an odd run before a delimiter."""
    after = at + len(quote)
    return (after >= len(text) or text.startswith(sign, after)) and not text.startswith(quote, after)
