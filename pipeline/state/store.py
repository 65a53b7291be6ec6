"""Frames in and out of the state: each table of ``tables.py`` that people's words fill."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.tables import (
    Applications,
    Followups,
    Identity,
    Interactions,
    Issued,
    Promises,
    Wishes,
    as_table,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping

    import dataframely as dy

#: The schema that each table of the state holds, and what makes a row the same row.
FRAMES: dict[str, tuple[type[dy.Schema], tuple[str, ...]]] = {
    "wishes": (Wishes, ()),
    "issued": (Issued, ("event", "short_id")),
    "interactions": (Interactions, ("interaction_id",)),
    "promises": (Promises, ("promise_id",)),
    "followups": (Followups, ("followup_id",)),
    "applications": (Applications, ("application_id",)),
}


def read_frame(connection: sqlite3.Connection, table: str) -> pl.DataFrame:
    """Return a table of the state as a frame of its schema, in the order it was written."""
    schema, _ = FRAMES[table]
    names = schema.create_empty().columns
    listed = ", ".join(f'"{name}"' for name in names)
    found = connection.execute(f"SELECT {listed} FROM {table} ORDER BY rowid")  # noqa: S608 - names of our own
    types = schema.create_empty().schema
    rows = [{name: _value(cell, types[name]) for name, cell in zip(names, row, strict=True)} for row in found]
    return as_table(schema, rows)


def upsert_frame(connection: sqlite3.Connection, table: str, frame: pl.DataFrame) -> None:
    """Write the rows of a frame; a row with the same key is replaced."""
    schema, key = FRAMES[table]
    names = schema.create_empty().columns
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" for _ in names)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own
    if key:
        changed = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in key)
        statement += f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changed}"
    rows = frame.select(names).iter_rows(named=True)
    connection.executemany(statement, [[_cell(row[name]) for name in names] for row in rows])


def read_identity(connection: sqlite3.Connection) -> pl.DataFrame:
    """Return which person each record belongs to, oldest first."""
    rows = connection.execute("SELECT record_id, person_id FROM identity ORDER BY age").fetchall()
    return pl.DataFrame(rows, schema=Identity.create_empty().schema, orient="row")


def write_identity(connection: sqlite3.Connection, identity: pl.DataFrame, aliases: dict[str, str]) -> None:
    """Keep the new map; a record keeps its age, and a merged id goes on naming the person it became."""
    connection.executemany(
        "INSERT INTO identity (record_id, person_id) VALUES (?, ?)"
        " ON CONFLICT (record_id) DO UPDATE SET person_id = excluded.person_id",
        identity.select("record_id", "person_id").iter_rows(),
    )
    connection.executemany(
        "INSERT INTO aliases VALUES (?, ?) ON CONFLICT (old_id) DO UPDATE SET person_id = excluded.person_id",
        aliases.items(),
    )
    follow_aliases(connection, aliases)


def inherit(connection: sqlite3.Connection, heirs: Mapping[str, str]) -> None:
    """Give records the person, and the user's word on pairs, of those they follow; what they have stays."""
    connection.executemany(
        "INSERT OR IGNORE INTO identity (record_id, person_id)"
        " SELECT ?, person_id FROM identity WHERE record_id = ?",
        heirs.items(),
    )
    new = {old: heir for heir, old in heirs.items()}
    rows = connection.execute("SELECT a_record, b_record, verdict, said_at FROM verdicts").fetchall()
    followed = [(*sorted((new.get(a, a), new.get(b, b))), *word) for a, b, *word in rows]
    connection.executemany("INSERT OR IGNORE INTO verdicts VALUES (?, ?, ?, ?)", followed)


def follow_aliases(connection: sqlite3.Connection, aliases: dict[str, str]) -> None:
    """Move what was said about a merged id to the person it became; no calendar UID changes."""
    tables = ("wishes", "issued", "interactions", "promises", "followups", "applications")
    for table in tables:
        connection.executemany(
            f"UPDATE {table} SET person_id = ? WHERE person_id = ?",  # noqa: S608 - names of our own
            [(kept, old) for old, kept in aliases.items()],
        )


#: Whom a printed ID of somebody who was erased belongs to.
NOBODY = "nobody"


def erase_person(
    connection: sqlite3.Connection, person_id: str, record_ids: Collection[str], words: Collection[str]
) -> None:
    """Delete the rows of a person, of their records, and every printed page or entry that names them."""
    old = {person_id} | {
        row[0] for row in connection.execute("SELECT old_id FROM aliases WHERE person_id = ?", (person_id,))
    }
    for table in ("wishes", "interactions", "promises", "followups", "applications"):
        connection.executemany(
            f"DELETE FROM {table} WHERE person_id = ?",  # noqa: S608 - names of our own
            [(item,) for item in old],
        )
    # A printed ID stays taken: on an old sheet it must never come to mean somebody else.
    connection.executemany(
        "UPDATE issued SET person_id = ? WHERE person_id = ?", [(NOBODY, item) for item in old]
    )
    connection.execute("DELETE FROM aliases WHERE person_id = ?", (person_id,))
    records = [(item,) for item in record_ids]
    connection.executemany("DELETE FROM identity WHERE record_id = ?", records)
    connection.executemany("DELETE FROM met_records WHERE record_id = ?", records)
    connection.executemany("DELETE FROM verdicts WHERE a_record = ?1 OR b_record = ?1", records)
    named = [(word,) for word in words]
    connection.executemany("DELETE FROM prints WHERE instr(lower(content), lower(?1)) > 0", named)
    connection.executemany("DELETE FROM calendar_items WHERE instr(lower(item), lower(?1)) > 0", named)


def read_verdicts(connection: sqlite3.Connection) -> pl.DataFrame:
    """Return the user's word on pairs of records: a_record, b_record, verdict (same or different)."""
    rows = connection.execute("SELECT a_record, b_record, verdict FROM verdicts ORDER BY rowid").fetchall()
    schema = {"a_record": pl.String, "b_record": pl.String, "verdict": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def json_rows(connection: sqlite3.Connection, statement: str, values: Iterable[Any] = ()) -> list[Any]:
    """Return the first column of each row, read as JSON."""
    return [json.loads(row[0]) for row in connection.execute(statement, tuple(values))]


def _cell(value: Any) -> str | int | float | None:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return value  # type: ignore[no-any-return]


def _value(cell: Any, kind: pl.DataType) -> Any:
    if cell is None:
        return None
    if isinstance(kind, pl.Datetime):
        return dt.datetime.fromisoformat(cell)
    if isinstance(kind, pl.Date):
        return dt.date.fromisoformat(cell)
    if isinstance(kind, pl.List):
        return json.loads(cell)
    return bool(cell) if isinstance(kind, pl.Boolean) else cell
