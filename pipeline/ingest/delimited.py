"""Delimited text: encoding, dialect, repairs and header of any CSV-like file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.dialect import Dialect, find_dialect
from pipeline.ingest.encoding import Decoded, decode
from pipeline.ingest.header import Section, group_names
from pipeline.ingest.importer import Finding
from pipeline.ingest.parse import parse
from pipeline.ingest.print_rows import FORMATS, printed, unproven, without_strokes
from pipeline.ingest.prose_lists import blocks, turned, without_marks
from pipeline.ingest.sections import find_sections
from pipeline.ingest.table import Table, fitted, numbers_rows, unique_names
from pipeline.ingest.title_block import preamble
from pipeline.ingest.wrapped import unwrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from pipeline.ingest.sound import Parsed


_LONGEST_LINE = 4 << 20
_MOST_CELLS = 5_000_000


@dataclass(slots=True)
class Sheet:
    """A delimited file as read: ``rows`` holds the header, where there is one, and the records."""

    rows: list[list[str]]
    lines: list[int]
    header_row: int | None
    encoding: str
    dialect: Dialect
    repairs: list[Finding] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)


def read_table(path: Path | str, *, encoding: str | None = None) -> Sheet:
    """Return the table of a delimited file: rows as lists of text, header included, and the repairs.

    Of several tables in one file it is the longest; where the others begin is among the repairs.

    Raises ``InputError`` when the file cannot be read as text.
    """
    path = Path(path)
    decoded, dialect, parsed = _parsed(_content(path), path.name, encoding)
    sections = find_sections(parsed.rows, parsed.gaps)
    if not sections:
        return Sheet([], [], None, decoded.encoding, dialect, list(decoded.findings))
    main = max(sections, key=lambda section: section.stop - section.start)
    sheet = _sheet(decoded, dialect, parsed, main)
    if len(main.headers) > 1:
        sheet.rows[0] = _joined_header(parsed.rows, main.headers)
    sheet.repairs += [_another_table(section, parsed) for section in sections if section is not main]
    return sheet


def read_rows(path: Path | str, *, encoding: str | None = None) -> tuple[list[list[str]], list[int]]:
    """Return every row of a delimited file with its line, whatever table it belongs to.

    Raises ``InputError`` when the file cannot be read as text.
    """
    path = Path(path)
    parsed = _parsed(_content(path), path.name, encoding)[2]
    return parsed.rows, parsed.lines


def _another_table(section: Section, parsed: Parsed) -> Finding:
    at = parsed.lines[section.headers[0] if section.headers else section.start]
    said = f"another table begins here ({section.stop - section.start} rows)"
    return Finding("notice", "table.another", said, row=at, raw=section.title)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise InputError(
            "the file cannot be read", where=path.name, do="Check its name and rights."
        ) from problem


def _sheet(decoded: Decoded, dialect: Dialect, parsed: Parsed, section: Section) -> Sheet:
    header = None if section.header is None else parsed.rows[section.header]
    at = section.headers[0] if section.headers else section.start
    rows = ([header] if header is not None else []) + section.of(parsed.rows)
    lines = ([parsed.lines[at]] if header is not None else []) + section.of(parsed.lines)
    header_row = parsed.lines[section.headers[-1]] if section.headers else None
    above = parsed.lines[at]
    last = parsed.lines[section.stop - 1] if section.stop else above
    own = [item for item in parsed.findings if item.code != "row.ragged" or above <= (item.row or 0) <= last]
    repairs = [*decoded.findings, *own, *section.findings(parsed.lines)]
    if at:
        repairs.append(preamble(parsed.rows[:at], parsed.lines[0]))
    groups = group_names(parsed.rows, section)
    return Sheet(rows, lines, header_row, decoded.encoding, dialect, repairs, groups=groups)


def _joined_header(rows: list[list[str]], headers: list[int]) -> list[str]:
    """Return one name per column from several full header rows, joined; group headers are left out."""
    last = rows[headers[-1]]
    full = [rows[at] for at in headers if sum(map(bool, rows[at])) >= sum(map(bool, last))]
    return [" ".join(row[at] for row in full if at < len(row)).strip() for at in range(len(last))]


def _parsed(
    data: bytes, name: str, encoding: str | None, *, most_cells: int | None = None
) -> tuple[Decoded, Dialect, Parsed]:
    _refuse_long_line(data, name)
    decoded = decode(data, name, encoding)
    del data  # the rows take several times as much; the bytes are no longer needed
    text, hint = _without_hint(without_strokes(decoded.text))
    dialect = hint or find_dialect(text)
    if most_cells and dialect.delimiter and (cells := text.count(dialect.delimiter)) > most_cells:
        raise InputError(
            f"the list has about {cells:,} cells; the limit is {most_cells:,}",
            where=name,
            do="Is it a list, one line for each person? Export it again, or cut it.",
        )
    if hint is None:
        return decoded, *_read(text, dialect)
    parsed = parse(text, dialect)
    parsed.lines = [line + 1 for line in parsed.lines]
    return decoded, dialect, parsed


def _read(text: str, dialect: Dialect) -> tuple[Dialect, Parsed]:
    """Return the rows of a text that does not say its dialect, and how they were read."""
    for rows in (printed(text, dialect), blocks(text)):
        if rows is not None:
            return Dialect(None), rows
    text, marks = without_marks(text)
    dialect = find_dialect(text) if marks else dialect
    parsed = parse(text, dialect)
    if inner := unwrapped(text, parsed):
        return inner
    doubt = unproven(text, dialect)
    parsed.findings += [*marks, *([doubt] if doubt else [])]
    return dialect, turned(parsed) or parsed


def _refuse_long_line(data: bytes, name: str) -> None:
    """Raise ``InputError`` when a line is longer than any record: reading it would take all memory."""
    if len(data) <= _LONGEST_LINE:
        return
    at = 0
    while at + _LONGEST_LINE < len(data):
        end = max(data.rfind(b"\n", at, at + _LONGEST_LINE), data.rfind(b"\r", at, at + _LONGEST_LINE))
        if end < at:
            row = data.count(b"\n", 0, at) + 1
            raise InputError(
                f"line {row:,} is longer than {_LONGEST_LINE >> 20} MiB, which is the limit",
                where=name,
                do="Is it a list, one line for each person? Export it again, or take the long texts out.",
            )
        at = end + 1


def _without_hint(text: str) -> tuple[str, Dialect | None]:
    """Return the text without a ``sep=;`` line, and the dialect it names."""
    first, end, rest = text.partition("\n")
    hint = first.strip("\r\"' ")
    if end and hint.lower().startswith("sep=") and len(hint) in (4, 5):
        return rest, Dialect(hint[4:] or "\t")
    return text, None


def read_tables(
    data: bytes, name: str, *, encoding: str | None = None, refuse: Callable[[int], None] | None = None
) -> list[Table]:
    """Return every table of a delimited file, in file order; ``refuse`` is asked about the widest row.

    Raises ``InputError`` when the bytes are no text in the encoding that was named.
    """
    decoded, dialect, parsed = _parsed(data, name, encoding, most_cells=_MOST_CELLS if refuse else None)
    if refuse is not None:
        refuse(max(map(len, parsed.rows), default=0))
    tables = []
    for section in find_sections(parsed.rows, parsed.gaps):
        sheet = _sheet(decoded, dialect, parsed, section)
        table = as_table_of(sheet, label=section.title)
        tables.append(table)
    for table in tables[1:]:
        table.findings = []
    return tables


def as_table_of(sheet: Sheet, *, label: str | None = None) -> Table:
    """Return a sheet as a table with unique column names and rows of one width."""
    header = sheet.rows[0] if sheet.header_row is not None else None
    body = sheet.rows[1:] if header is not None else sheet.rows
    lines = sheet.lines[1:] if header is not None else sheet.lines
    if header is not None and numbers_rows(header, body):
        header = ["", *header]
    width = max([len(header or [])] + [len(row) for row in body[:5000]]) if header is None else len(header)
    if header is not None:
        wide = max((len(row) for row in body), default=0)
        width = max(width, wide) if sum(len(row) > width for row in body) > len(body) / 10 else width
    findings = list(sheet.repairs)
    return Table(
        format=next((FORMATS[item.code] for item in findings if item.code in FORMATS), "csv"),
        columns=unique_names(header, width),
        rows=fitted(body, width),
        lines=lines,
        header_row=sheet.header_row or None,
        label=label,
        encoding=sheet.encoding,
        delimiter=sheet.dialect.delimiter,
        findings=findings,
        groups=sheet.groups,
    )


def read_frame(path: Path | str, *, encoding: str | None = None) -> pl.DataFrame:
    """Return the records of a delimited file as a frame of text columns; empty cells are null."""
    import polars as pl

    from pipeline.ingest.clean_path import clean_frame

    if encoding is None and (frame := clean_frame(_content(Path(path)))) is not None:
        return frame
    table = as_table_of(read_table(path, encoding=encoding))
    columns = {name: [row[at] or None for row in table.rows] for at, name in enumerate(table.columns)}
    return pl.DataFrame(columns, schema=dict.fromkeys(table.columns, pl.String))
