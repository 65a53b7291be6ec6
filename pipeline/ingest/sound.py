"""Rows of a sound text by the strict C reader, each with the line it begins at."""

from __future__ import annotations

import csv
import io
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.dialect import Dialect
    from pipeline.ingest.importer import Finding

_PIECE = 1 << 20  # characters
_LOOKED_AT = 1000  # rows by which columns of few values are told


@dataclass(slots=True)
class Parsed:
    """Rows as they stand, blank ones left out, with the physical line each begins at."""

    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    gaps: set[int] = field(default_factory=set)  # indices of rows that follow an empty line

    def add(self, row: list[str], line: int) -> None:
        """Keep a row unless all its cells are empty, which makes a gap."""
        if any(item.strip() for item in row):
            self.rows.append(row)
            self.lines.append(line)
        else:
            self.gaps.add(len(self.rows))


def sound(text: str, dialect: Dialect) -> Parsed | None:
    """Return the rows if the strict C reader takes all of them, else None."""
    reader = csv.reader(lines_of(dialect.prepared(text)), strict=True, **dialect.options())
    try:
        rows = list(_sharing(reader))
    except csv.Error:
        return None
    if reader.line_num == len(rows) and all(map(any, rows)):
        lines = list(range(1, len(rows) + 1))
        several = dialect.delimiter is not None and len(dialect.delimiter) > 1
        return Parsed([dialect.restored(row) for row in rows] if several else rows, lines)
    return _counted(text, dialect)


def _sharing(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield rows in which a value that stands in many rows of its column is one text in memory."""
    first = list(itertools.islice(reader, _LOOKED_AT))
    width = len(first[0]) if first else 0
    whole = [row for row in first if len(row) == width]
    known: dict[int, dict[str, str]] = {
        at: {} for at in range(width) if len({row[at] for row in whole}) < len(whole) / 4
    }
    if len(first) < _LOOKED_AT or not known:
        yield from first
        yield from reader
        return
    for row in itertools.chain(first, reader):
        if len(row) == width:
            for at, texts in known.items():
                row[at] = texts.setdefault(row[at], row[at])
        yield row


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a text piece by piece: one StringIO would hold it all at four bytes a character."""
    at = 0
    while at < len(text):
        end = text.find("\n", at + _PIECE) + 1 or len(text)
        yield from io.StringIO(text[at:end], newline="")
        at = end


def _counted(text: str, dialect: Dialect) -> Parsed | None:
    """Return the rows of a sound text whose cells hold line ends, or which has empty lines."""
    parsed = Parsed()
    rows, lines, gaps = parsed.rows, parsed.lines, parsed.gaps
    reader = csv.reader(lines_of(dialect.prepared(text)), strict=True, **dialect.options())
    start = 1
    try:
        for row in reader:
            if row and (row[0] or any(row)):
                rows.append(row)
                lines.append(start)
            else:
                gaps.add(len(rows))
            start = reader.line_num + 1
    except csv.Error:
        return None
    if dialect.delimiter is not None and len(dialect.delimiter) > 1:
        parsed.rows = [dialect.restored(row) for row in rows]
    return parsed
