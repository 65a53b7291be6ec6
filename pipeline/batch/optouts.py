"""Who wants no sheet: a list of addresses or names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.batch.student_names import called, same_words
from pipeline.batch.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.ingest.table import Table

_MAIL = re.compile(r"[^\s,;<>\"']+@[^\s,;<>\"']+\.[^\s,;<>\"']+")


def opted_out(rows: list[dict[str, Any]], optouts: Path | None) -> tuple[set[str], tuple[int, ...]]:
    """Return the records of those who opted out, and the lines (from 1) that fit nobody.

    An address decides. A name decides where the line has no address, or one that nobody on the list has:
    whoever said no is rather left out once too often. Everybody of that name is then left out.
    """
    if optouts is None:
        return set(), ()
    out: set[str] = set()
    missed = []
    mails = [(row["record_id"], {mail.casefold() for mail in row["emails"]}) for row in rows]
    names = [(row["record_id"], same_words(called(row)[0])) for row in rows]
    for number, line in _lines(optouts):
        wanted = {mail.casefold() for mail in _MAIL.findall(line)}
        hit = {record for record, own in mails if own & wanted}
        name = same_words(_MAIL.sub(" ", line))
        hit = hit or {record for record, own in names if name and own == name}
        out |= hit
        if not hit:
            missed.append(number)
    return out, tuple(missed)


def _lines(path: Path) -> list[tuple[int, str]]:
    """Return the lines that hold something, with their numbers; of a workbook its rows, without a heading."""
    from pipeline.ingest.encoding import decode
    from pipeline.ingest.probe import open_probe

    probe = open_probe(path, path.name, max_mib=32)
    if probe.kind in ("workbook", "ole"):
        told = [line for table in probe.tables for line in _rows(table)]
    else:
        told = list(enumerate(decode(probe.data, path.name).text.splitlines(), start=1))
    lines = [(number, line.strip()) for number, line in told if line.strip()]
    return lines[1:] if lines and _is_heading(lines[0][1]) else lines


def _rows(table: Table) -> Iterator[tuple[int, str]]:
    """Yield each row as one line; where nobody wrote a heading, the first name was taken for one."""
    if table.header_row is not None:
        yield table.header_row, " ".join(name for name in table.columns if not name.startswith("#"))
    for number, row in zip(table.lines, table.rows, strict=True):
        yield number, " ".join(cell for cell in row if cell)


def _is_heading(line: str) -> bool:
    """Tell whether a line names columns instead of somebody."""
    words = {word for word in re.split(r"[\W_]+", line.casefold()) if word}
    return not _MAIL.search(line) and words <= set(words_of("optouts")["heading"])
