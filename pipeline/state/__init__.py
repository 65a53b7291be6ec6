"""What people wrote or decided, in one SQLite file: it outlives every table, and no import overwrites it."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from pipeline import short_id
from pipeline.state import store
from pipeline.state.database import connect, explain, writing
from pipeline.state.journal import Intake, Journal
from pipeline.tables import Issued, as_table

if TYPE_CHECKING:
    import datetime as dt
    import sqlite3
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl


class State:
    """The state of one workspace; use it as a context manager.

    Every ``save_*`` and ``say`` is one transaction of its own unless it stands inside ``writing()``.
    """

    def __init__(self, path: Path, backups: Path) -> None:
        """Open the file, made or migrated as needed; raises ``WorkspaceError``."""
        self._path = path
        self._connection: sqlite3.Connection = connect(path, backups)
        self._depth = 0
        self.journal = Journal(self._connection, self.writing)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, _kind: object, problem: BaseException | None, _trace: object) -> None:
        """Close the file; what SQLite met while it was read becomes a ``WorkspaceError``."""
        self._connection.close()
        explain(problem, self._path)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Run the block as one transaction; a block inside it belongs to the outer one."""
        self._depth += 1
        try:
            if self._depth > 1:
                yield self._connection
            else:
                with writing(self._connection, self._path):
                    yield self._connection
        finally:
            self._depth -= 1

    def frame(self, table: str) -> pl.DataFrame:
        """Return wishes, issued, interactions, promises, followups or applications."""
        return store.read_frame(self._connection, table)

    def save(self, table: str, frame: pl.DataFrame) -> None:
        """Write rows of a table; the same key replaces."""
        with self.writing() as connection:
            store.upsert_frame(connection, table, frame)

    def identity(self) -> pl.DataFrame:
        """Return which person each record belongs to."""
        return store.read_identity(self._connection)

    def save_identity(self, identity: pl.DataFrame, aliases: Mapping[str, str]) -> None:
        """Keep what link decided, and let everything said follow merged ids."""
        with self.writing() as connection:
            store.write_identity(connection, identity, dict(aliases))

    def inherit(self, heirs: Mapping[str, str]) -> None:
        """Let records stand for whom the records stood that they follow: new record_id to the old one."""
        with self.writing() as connection:
            store.inherit(connection, heirs)

    def resolve(self, person_id: str) -> str:
        """Return the id a person has now, whatever it was merged into."""
        aliases = dict(self._connection.execute("SELECT old_id, person_id FROM aliases"))
        seen: set[str] = set()
        while person_id in aliases and person_id not in seen:
            seen.add(person_id)
            person_id = aliases[person_id]
        return person_id

    def retired(self) -> list[str]:
        """Return ids that were merged away; none of them may be minted again."""
        return [row[0] for row in self._connection.execute("SELECT old_id FROM aliases ORDER BY old_id")]

    def verdicts(self) -> pl.DataFrame:
        """Return the user's word on pairs of records."""
        return store.read_verdicts(self._connection)

    def decide(self, pairs: Sequence[tuple[str, str]], verdict: str, now: dt.datetime) -> None:
        """Keep the user's word on pairs of records: same or different."""
        with self.writing() as connection:
            connection.executemany(
                "INSERT INTO verdicts VALUES (?, ?, ?, ?) ON CONFLICT (a_record, b_record)"
                " DO UPDATE SET verdict = excluded.verdict, said_at = excluded.said_at",
                [(*sorted(pair), verdict, now.isoformat()) for pair in pairs],
            )

    def withdraw_verdicts(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Take back the user's word on pairs of records."""
        with self.writing() as connection:
            connection.executemany(
                "DELETE FROM verdicts WHERE a_record = ? AND b_record = ?",
                [tuple(sorted(pair)) for pair in pairs],
            )

    def withdraw_wish(self, event: str | None, person_id: str, kinds: Collection[str]) -> None:
        """Take back what the user said before about a person, so that the newest word holds."""
        with self.writing() as connection:
            connection.executemany(
                "DELETE FROM wishes WHERE ifnull(event, '') = ? AND person_id = ? AND kind = ?",
                [(event or "", person_id, kind) for kind in kinds],
            )

    def withdraw(self, ids: Collection[str]) -> None:
        """Take back interactions and promises that were said of the wrong person."""
        with self.writing() as connection:
            for table, key in (("interactions", "interaction_id"), ("promises", "promise_id")):
                connection.executemany(
                    f"DELETE FROM {table} WHERE {key} = ?",  # noqa: S608 - names of our own
                    [(item,) for item in ids],
                )

    def drop_open_followups(self, event: str | None) -> None:
        """Forget the open steps of an event, or of none; they are reckoned anew, what was decided stays."""
        with self.writing() as connection:
            connection.execute("DELETE FROM followups WHERE state = 'open' AND event IS ?", (event,))

    def issue_ids(
        self, event: str, person_ids: Sequence[str], booths: Collection[str], now: dt.datetime
    ) -> pl.DataFrame:
        """Return all printed IDs, those of these people among them; an issued one never changes."""
        with self.writing():
            issued = self.frame("issued")
            mine = {
                row["person_id"]: row["short_id"]
                for row in issued.iter_rows(named=True)
                if row["event"] == event
            }
            taken = {row["short_id"] for row in issued.iter_rows(named=True) if row["event"] == event}
            elsewhere = set(issued["short_id"]) - taken
            new = []
            for person_id in person_ids:
                if person_id not in mine:
                    mine[person_id] = short_id.issue(person_id, event, taken, booths, elsewhere=elsewhere)
                    taken.add(mine[person_id])
                    row = {
                        "event": event,
                        "short_id": mine[person_id],
                        "person_id": person_id,
                        "issued_at": now,
                    }
                    new.append(row)
            if new:
                self.save("issued", as_table(Issued, new))
        return self.frame("issued")

    def met_records(self) -> list[dict[str, Any]]:
        """Return the records of people who were met but stood on no list."""
        return store.json_rows(self._connection, "SELECT record FROM met_records ORDER BY record_id")

    def save_met_records(self, records: pl.DataFrame) -> None:
        """Keep the records of people who were met but stood on no list."""
        with self.writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO met_records VALUES (?, ?)",
                [(row["record_id"], json.dumps(row, default=str)) for row in records.iter_rows(named=True)],
            )

    def erase(self, person_id: str, record_ids: Collection[str], words: Collection[str]) -> None:
        """Remove every row about a person; freed pages are overwritten and the write-ahead log emptied."""
        with self.writing() as connection:
            store.erase_person(connection, self.resolve(person_id), record_ids, words)
        self._connection.execute("VACUUM")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy(self) -> bytes:
        """Return the whole file as it stands now, as one consistent copy."""
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory(dir=self._path.parent) as folder:
            target = Path(folder) / "copy.db"
            self._connection.execute("VACUUM INTO ?", (str(target),))
            return target.read_bytes()

    def faults(self) -> list[str]:
        """Return what SQLite finds wrong with the file; an empty list says it is whole."""
        found = [row[0] for row in self._connection.execute("PRAGMA integrity_check")]
        broken = self._connection.execute("PRAGMA foreign_key_check").fetchall()
        faults = [f"state.db: {text}" for text in found if text != "ok"]
        return faults + [f"state.db: a row of {row[0]} refers to one that is gone" for row in broken]

    def fingerprint(self, *tables: str) -> str:
        """Return a hash of what these tables hold now."""
        digest = hashlib.sha256()
        for table in tables:
            for row in self._connection.execute(f"SELECT * FROM {table} ORDER BY rowid"):  # noqa: S608
                digest.update(repr(row).encode())
        return digest.hexdigest()


__all__ = ["Intake", "Journal", "State"]
