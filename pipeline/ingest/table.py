"""One table, whatever it was read from: named columns, records, and the line or row each record stands on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.ingest.importer import Finding


@dataclass(slots=True)
class Table:
    """``columns`` are unique names; ``rows`` have one cell per column; ``lines`` are 1-based.

    ``groups`` has, where a row of group headers stands above the names, the group of each column.
    """

    columns: list[str]
    rows: list[list[str]]
    lines: list[int]
    header_row: int | None = None
    label: str | None = None
    format: str = "csv"
    encoding: str | None = None
    delimiter: str | None = None
    findings: list[Finding] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def column(self, name: str) -> list[str]:
        """Return the cells of one column."""
        at = self.columns.index(name)
        return [row[at] for row in self.rows]


def unique_names(header: list[str] | None, width: int) -> list[str]:
    """Return one name per column: doubled ones get ``__2``, nameless ones ``#1`` (their place)."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for at in range(width):
        raw = header[at] if header is not None and at < len(header) else ""
        name = raw if raw.strip() else f"#{at + 1}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}__{seen[name]}")
    return names


def fitted(rows: list[list[str]], width: int) -> list[list[str]]:
    """Return rows of exactly this width: short ones padded, overlong ones cut after the last column."""
    return [row if len(row) == width else (row + [""] * (width - len(row)))[:width] for row in rows]


def numbers_rows(header: list[str], rows: list[list[str]]) -> bool:
    """Return whether a first column without a name counts the rows, as statistics programs write it."""
    if len(rows) < 2 or any(len(row) != len(header) + 1 for row in rows):
        return False
    return (
        all(row[0].strip() == str(int(rows[0][0]) + at) for at, row in enumerate(rows))
        if rows[0][0].isdigit()
        else False
    )
