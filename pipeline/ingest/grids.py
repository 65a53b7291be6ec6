"""The sheets of a workbook as grids of text, parsed in a child process with limits of its own.

A damaged or hostile one can make the parser end its process, which no handler catches: then only the child
is lost.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CELLS = 5_000_000
#: Letters of all cells together: a text that is stored once may be shown in every cell.
_MOST_TEXT = 50_000_000
_MOST_SHEETS = 250
_SECONDS = 60
_CPU_SECONDS = 4  # for any file; cells take their bytes, so more only for larger ones
_BYTES_A_SECOND = 1 << 20
_MEMORY = 768 << 20  # for any file, and so many times its size
_MEMORY_A_BYTE = 32
_MOST_MEMORY = 2 << 30
_SERVE = "from pipeline.ingest.grids import serve; serve()"


class UnreadableError(Exception):
    """The parser cannot read the workbook; the message says why."""


class TooManyCellsError(UnreadableError):
    """A sheet, or what it repeats, has more cells than are read; the message says how many."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its filled part as texts, and the 1-based row at which that begins."""

    label: str
    hidden: bool
    first_row: int
    texts: list[list[str]]


def grids(data: bytes) -> list[Grid]:
    """Return the sheets of a workbook, read in this process.

    Raises ``UnreadableError`` when it is damaged or protected, ``TooManyCellsError`` when it is too large.
    """
    try:
        import python_calamine as calamine

        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return _within_limits(book)
    except MemoryError as problem:
        raise UnreadableError("it needs more memory than there is") from problem
    except BaseException as problem:
        # A panic of the parser is no Exception; what the user or the system asks for is passed on.
        if isinstance(problem, UnreadableError | KeyboardInterrupt | SystemExit):
            raise
        reason = _reason(data, problem)
        raise (TooManyCellsError if "limit exceeded" in reason else UnreadableError)(reason) from problem


def _within_limits(book: Any) -> list[Grid]:
    """Return the grids of all sheets; raises ``TooManyCellsError`` for more than a list can hold."""
    sheets = book.sheets_metadata
    if len(sheets) > _MOST_SHEETS:
        raise TooManyCellsError(f"it has {len(sheets)} sheets; the limit is {_MOST_SHEETS}")
    found, left = [], _MOST_TEXT
    for meta in sheets:
        for grid in _of_sheet(book, meta):
            left -= sum(len(text) for row in grid.texts for text in row)
            if left < 0:
                raise TooManyCellsError(
                    f"its cells hold more than {_MOST_TEXT:,} letters, which is the limit"
                )
            found.append(grid)
    return found


def _reason(data: bytes, problem: BaseException) -> str:
    """Return what the parser says; of an .ods it tells only when it knows by the suffix that it is one."""
    if b"opendocument" not in data[:200] or "limit exceeded" in str(problem):
        return str(problem)
    import python_calamine as calamine

    with TemporaryDirectory(prefix="meetwell-") as folder:
        path = Path(folder) / "book.ods"
        path.write_bytes(data)
        try:
            calamine.CalamineWorkbook.from_path(path)
        except Exception as told:  # noqa: BLE001 - whatever it says is passed on in words
            return str(told)
    return str(problem)


def _of_sheet(book: Any, meta: Any) -> Iterator[Grid]:
    """Yield the grid of one sheet; charts and macro sheets hold none."""
    if str(getattr(meta, "typ", "")).rsplit(".", 1)[-1] not in ("WorkSheet", ""):
        return
    sheet = book.get_sheet_by_name(meta.name)
    start = sheet.start
    if start is None:
        return
    if sheet.height * max(sheet.width, 1) > MOST_CELLS:
        where = f"row {sheet.height}, column {sheet.width}"
        raise TooManyCellsError(f"a sheet reaches to {where}; the limit is {MOST_CELLS:,} cells")
    texts = [[cell_text(item) for item in row] for row in sheet.to_python(skip_empty_area=True)]
    _fill_merged(texts, getattr(sheet, "merged_cell_ranges", None) or [], start)
    hidden = "Visible" not in str(getattr(meta, "visible", "Visible"))
    yield Grid(meta.name, hidden, start[0] + 1, texts)


def _fill_merged(texts: list[list[str]], ranges: list[Any], start: tuple[int, int]) -> None:
    """Put the text of a cell merged over several rows of one column into each of them."""
    for (top, left), (bottom, right) in ranges:
        column = left - start[1]
        rows = texts[max(top - start[0], 0) : bottom - start[0] + 1]
        if left != right or not rows or not 0 <= column < len(rows[0]):
            continue
        for row in rows[1:]:
            row[column] = row[column] or rows[0][column]


def cell_text(item: Any) -> str:
    """Return what a person sees in a cell: whole numbers without a point, days without midnight."""
    if isinstance(item, bool):
        return "TRUE" if item else "FALSE"
    if isinstance(item, float):
        return str(int(item)) if item.is_integer() and abs(item) < 1e15 else repr(item)
    text = str(item)
    return text.removesuffix(" 00:00:00")


def grids_apart(data: bytes, *, seconds: float = _SECONDS) -> list[Grid]:
    """Return the sheets of a workbook, read in a child process.

    Raises ``UnreadableError`` as ``grids`` does, and when the child dies or takes longer than ``seconds``.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the words are our own
            [sys.executable, "-c", _SERVE], input=data, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as problem:
        raise UnreadableError(f"reading it takes longer than {seconds:g} seconds") from problem
    try:
        answer = json.loads(done.stdout)
    except ValueError as problem:
        raise UnreadableError("its reader gave up on it, perhaps out of memory or time") from problem
    if "problem" in answer:
        raise (TooManyCellsError if answer["cells"] else UnreadableError)(answer["problem"])
    return [Grid(**item) for item in answer["grids"]]


def serve() -> None:
    """Read the workbook on standard input and print its grids: the child's whole life."""
    data = sys.stdin.buffer.read()
    _limit(len(data))
    try:
        answer: dict[str, Any] = {"grids": [asdict(grid) for grid in grids(data)]}
    except UnreadableError as problem:
        answer = {"problem": str(problem), "cells": isinstance(problem, TooManyCellsError)}
    sys.stdout.write(json.dumps(answer))


def _limit(size: int) -> None:
    """Keep the child from taking all memory, or reckoning for ever, where the system can do that."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, min(_MEMORY + _MEMORY_A_BYTE * size, _MOST_MEMORY)),
        (resource.RLIMIT_CPU, _CPU_SECONDS + size // _BYTES_A_SECOND),
    ):
        resource.setrlimit(what, (most, resource.getrlimit(what)[1]))
