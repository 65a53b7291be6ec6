"""The journal of a workspace: what was taken in and how, what was printed, and who is to be kept out."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from pipeline.state import store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Mapping, Sequence
    from contextlib import AbstractContextManager


@dataclass(frozen=True, slots=True)
class Intake:
    """One input as it was last taken in: its numbers stand on the paper's provenance line."""

    name: str
    event: str | None
    sha256: str
    owner: str
    options: dict[str, Any]
    format: str
    rows_read: int
    kept: int
    repaired: int
    rejected: int
    parser: str
    at: dt.datetime


class Journal:
    """Reads and writes the journal tables of one state file; each write is one transaction of the state's."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        writing: Callable[[], AbstractContextManager[sqlite3.Connection]],
    ) -> None:
        """Use the connection and the transactions of the state it belongs to."""
        self._connection = connection
        self._writing = writing

    def intakes(self) -> list[Intake]:
        """Return every input as it was last taken in, by event and name."""
        names = [item.name for item in fields(Intake)]
        rows = self._connection.execute(f"SELECT {', '.join(names)} FROM ingests ORDER BY event, name")  # noqa: S608 - our own names
        return [_intake(dict(zip(names, row, strict=True))) for row in rows]

    def save_intake(self, intake: Intake) -> None:
        """Keep the journal line of an input; the same name at the same event replaces."""
        with self._writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO ingests VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    intake.name,
                    intake.event or "",
                    intake.sha256,
                    intake.owner,
                    json.dumps(intake.options, sort_keys=True),
                    intake.format,
                    intake.rows_read,
                    intake.kept,
                    intake.repaired,
                    intake.rejected,
                    intake.parser,
                    intake.at.isoformat(),
                ),
            )

    def mappings(self) -> dict[str, dict[str, str]]:
        """Return the column mappings the user gave, by the signature of the columns, the newest first."""
        rows = self._connection.execute("SELECT signature, mapping FROM mappings ORDER BY at DESC, signature")
        return {columns: json.loads(mapping) for columns, mapping in rows}

    def save_mapping(self, signature: str, mapping: Mapping[str, str], now: dt.datetime) -> None:
        """Remember the mapping the user gave, for the next file with the same headers."""
        with self._writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO mappings VALUES (?, ?, ?)",
                (signature, json.dumps(dict(mapping), sort_keys=True), now.isoformat()),
            )

    def calendar_items(self, calendar: str) -> list[dict[str, Any]]:
        """Return what was last written of a calendar, item by item."""
        return store.json_rows(
            self._connection, "SELECT item FROM calendar_items WHERE calendar = ? ORDER BY uid", (calendar,)
        )

    def save_calendar_items(self, calendar: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Keep what was written of a calendar; each item names its uid."""
        with self._writing() as connection:
            connection.execute("DELETE FROM calendar_items WHERE calendar = ?", (calendar,))
            connection.executemany(
                "INSERT OR REPLACE INTO calendar_items VALUES (?, ?, ?)",
                [(item["uid"], calendar, json.dumps(dict(item), default=str)) for item in items],
            )

    def last_print(self, event: str, kind: str) -> tuple[dt.datetime, Any] | None:
        """Return when and what was last printed of this kind."""
        row = self._connection.execute(
            "SELECT printed_at, content FROM prints WHERE event = ? AND kind = ? ORDER BY rowid DESC LIMIT 1",
            (event, kind),
        ).fetchone()
        return (_moment(row[0]), json.loads(row[1])) if row else None

    def save_print(self, event: str, kind: str, content: object, now: dt.datetime) -> None:
        """Remember what was printed, so that a later change can be told."""
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO prints VALUES (?, ?, ?, ?)",
                (event, kind, now.isoformat(), json.dumps(content, default=str)),
            )

    def replace_raw(self, intake: Intake, sha256: str) -> None:
        """Point the journal line of an input to its rewritten bytes."""
        with self._writing() as connection:
            connection.execute(
                "UPDATE ingests SET sha256 = ? WHERE name = ? AND event = ?",
                (sha256, intake.name, intake.event or ""),
            )

    def secret(self, name: str) -> bytes:
        """Return a key of this workspace, made at random the first time it is asked for."""
        import secrets

        row = self._connection.execute("SELECT value FROM keys WHERE name = ?", (name,)).fetchone()
        if row is None:
            with self._writing() as connection:
                connection.execute("INSERT OR IGNORE INTO keys VALUES (?, ?)", (name, secrets.token_hex(32)))
            return self.secret(name)
        return bytes.fromhex(row[0])

    def adopt_secret(self, name: str, key: bytes) -> bool:
        """Take over a key where there is none yet; return whether this workspace now has that key."""
        with self._writing() as connection:
            connection.execute("INSERT OR IGNORE INTO keys VALUES (?, ?)", (name, key.hex()))
        return self.secret(name) == key

    def keep_out(self, hashes: Collection[str], now: dt.datetime) -> None:
        """Keep the tombstones of somebody who is to be kept out of every later import."""
        with self._writing() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO optouts VALUES (?, ?)", [(item, now.isoformat()) for item in hashes]
            )

    def kept_out(self) -> set[str]:
        """Return all tombstones."""
        return {row[0] for row in self._connection.execute("SELECT hash FROM optouts")}


def _intake(row: dict[str, Any]) -> Intake:
    return Intake(
        **{
            **row,
            "event": row["event"] or None,
            "options": json.loads(row["options"]),
            "at": _moment(row["at"]),
        }
    )


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
