"""Who a record is, so that a list read anew updates it, and the traces of contact it carries."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.frames import frame_of, validated
from pipeline.tables import Records

if TYPE_CHECKING:
    from pipeline.ingest.importer import Source


def stamped(record: dict[str, Any], source: Source) -> dict[str, Any]:
    """Return the record with its identity; its origin is the same for all, ``records_table`` adds it."""
    parts = (source.event or "", source.name, record.pop("natural_key"))
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    record["record_id"] = f"r{digest[:24]}"
    return record


def records_table(records: list[dict[str, Any]], source: Source, *, kind: str | None = None) -> pl.DataFrame:
    """Return records of one source as their table; ``kind``: other than what the source's event says."""
    types = Records.create_empty().schema
    frame = frame_of(types, records)
    same: dict[str, object] = {
        "event": source.event,
        "source_sha": source.sha256,
        "source_file": source.name,
        "source_kind": kind or ("attendees" if source.event else "network"),
        "source_date": source.modified,
    }
    columns = [pl.lit(value).cast(types[name]).alias(name) for name, value in same.items()]
    unknown = pl.col("work_authorization").fill_null("unknown")
    return validated(Records, frame.with_columns(*columns, unknown))


def connections(records: list[dict[str, Any]], source: Source) -> list[dict[str, Any]]:
    """Return one connection per record that says since when it is connected."""
    found = []
    for record in records:
        since = record.get("connected_on")
        if isinstance(since, dt.date):
            found.append(
                touch(source, record["record_id"], since, row=record["source_row"], kind="connection")
            )
    return found


def touch(
    source: Source,
    record_id: str,
    at: dt.date | dt.datetime,
    *,
    row: int,
    kind: str,
    direction: str = "both",
    thread: str | None = None,
) -> dict[str, Any]:
    """Return one dated trace of contact; a bare day is midnight UTC."""
    moment = at if isinstance(at, dt.datetime) else dt.datetime(at.year, at.month, at.day, tzinfo=dt.UTC)
    digest = hashlib.sha256(f"{record_id}|{moment.isoformat()}|{kind}|{direction}|{row}".encode()).hexdigest()
    return {
        "touch_id": f"t{digest[:24]}",
        "source_sha": source.sha256,
        "source_file": source.name,
        "source_row": row,
        "record_id": record_id,
        "at": moment,
        "kind": kind,
        "direction": direction,
        "thread": thread,
    }
