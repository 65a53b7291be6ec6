"""One small module per format; each is asked by the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.importer import Importer


def built_in() -> Iterator[Importer]:
    """Yield every importer that ships with the program."""
    from pipeline.ingest import ics
    from pipeline.ingest.lists import DelimitedList, WorkbookList

    yield ics.CalendarImporter()
    yield DelimitedList()
    yield WorkbookList()
