"""Looking at a file without taking it in; no workspace is needed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pipeline.flow.intake import digest_of
from pipeline.ingest import Source, inspect
from pipeline.ingest.registry import importers
from pipeline.settings import load_settings
from pipeline.workspace import read_input

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.ingest import Inspection


def look(
    path: Path, *, as_format: str | None, mapping: Mapping[str, str], encoding: str | None
) -> Inspection:
    """Return how a file would be read; raises ``InputError`` when it cannot be."""
    settings = load_settings()
    content = read_input(path, settings.number("ingest.max_file_mib"))
    source = Source(
        path=path,
        name=path.name,
        sha256=digest_of(content),
        as_format=as_format,
        mapping=mapping,
        encoding=encoding,
        modified=dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date(),
    )
    return inspect(source, settings)


def known_formats() -> list[tuple[str, str]]:
    """Return (name, title) of every format that can be read."""
    return sorted((importer.name, importer.title) for importer in importers())
