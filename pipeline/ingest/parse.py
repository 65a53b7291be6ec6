"""Text to rows: the C reader where the text is sound, a careful one where not; every repair is listed."""

from __future__ import annotations

import csv
import io
import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from pipeline.ingest.align import around_free, fit, free_column, learn
from pipeline.ingest.importer import Finding
from pipeline.ingest.mend import Mender
from pipeline.ingest.quotes import loose_cells
from pipeline.ingest.repairs import Repairs
from pipeline.ingest.sound import Parsed, lines_of, sound
from pipeline.ingest.values import kind

if TYPE_CHECKING:
    from pipeline.ingest.dialect import Dialect


_MOST_TABLES = 20


def parse(text: str, dialect: Dialect) -> Parsed:
    """Return the rows of a text in this dialect; damaged rows are mended and listed."""
    csv.field_size_limit(2**31 - 1)
    parsed = _rows(text, dialect)
    if dialect.quote == "'":
        if '""' in text:
            _halve_marks(parsed)
        parsed.findings += _apostrophes(text, dialect)
    return parsed


def _apostrophes(text: str, dialect: Dialect) -> list[Finding]:
    """Return what to say of a text whose cells are quoted with apostrophes: where the first one stands."""
    sign = re.escape(dialect.delimiter) if dialect.delimiter else "$."
    first = re.search(rf"(?:^|{sign})'", text, re.MULTILINE)
    if first is None:
        return []
    said = "cells are quoted with apostrophes; they were taken off"
    return [Finding("repaired", "text.apostrophes", said, row=text.count("\n", 0, first.end()) + 1)]


def _halve_marks(parsed: Parsed) -> None:
    """Make doubled quotation marks single where apostrophes quote and no mark stands alone."""
    marked = [at for at, row in enumerate(parsed.rows) if any('"' in item for item in row)]
    if any(re.search(r'(?<!")"(?:"")*(?!")', item) for at in marked for item in parsed.rows[at]):
        return
    said = "quotation marks written twice were made one"
    repairs = Repairs()
    for at in marked:
        parsed.rows[at] = [item.replace('""', '"') for item in parsed.rows[at]]
        repairs.add(Finding("repaired", "row.quote", said, row=parsed.lines[at]))
    parsed.findings += repairs.findings()


def _rows(text: str, dialect: Dialect) -> Parsed:
    parsed = sound(text, dialect)
    if parsed is not None and _regular(parsed.rows):
        _strip_apostrophes(text, parsed, dialect)
        return parsed
    if dialect.delimiter is None:
        return parsed or _single_column(text)
    if parsed is not None and _around_free_column(parsed, dialect):
        return parsed
    return _careful(text, dialect)


def _around_free_column(parsed: Parsed, dialect: Dialect) -> bool:
    """Join the cells of the column that holds the delimiter unquoted, if there is just one such."""
    shapes = free_column(parsed.rows)
    if shapes is None:
        return False
    said = "a delimiter inside a cell that was not quoted; the cells were joined again"
    sign, width = str(dialect.delimiter), len(shapes.kinds)
    repairs = Repairs()
    for at, row in enumerate(parsed.rows):
        if len(row) > width:
            parsed.rows[at] = around_free(row, shapes, sign)
            repairs.add(Finding("repaired", "row.cells", said, row=parsed.lines[at]))
    parsed.findings += repairs.findings()
    return True


def _strip_apostrophes(text: str, parsed: Parsed, dialect: Dialect) -> None:
    """Take the apostrophes off rows in which every cell is wrapped in them; most rows are not."""
    if dialect.quote == "'" or "\n'" not in text:
        return
    repairs = Repairs()
    for at, row in enumerate(parsed.rows):
        if row[0][:1] == "'" and all(len(item) > 1 and item[0] == item[-1] == "'" for item in row):
            parsed.rows[at] = [item[1:-1].replace("''", "'") for item in row]
            said = "this row is quoted with '"
            repairs.add(Finding("repaired", "row.dialect", said, row=parsed.lines[at]))
    parsed.findings += repairs.findings()


def _regular(rows: list[list[str]]) -> bool:
    return len(set(map(len, rows))) <= 1


def _single_column(text: str) -> Parsed:
    parsed = Parsed()
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        parsed.add([line.rstrip("\n")], number)
    return parsed


def _careful(text: str, dialect: Dialect) -> Parsed:
    """Return the rows line by line; what is damaged or of another width is mended where one way fits."""
    lines = list(lines_of(text))
    parsed, repairs = Parsed(), Repairs()
    bounds = [0, *_further_headers(lines, dialect), len(lines)]
    for start, stop in itertools.pairwise(bounds):
        own = lines[start:stop] if start or stop < len(lines) else lines
        _mended(own, start, dialect, parsed, repairs)
    parsed.findings[:0] = repairs.findings(partial(_of_this_table, parsed))
    return parsed


def _mended(lines: list[str], before: int, dialect: Dialect, parsed: Parsed, repairs: Repairs) -> None:
    """Add the rows of one table and what was mended in them; ``before`` lines stand above it."""
    width, sound = _usual_width(lines, dialect)
    shapes = learn(sound, width)
    first = next((row for row in sound if len(row) == width), [])
    mender = Mender(dialect, width, shapes, above=before, named=fit(first, shapes, "") != first)
    index = 0
    while index < len(lines):
        if not lines[index].strip("\r\n"):
            parsed.gaps.add(len(parsed.rows))
            index += 1
            continue
        row, used, finding = mender.read(lines, index)
        parsed.add(row, before + index + 1)
        mender.begun = bool(parsed.rows)
        if finding:
            repairs.add(finding)
        index += used
    if mender.gave_up:
        parsed.findings.append(mender.gave_up)


def _further_headers(lines: list[str], dialect: Dialect) -> list[int]:
    """Return the lines that begin with the same names of columns as the first: tables of other widths."""
    first = next((line for line in lines if line.strip()), "")
    names = first.rstrip("\r\n").split(str(dialect.delimiter))
    begin = str(dialect.delimiter).join(names[: max(2, len(names) * 2 // 3)])
    if len(names) < 3 or any(kind(name) not in ("text", "code") for name in names[:2]):
        return []
    found = [at for at, line in enumerate(lines) if line.startswith(begin)][1:]
    return found if len(found) <= _MOST_TABLES and not any("@" in name for name in names) else []


def _of_this_table(parsed: Parsed, code: str, line: int) -> bool:
    """Return whether a row of unusual width stands alone; beside one as wide it belongs to another table."""
    if code != "row.ragged":
        return True
    at = bisect_left(parsed.lines, line)
    width = len(parsed.rows[at])
    around = [parsed.rows[near] for near in (at - 1, at + 1) if 0 <= near < len(parsed.rows)]
    return width <= 2 or all(len(row) != width for row in around)


def _usual_width(lines: list[str], dialect: Dialect) -> tuple[int, list[list[str]]]:
    """Return the number of cells most lines have, and the sound rows; damaged ones count if quotes close."""
    counts: defaultdict[int, float] = defaultdict(float)
    mender = Mender(dialect, 0)
    sound = []
    for line in lines[:2000]:
        row = mender.strict(line)
        if row is None:
            row, closed = loose_cells(line.rstrip("\r\n"), dialect)
            row = row if closed else []
        else:
            sound.append(row)
        if len(row) > 1:
            # A title and the blanks beside it say little of how wide the list is.
            counts[len(row)] += 1 if sum(map(bool, row)) > 1 else 0.25
    return max(counts, key=counts.__getitem__, default=1), sound
