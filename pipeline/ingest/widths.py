"""Rows of another width than usual: another delimiter or quote, a delimiter too many, or one missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.ingest.align import Shapes, fit
from pipeline.ingest.counted import were
from pipeline.ingest.quotes import sound_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.dialect import Dialect

_OTHER_DELIMITERS = (",", ";", "\t", "|", " ", ":")
_MOST_PLACES = 12
_JOINED = "a delimiter inside a cell that was not quoted; the cells were joined again"

Mended = tuple[list[str], str, str]


@dataclass(frozen=True, slots=True)
class Usual:
    """How the rows around an odd one are read: their dialect, width and what the columns hold."""

    dialect: Dialect
    width: int
    shapes: Shapes
    named: bool = False  # a sound row names the columns, so that an odd one above it is a title

    def read(self, text: str, dialect: Dialect) -> list[str] | None:
        """Return the cells of one sound record of the usual width, else None."""
        row = sound_cells(text, dialect)[0]
        return row if row is not None and len(row) == self.width else None


def refitted(row: list[str], line: str, usual: Usual, *, first: bool) -> Mended | None:
    """Return an odd row in the usual width, the code and the words for how, if exactly one way makes it fit.

    ``first``: the row may name the columns, so what columns hold says nothing about it.
    """
    other = None if first and usual.named else _otherwise(line, usual, first=first)
    if other:
        return other[0], "dialect", other[1]
    for text in _with_a_delimiter(line, usual.dialect):
        found = usual.read(text, usual.dialect)
        if found and fit(found, usual.shapes, "") == found:
            return found, "cells", "a delimiter is missing beside a quotation mark; the cells were parted"
    return _narrower(row, usual, first=first) if len(row) > usual.width else None


def _narrower(row: list[str], usual: Usual, *, first: bool) -> Mended | None:
    """Return an overlong row in the usual width: without empty cells, or with cells joined again."""
    spare = len(row) - usual.width
    if not any(item.strip() for item in row[usual.width :]):
        return (
            row[: usual.width],
            "cells",
            f"{were(spare, 'empty cell')} dropped: too many at the end",
        )
    filled = [item for item in row if item.strip()]
    if first and len(filled) == usual.width:
        return (
            filled,
            "cells",
            f"{were(spare, 'empty cell')} dropped: too many among the names of columns",
        )
    found = fit(row, usual.shapes, str(usual.dialect.delimiter)) if not first else None
    if found:
        dropped = len([item for item in found if item.strip()]) == len(filled)
        return found, "cells", "a delimiter too many; an empty cell was dropped" if dropped else _JOINED
    joined = _joined_at_blanks(row, usual)
    return (joined, "cells", _JOINED) if joined else None


def _otherwise(line: str, usual: Usual, *, first: bool) -> tuple[list[str], str] | None:
    """Return the row read with another delimiter or quote, if that gives the usual width."""
    if usual.width < 3:
        return None
    own = usual.dialect
    for quote in ('"', "'"):
        if quote != own.quote and line.count(quote) >= 2:
            row = usual.read(line, replace(own, quote=quote, escape=None))
            if row:
                return row, f"this row is quoted with {quote}"
    bare = re.sub(r'"[^"]*"', "", line)
    mixed = own.delimiter is None or own.delimiter in bare
    for sign in _OTHER_DELIMITERS:
        if sign != own.delimiter and sign in bare and not (mixed and sign in (" ", ":", ",")):
            cells = sound_cells(line, replace(own, delimiter=sign))[0]
            if cells and sign == " " and not (first and len(cells) == usual.width):
                cells = fit(cells, usual.shapes, " ")  # words are parted by blanks too: columns must agree
            if cells and len(cells) == usual.width:
                return cells, f"this row is delimited by {sign!r}"
    return None


def _with_a_delimiter(line: str, dialect: Dialect) -> Iterator[str]:
    """Yield the line with a delimiter put beside one quotation mark after the other."""
    if dialect.quote is None or dialect.delimiter is None:
        return
    places = [found.start() for found in re.finditer(re.escape(dialect.quote), line)]
    for at in sorted({*places, *(at + 1 for at in places)} - {0})[:_MOST_PLACES]:
        yield line[:at] + dialect.delimiter + line[at:]


def _joined_at_blanks(row: list[str], usual: Usual) -> list[str] | None:
    """Return the row with cells joined again where a blank after the delimiter shows that it was text."""
    extra = len(row) - usual.width
    places = [at for at in range(1, len(row)) if row[at][:1] == " " and row[at - 1].strip()]
    if len(places) != extra or usual.dialect.delimiter in (None, " "):
        return None
    cells: list[str] = []
    for at, item in enumerate(row):
        if at in places:
            cells[-1] += str(usual.dialect.delimiter) + item
        else:
            cells.append(item)
    return cells
