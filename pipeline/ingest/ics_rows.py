"""Occurrences of a calendar to rows of Sessions and Rejects."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.ingest.assemble import rejects_table
from pipeline.ingest.importer import Ingested, Inspection
from pipeline.tables import Records, Sessions, Touches, as_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.ingest.ics_expand import Occurrence
    from pipeline.ingest.ics_scan import Scan
    from pipeline.ingest.importer import Finding, Source


def ingested(
    occurrences: Iterable[Occurrence], source: Source, findings: Sequence[Finding], found: Scan, encoding: str
) -> Ingested:
    """Return the frames and the inspection of one calendar."""
    sessions = as_table(Sessions, list(_session_rows(occurrences, source)))
    inspection = Inspection(
        format="ics",
        encoding=encoding,
        rows=len(found.events),
        columns={},
        findings=tuple(findings),
        kept=sessions.height,
    )
    return Ingested(
        records=Records.create_empty(),
        sessions=sessions,
        touches=Touches.create_empty(),
        rejects=rejects_table(findings, source, _event_of(source)),
        inspection=inspection,
    )


def _session_rows(occurrences: Iterable[Occurrence], source: Source) -> Iterator[dict[str, object]]:
    seen: Counter[str] = Counter()
    for item in occurrences:
        identity = session_id(source, item.entry.key, item.mark)
        seen[identity] += 1
        if seen[identity] > 1:
            identity = session_id(source, item.entry.key, f"{item.mark}#{seen[identity]}")
        yield {
            "session_id": identity,
            "event": _event_of(source),
            "source_sha": source.sha256,
            "source_file": source.name,
            "source_row": item.entry.row,
            "uid": item.entry.uid or None,
            "owner": source.owner,
            "title": item.entry.title or None,
            "start_utc": item.start,
            "end_utc": item.end,
            "all_day": item.entry.start.all_day,
            "tz": item.entry.start.zone.name,
            "place": item.entry.place,
            "speakers": list(item.entry.speakers),
            "description": item.entry.description,
            "busy": item.entry.busy,
        }


def _event_of(source: Source) -> str | None:
    """Return the event that a calendar is of; one's own calendar is of none."""
    return source.event if source.owner == "event" else None


def session_id(source: Source, key: str, mark: str) -> str:
    """Return an id that stays the same when the calendar is read again, and moves with its entry."""
    text = "\0".join((source.event or "", source.owner, source.name, key, mark))
    digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
    return "s" + base64.b32encode(digest)[:15].decode().lower()
