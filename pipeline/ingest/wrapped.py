"""Lines that a program has quoted whole: each is one cell that holds a line of the real list."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.ingest.dialect import Dialect, find_dialect, rows_of
from pipeline.ingest.importer import Finding
from pipeline.ingest.parse import parse

if TYPE_CHECKING:
    from pipeline.ingest.sound import Parsed

_LOOKED_AT = 200


def unwrapped(text: str, parsed: Parsed) -> tuple[Dialect, Parsed] | None:
    """Return dialect and rows of the list inside the lines; None where lines are no lists of cells."""
    if len(parsed.rows) < 2 or text[:1] != '"' or any(len(row) != 1 for row in parsed.rows):
        return None
    cells = [row[0] for row in parsed.rows]
    quoted = sum(line.startswith('"') for line in text[: 1 << 16].splitlines() if line.strip())
    sample = "\n".join(cells[:_LOOKED_AT])
    dialect = find_dialect(sample)
    widths = Counter(len(row) for row in rows_of(sample, dialect)) if dialect.delimiter else Counter()
    if len(widths) != 1 or max(widths) < 2 or quoted < min(len(cells), _LOOKED_AT) / 2:
        return None
    if any("\n" in cell for cell in cells):
        return None
    inner = parse("\n".join(cells), dialect)
    inner.lines = [parsed.lines[line - 1] for line in inner.lines]
    said = "every line was quoted whole; the marks around the lines were taken off"
    own = [replace(item, row=parsed.lines[item.row - 1] if item.row else None) for item in inner.findings]
    inner.findings = [Finding("repaired", "text.wrapped", said, row=parsed.lines[0]), *own]
    return dialect, inner
