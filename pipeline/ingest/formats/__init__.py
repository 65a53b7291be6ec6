"""One small module per format; each is asked by the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.importer import Importer


def built_in() -> Iterator[Importer]:
    """Yield every importer that ships with the program."""
    from pipeline.ingest import ics
    from pipeline.ingest.formats import communities, linkedin, social, speakers, ticketing
    from pipeline.ingest.formats.archive import Archive
    from pipeline.ingest.formats.mailboxes import Mailboxes
    from pipeline.ingest.formats.vcard import VCard
    from pipeline.ingest.formats.zoom import Zoom
    from pipeline.ingest.lists import DelimitedList, HtmlList, JsonList, WorkbookList
    from pipeline.ingest.schedule import ScheduleImporter

    yield ics.CalendarImporter()
    yield ScheduleImporter()
    yield DelimitedList()
    yield WorkbookList()
    yield JsonList()
    yield HtmlList()
    yield VCard()
    yield from ticketing.ALL
    yield from communities.ALL
    yield from linkedin.ALL
    yield Zoom()
    yield Mailboxes()
    yield social.Facebook()
    yield social.Instagram()
    yield social.XFollowing()
    yield from speakers.ALL
    yield Archive()
