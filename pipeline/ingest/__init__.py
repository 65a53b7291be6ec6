"""Files to Records, Sessions, Touches and Rejects: any list that people really have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.importer import Claim, Finding, Importer, Ingested, Inspection, NobodyError, Source

if TYPE_CHECKING:
    from pipeline.ingest.probe import Probe
    from pipeline.settings import Settings

__all__ = ["Claim", "Finding", "Importer", "Ingested", "Inspection", "Source", "ingest", "inspect"]


def ingest(source: Source, settings: Settings) -> Ingested:
    """Return what one file holds; each frame passes its schema.

    Raises ``InputError`` when the file cannot be used, or holds no person, organisation or session at all.
    """
    from pipeline.ingest.probe import open_probe
    from pipeline.ingest.registry import importer_for

    probe = open_probe(source.path, source.name, max_mib=settings.number("ingest.max_file_mib"))
    if probe.kind == "text":
        _refuse_long(probe, settings)
    importer = importer_for(probe, source.as_format)
    if probe.kind == "text":
        _refuse_damaged(probe, settings)
    found = importer.read(source, probe, settings)
    if not (found.records.height or found.sessions.height or found.touches.height):
        raise InputError(
            f"nobody and nothing was found in it{_why(found.inspection)}",
            where=source.name,
            do="'meetwell inspect' shows how it reads.",
        )
    return found


def _why(seen: Inspection) -> str:
    """Return the finding that explains best why nothing is left: entries of other days, else the first."""
    findings = sorted(seen.findings, key=lambda item: item.code != "outside_window")
    return f": {findings[0].message}" if findings else ""


def _refuse_long(probe: Probe, settings: Settings) -> None:
    """Raise ``InputError`` when a text has more lines than the settings allow."""
    most = settings.integer("ingest.max_lines")
    lines = max(probe.data.count(b"\n"), probe.data.count(b"\r")) if probe.size > most else 0
    if lines > most:
        raise InputError(
            f"the file has {lines:,} lines; the limit is {most:,}",
            where=probe.name,
            do="Cut it, or raise ingest.max_lines.",
        )


def _refuse_damaged(probe: Probe, settings: Settings) -> None:
    """Raise ``InputError`` when more rows are damaged than the settings allow."""
    most = settings.integer("ingest.max_damaged_rows")
    damaged = [item for table in probe.tables[:1] for item in table.findings if item.code == "row.limit"]
    if damaged and damaged[0].count > most:
        raise InputError(
            f"{damaged[0].count:,} rows have quotation marks that do not fit; the limit is {most:,}",
            where=probe.name,
            do="Export it again, as a spreadsheet if need be, or raise ingest.max_damaged_rows.",
        )


def inspect(source: Source, settings: Settings) -> Inspection:
    """Return how a file would be read; nothing is written. Of a list that names nobody a notice says so.

    Raises ``InputError`` when it cannot be read at all.
    """
    try:
        return ingest(source, settings).inspection
    except NobodyError as problem:
        said = Finding("notice", "list.nobody", f"{problem.what}. {problem.do}")
        return replace(problem.seen, findings=(*problem.seen.findings, said))
