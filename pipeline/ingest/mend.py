"""One damaged row at a time: quotes not closed or doubled, another delimiter, cells too many or too few."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.ingest.align import NOTHING_KNOWN, Shapes
from pipeline.ingest.counted import counted, were
from pipeline.ingest.importer import Finding
from pipeline.ingest.quotes import loose_cells, sound_cells
from pipeline.ingest.widths import Usual, refitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.dialect import Dialect

_MOST_LOOSE = 10  # the same, when its quotes are read loosely
_MOST_READINGS = 12
_MOST_SPENT = 60_000_000  # characters read again and again while rows are tried; then the same
_MOST_EFFORT = 300  # records tried in every way; of such a file the rest is taken as it stands
_LONGEST_TRIED = 1 << 17  # characters; a longer line is taken as it stands
_MOST_LINES = 200  # longest cell, in physical lines, that is looked for in a damaged file
_OTHER_DELIMITERS = (",", ";", "\t", "|")


@dataclass(slots=True)
class Mender:
    """Reads one record at a time; ``width`` is the usual number of cells, ``effort`` counts the hard ones."""

    dialect: Dialect
    width: int
    shapes: Shapes = NOTHING_KNOWN
    effort: int = 0
    spent: int = 0
    begun: bool = False
    above: int = 0
    named: bool = False

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
        longer = self.several_lines(lines, index) if self._tries() else None
        if longer:
            spare = longer[0][self.width :]
            said = f"{were(len(spare), 'empty cell')} dropped: too many at the end"
            return (
                longer[0][: self.width],
                longer[1],
                self._said(index, "cells", said, line) if spare else None,
            )
        self.effort += 1
        if self._tries() and len(line) <= _LONGEST_TRIED and (found := self._in_every_way(lines, index)):
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
            other = Mender(dialect, self.width, spent=self.spent)
            longer = other.several_lines(lines, index)
            self.spent = other.spent
            if longer:
                return longer[0], longer[1], self._said(index, "dialect", said, line)
        return None

    def _tries(self) -> bool:
        """Return whether rows are still tried in every way."""
        return self.effort <= _MOST_EFFORT and self.spent <= _MOST_SPENT

    @property
    def gave_up(self) -> Finding | None:
        """Return what to say when more rows were hopeless than are tried in every way."""
        if self._tries():
            return None
        said = (
            f"{self.effort} rows have quotation marks that do not fit; "
            f"after the first {min(self.effort, _MOST_EFFORT)} each line was taken as a row of its own"
        )
        return Finding("notice", "row.limit", said, count=self.effort)

    def strict(self, text: str) -> list[str] | None:
        """Return the cells when the text is exactly one sound record, else None."""
        return sound_cells(text, self.dialect)[0]

    def _other_dialects(self) -> Iterator[tuple[Dialect, str]]:
        """Yield dialects that one odd row may be in, with the words that say so."""
        for sign in _OTHER_DELIMITERS:
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
            self.spent += len(text)
            if not self._tries():
                return None
            row, hopeless = sound_cells(text, self.dialect)
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
            self.spent += len(texts[-1]) * _MOST_READINGS
            if not self._tries():
                break
        plain = [(loose_cells(text, self.dialect), count) for count, text in enumerate(texts, start=1)]
        literal = [
            (found, count) for count, text in enumerate(texts, start=1) for found in self._readings(text)
        ]
        for found in (plain, literal):
            fitting = [(row, count) for (row, closed), count in found if closed and len(row) == self.width]
            if fitting:
                return min(fitting, key=lambda item: (item[1], self._stray(item[0])))
        row = plain[0][0][0]
        return (row, 1) if len(row) == self.width else None

    def _stray(self, row: list[str]) -> int:
        """Return how many quotation marks a reading leaves in its cells."""
        return sum(item.count(str(self.dialect.quote)) for item in row)

    def _readings(self, text: str) -> Iterator[tuple[list[str], bool]]:
        """Yield the cells with one opening quote after the other taken for a sign."""
        sign, quote = str(self.dialect.delimiter), self.dialect.quote
        if quote is not None:
            for at in _openings(text, sign, quote)[:_MOST_READINGS]:
                yield loose_cells(text, self.dialect, literal=at)

    def _fitted(self, row: list[str], index: int, line: str) -> tuple[list[str], int, Finding | None]:
        """Return a row of another width than usual, mended if exactly one way makes it fit."""
        if len(row) == self.width:
            return row, 1, None
        usual = Usual(self.dialect, self.width, self.shapes, self.named)
        short = len(line) <= _LONGEST_TRIED
        found = refitted(row, line, usual, first=not self.begun) if short else None
        if found:
            return found[0], 1, self._said(index, found[1], found[2], line)
        if not any(item.strip() for item in row):
            return [], 1, None
        return (
            row,
            1,
            self._said(
                index,
                "ragged",
                f"{counted(len(row), 'cell')} in place of {self.width}",
                line,
            ),
        )

    def _said(self, index: int, code: str, what: str, line: str) -> Finding:
        return Finding(
            "repaired", f"row.{code}", what, row=self.above + index + 1, raw=line.rstrip("\r\n")[:200]
        )


def _openings(text: str, sign: str, quote: str) -> list[int]:
    """Return where quotes stand at the beginning of a cell."""
    starts = [0, *(found.end() for found in re.finditer(re.escape(sign), text))]
    return [at for at in starts if text.startswith(quote, at)]
