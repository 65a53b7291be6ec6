"""Cells of a record whose quotation marks are damaged: a quote closes only where a cell ends."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.ingest.dialect import Dialect


def sound_cells(text: str, dialect: Dialect) -> tuple[list[str] | None, bool]:
    """Return the cells of one sound record (else None), and whether no further line could make it one."""
    if dialect.escape is None and (dialect.quote is None or dialect.quote not in text):
        body = text.rstrip("\r\n")
        if dialect.delimiter is not None and body and "\n" not in body and "\r" not in body:
            return body.split(dialect.delimiter), False
    try:
        source = dialect.prepared(text).splitlines(keepends=True)
        rows = list(csv.reader(source, strict=True, **dialect.options()))
    except csv.Error as problem:
        return None, "unexpected end of data" not in str(problem)
    return (dialect.restored(rows[0]), False) if len(rows) == 1 else (None, False)


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
