"""Looking at a file without taking it in; no workspace is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.flow.origin import digest_of, opened
from pipeline.ingest import Source, inspect
from pipeline.ingest.registry import importers
from pipeline.settings import load_settings
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.ingest import Inspection


def look(word: str, *, as_format: str | None, mapping: Mapping[str, str], encoding: str | None) -> Inspection:
    """Return how a file, standard input (``-``) or an address would be read.

    Raises ``InputError`` when it cannot be read.
    """
    settings = load_settings()
    with opened(word, settings) as origin:
        source = Source(
            path=origin.path,
            name=origin.name,
            sha256=digest_of(origin.content),
            as_format=as_format,
            mapping=mapping,
            encoding=encoding,
            modified=origin.modified,
        )
        return inspect(source, settings)


def known_formats() -> list[tuple[str, str]]:
    """Return (name, title) of every format that can be read."""
    return sorted((importer.name, importer.title) for importer in importers())


def friends_by_hand() -> list[str]:
    """Return the first lines of the list by hand that works where no export exists."""
    text = (shared("sample_data") / "small" / "friends-by-hand.csv").read_text(encoding="utf-8")
    return text.splitlines()[:3]
