"""Spreadsheets to tables, behind a guard: a small file that claims a huge sheet never reaches the parser."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.grids import MOST_CELLS, TooManyCellsError, UnreadableError, grids_apart
from pipeline.ingest.header import Section, group_names
from pipeline.ingest.importer import Finding
from pipeline.ingest.oldbook import DamagedError, largest_cell
from pipeline.ingest.sections import find_sections
from pipeline.ingest.table import Table, fitted, unique_names
from pipeline.ingest.title_block import preamble
from pipeline.ingest.zipped import DAMAGED

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_ENTRIES = 1_000
_MOST_BYTES = 200 * 1024 * 1024
_MOST_RATIO = 200
_CHUNK = 1 << 20
_SECTOR = 4096
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]{0,200}?r="([A-Z]{1,3})(\d{1,7})"')
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s[^>]{0,100}?ref="(?:[A-Z]+\d+:)?([A-Z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]{0,200}?r="(\d{1,7})"')


def read_workbook(data: bytes, name: str) -> list[Table]:
    """Return every table of every visible sheet.

    Raises ``InputError`` when the workbook is damaged, protected or larger than the limits.
    """
    if data[:2] != b"PK":
        _refuse_locked(data, name)
        _check_old(data, name)
        data += b"\xff" * (-len(data) % _SECTOR)  # the parser trips over a file that ends within a sector
    else:
        check_archive(data, name)
    try:
        found = grids_apart(data)
    except TooManyCellsError as problem:
        raise _too_much(name, str(problem)) from problem
    except UnreadableError as problem:
        raise InputError(
            f"the workbook is damaged or protected and cannot be read ({str(problem)[:120]})",
            where=name,
            do="Open it in a spreadsheet program and save it again, or export it as CSV.",
        ) from problem
    return [
        table
        for grid in found
        for table in tables_of(grid.texts, first_row=grid.first_row, label=grid.label, hidden=grid.hidden)
    ]


def tables_of(
    texts: list[list[str]],
    *,
    first_row: int,
    label: str | None,
    hidden: bool = False,
) -> Iterator[Table]:
    """Yield the tables in a grid of texts; ``first_row`` is the 1-based row of its first line."""
    rows: list[list[str]] = []
    lines: list[int] = []
    gaps: set[int] = set()
    for at, row in enumerate(texts):
        if any(item.strip() for item in row):
            rows.append(row)
            lines.append(first_row + at)
        else:
            gaps.add(len(rows))
    for section in find_sections(rows, gaps):
        yield _table(rows, lines, section, label=section.title or label, hidden=hidden)


def _table(
    rows: list[list[str]], lines: list[int], section: Section, *, label: str | None, hidden: bool
) -> Table:
    header = None if section.header is None else rows[section.header]
    body = section.of(rows)
    width = max([_filled_width(row) for row in body] + [_filled_width(header or [])], default=0)
    findings = section.findings(lines)
    first = section.headers[0] if section.headers else section.start
    if first:
        findings.append(preamble(rows[:first], lines[0]))
    if hidden:
        findings.append(Finding("notice", "sheet.hidden", f"the sheet {label!r} is hidden in the workbook"))
    return Table(
        columns=unique_names(header, width),
        rows=fitted(body, width),
        lines=section.of(lines),
        header_row=None if section.header is None else lines[section.header],
        label=label,
        format="xlsx",
        findings=findings,
        groups=group_names(rows, section),
    )


def _filled_width(row: list[str]) -> int:
    return max((at + 1 for at, item in enumerate(row) if item.strip()), default=0)


def check_archive(data: bytes, name: str) -> None:
    """Raise ``InputError`` when a workbook is damaged or breaks a limit; nothing is unpacked to disk."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except DAMAGED as problem:
        raise InputError(
            "the workbook is damaged: it is no complete archive", where=name, do="Download or save it again."
        ) from problem
    if len(entries) > _MOST_ENTRIES:
        raise _too_much(name, f"it has {len(entries)} parts; the limit is {_MOST_ENTRIES}")
    total = sum(entry.file_size for entry in entries)
    if total > _MOST_BYTES:
        raise _too_much(name, f"it unpacks to {total >> 20} MiB; the limit is {_MOST_BYTES >> 20} MiB")
    if total > _MOST_RATIO * max(len(data), 1):
        raise _too_much(
            name, f"it unpacks to {total // max(len(data), 1)} times its size; the limit is {_MOST_RATIO}"
        )
    for entry in entries:
        if re.match(r"xl/worksheets/.*\.xml$|content\.xml$", entry.filename):
            _check_sheet(archive, entry, name)


def _refuse_locked(data: bytes, name: str) -> None:
    """Raise ``InputError`` for a new workbook behind a password, which is wrapped like an old one."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise InputError(
            "the workbook is protected by a password", where=name, do="Save it without the password."
        )


def _check_old(data: bytes, name: str) -> None:
    """Raise ``InputError`` when a workbook of the old kind is cut off, or claims too many cells."""
    try:
        rows, columns = largest_cell(data)
    except DamagedError as problem:
        raise InputError(
            "the workbook is damaged: parts of it are missing", where=name, do="Download or save it again."
        ) from problem
    _within_cells(rows, columns, name)


def _within_cells(rows: int, columns: int, name: str) -> None:
    if rows * max(columns, 1) > MOST_CELLS:
        raise _too_much(
            name, f"a sheet reaches to row {rows}, column {columns}; the limit is {MOST_CELLS:,} cells"
        )


def _too_much(name: str, why: str) -> InputError:
    return InputError(
        f"the workbook is refused: {why}", where=name, do="Export the list as CSV and use that."
    )


def _check_sheet(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """Stream one sheet and raise when its cells, or their addresses, go beyond the limit."""
    rows = columns = read = 0
    tail = b""
    try:
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                read += len(chunk)
                if read > _MOST_BYTES:
                    raise _too_much(name, f"a sheet unpacks to more than {_MOST_BYTES >> 20} MiB")
                last_row, last_column = _reach(tail + chunk)
                rows, columns = max(rows, last_row), max(columns, last_column)
                tail = chunk[-512:]
    except DAMAGED as problem:
        raise InputError(
            "the workbook is damaged or protected", where=name, do="Save it again without a password."
        ) from problem
    _within_cells(rows, columns, name)


def _reach(part: bytes) -> tuple[int, int]:
    """Return the last row and column that a part of a sheet's XML names."""
    cells = [found for pattern in (_CELL, _DIMENSION) for found in pattern.finditer(part)]
    rows = [int(found[2]) for found in cells] + [int(found[1]) for found in _ROW.finditer(part)]
    return max(rows, default=0), max((_column_number(found[1]) for found in cells), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
