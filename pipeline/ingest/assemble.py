"""Plain rows to the frames that leave the stage, and the summary that tells what happened."""

from __future__ import annotations

from collections import Counter
from shlex import quote
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError, UsageError
from pipeline.ingest.column_notices import column_notices
from pipeline.ingest.columns import map_columns
from pipeline.ingest.counted import are, counted
from pipeline.ingest.identity import records_table
from pipeline.ingest.importer import Finding, Ingested, Inspection, NobodyError
from pipeline.ingest.records import Built, build
from pipeline.ingest.rivals import SINGLE, Guess
from pipeline.ingest.vocabulary import SILENT, fields_known
from pipeline.tables import Rejects, Sessions, Touches, as_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from pipeline.ingest.importer import Source
    from pipeline.ingest.table import Table
    from pipeline.settings import Settings


def from_tables(tables: Sequence[Table], source: Source, settings: Settings) -> Ingested:
    """Return the records of the table that holds most; the others are named in notices.

    Raises ``InputError`` when no table names a person or an organisation.
    """
    least = settings.number("ingest.min_confidence")
    tried = []
    for table in tables:
        if table.rows:
            guesses = with_told(map_columns(table), table, source)
            tried.append((table, guesses, build(table, chosen(guesses, least), source)))
    if not tried:
        raise InputError(
            "there is no row of a list in it", where=source.name, do="Open it and look what it holds."
        )
    best = max(tried, key=lambda item: (_people(item[2]) * _told(item[1], least), len(item[2].records)))
    table, guesses, built = best
    notices = [_other_table(other, len(made.records)) for other, _, made in tried if other is not table]
    return ingested(table, guesses, built, source=source, settings=settings, notices=notices)


def _told(guesses: Mapping[str, Guess], least: float) -> int:
    """Return how many fields a table tells, three at the most: a cover sheet has one, a list several."""
    fields = {name for name in chosen(guesses, least).values() if name and name not in SILENT}
    return min(len(fields), 3)


def _people(built: Built) -> int:
    return sum(record["status"] == "active" for record in built.records)


def chosen(guesses: Mapping[str, Guess], least: float) -> dict[str, str | None]:
    """Return the mapping that holds without asking: guesses at or above the threshold."""
    return {name: guess.field if guess.confidence >= least else None for name, guess in guesses.items()}


def with_told(guesses: dict[str, Guess], table: Table, source: Source) -> dict[str, Guess]:
    """Return the guesses under the user's own word; a column that was taken for the same gives way.

    Raises ``UsageError`` for a field nobody knows.
    """
    told = {name for column, name in source.mapping.items() if column in table.columns and name in SINGLE}
    for column, guess in guesses.items():
        if guess.field in told or guess.lost in told:
            guesses[column] = Guess(None, 0.6)
    for column, name in source.mapping.items():
        if name and name not in fields_known():
            raise UsageError(f"{name!r} is no field", do=f"Known: {', '.join(fields_known())}.")
        if column in table.columns:
            guesses[column] = Guess(name or None, 1.0)
    return guesses


def _other_table(table: Table, count: int) -> Finding:
    where = f"{table.label!r}" if table.label else f"at row {table.header_row or table.lines[0]}"
    size = f"{counted(len(table.rows), 'row')} ({counted(count, 'name')})"
    said = f"another table {where} with {size} was left out"
    return Finding("notice", "table.other", said, row=table.header_row or table.lines[0])


def ingested(
    table: Table,
    guesses: Mapping[str, Guess],
    built: Built,
    *,
    source: Source,
    settings: Settings,
    notices: Sequence[Finding] = (),
    platform: str | None = None,
) -> Ingested:
    """Return frames and inspection of one built table.

    Raises ``InputError`` when it holds no record at all.
    """
    least = settings.number("ingest.min_confidence")
    said = column_notices(guesses, table, source, least=least)
    findings = (*table.findings, *built.findings, *notices, *said, *_status_notices(built))
    inspection = Inspection(
        format=table.format,
        encoding=table.encoding,
        delimiter=table.delimiter,
        header_row=table.header_row,
        rows=len(table.rows),
        columns={
            name: (
                None if guess.field in SILENT or guess.confidence < least else guess.field,
                guess.confidence,
            )
            for name, guess in guesses.items()
        },
        samples={name: _samples(table, at) for at, name in enumerate(table.columns)},
        findings=findings,
        platform=platform,
        kept=built.kept,
        merged=built.merged,
    )
    if not built.records and not built.touches:
        raise nothing_usable(inspection, source)
    return Ingested(
        records=records_table(built.records, source),
        sessions=as_table(Sessions, []),
        touches=as_table(Touches, built.touches),
        rejects=rejects_table(findings, source, source.event),
        inspection=inspection,
    )


def nothing_usable(inspection: Inspection, source: Source) -> InputError:
    """Return the error for a list in which no column is a name or an organisation."""
    names = ", ".join(repr(name) for name in list(inspection.columns)[:8])
    first = next(iter(inspection.columns), "Column")
    return NobodyError(
        "no column is recognised as a name, an e-mail or an organisation",
        where=source.name,
        do=f"Columns seen: {names}. Say which is which in a workspace, for example: "
        f'meetwell ingest attendees {quote(source.name)} --map "{first}=name"',
        seen=inspection,
    )


def rejects_table(findings: Sequence[Finding], source: Source, event: str | None) -> pl.DataFrame:
    """Return the findings of a source that speaks of this event as the Rejects table."""
    rows: list[dict[str, Any]] = [
        {
            "source_sha": source.sha256,
            "source_file": source.name,
            "event": event,
            "row": item.row,
            "column": item.column,
            "severity": item.severity,
            "code": item.code,
            "message": item.message,
            "raw": item.raw,
        }
        for item in findings
    ]
    return as_table(Rejects, rows)


def _samples(table: Table, at: int) -> list[str]:
    found = dict.fromkeys(row[at].strip()[:80] for row in table.rows[:200] if row[at].strip())
    return list(found)[:3]


def _status_notices(built: Built) -> list[Finding]:
    found = []
    counts = Counter(record["status"] for record in built.records)
    for word in ("cancelled", "waitlisted", "no_show", "placeholder"):
        count = counts[word]
        if count:
            found.append(
                Finding(
                    "notice",
                    f"status.{word}",
                    f"{are(count, 'entry', 'entries')} kept apart: {word.replace('_', ' ')}",
                )
            )
    return found
