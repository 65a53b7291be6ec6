"""Files to Records, Sessions, Touches and Rejects: any list that people really have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest.importer import Claim, Finding, Importer, Ingested, Inspection, Source

if TYPE_CHECKING:
    from pipeline.settings import Settings

__all__ = ["Claim", "Finding", "Importer", "Ingested", "Inspection", "Source", "ingest", "inspect"]


def ingest(source: Source, settings: Settings) -> Ingested:
    """Return what one file holds; each frame passes its schema.

    Raises ``InputError`` when the file cannot be used, or holds no person, organisation or session at all.
    """
    from pipeline.errors import InputError
    from pipeline.ingest.probe import open_probe
    from pipeline.ingest.registry import importer_for

    probe = open_probe(source.path, source.name, max_mib=settings.number("ingest.max_file_mib"))
    found = importer_for(probe, source.as_format).read(source, probe, settings)
    if not (found.records.height or found.sessions.height or found.touches.height):
        raise InputError(
            "nobody and nothing was found in it",
            where=source.name,
            do="'meetwell inspect' shows how it reads.",
        )
    return found


def inspect(source: Source, settings: Settings) -> Inspection:
    """Return how a file would be read; nothing is written.

    Raises ``InputError`` when it cannot be read at all.
    """
    return ingest(source, settings).inspection
