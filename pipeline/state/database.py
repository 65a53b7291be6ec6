"""Opening ``state.db`` safely: versions, migrations with a backup before each, one writer at a time."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.errors import WorkspaceError
from pipeline.state.migrations import MIGRATIONS
from pipeline.workspace import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT_SECONDS = 5.0


def connect(path: Path, backups: Path) -> sqlite3.Connection:
    """Return a connection to the state, brought to the newest version.

    Raises ``WorkspaceError`` when the file is damaged, newer than this program, read-only or locked.
    """
    with _sentences(path):
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        elif path.stat().st_size == 0 and any(path.parent.glob("raw/*")):
            raise sqlite3.DatabaseError("the file is empty and so not a database")
        if not os.access(path.parent, os.W_OK):
            return _read_only(path)
        connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            _migrate(connection, path, backups)
        except BaseException:
            connection.close()
            raise
        return connection


def _read_only(path: Path) -> sqlite3.Connection:
    """Return a connection that only reads: in this folder SQLite can keep no log beside the file."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, isolation_level=None)
    if version(connection) != len(MIGRATIONS):
        connection.close()
        raise sqlite3.OperationalError("the folder cannot be written, and the state has another version")
    return connection


@contextmanager
def writing(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Run the block as one transaction: all of it is kept, or nothing."""
    with _sentences(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def version(connection: sqlite3.Connection) -> int:
    """Return the version the file has."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _migrate(connection: sqlite3.Connection, path: Path, backups: Path) -> None:
    found = version(connection)
    if found > len(MIGRATIONS):
        raise WorkspaceError(
            f"a newer meetwell wrote this workspace (state version {found}, known: {len(MIGRATIONS)})",
            where=str(path),
            do="Update meetwell; nothing was changed.",
        )
    for number in range(found, len(MIGRATIONS)):
        if number:
            _backup(connection, backups / f"state-before-version-{number + 1}.db")
        connection.execute("BEGIN IMMEDIATE")
        try:
            if version(connection) == number:  # else another process was quicker
                for statement in MIGRATIONS[number].split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number + 1}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _backup(connection: sqlite3.Connection, target: Path) -> None:
    make_folder(target.parent)
    target.unlink(missing_ok=True)
    connection.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    """Turn what SQLite or the disk says into what the user can do."""
    try:
        yield
    except sqlite3.DatabaseError as problem:
        explain(problem, path)
        raise
    except OSError as problem:
        raise WorkspaceError(
            f"the state cannot be opened: {problem.strerror or problem}",
            where=str(path),
            do="Check the rights of this folder.",
        ) from problem


def explain(problem: BaseException | None, path: Path) -> None:
    """Raise ``WorkspaceError`` for what SQLite says of the file; other problems are let through.

    A row of ours that broke a rule of ours is a bug, not something the user can mend: it is let through.
    """
    if isinstance(problem, sqlite3.DatabaseError) and not isinstance(problem, sqlite3.IntegrityError):
        raise WorkspaceError(*_words(problem), where=str(path), do=_advice(problem)) from problem


def _words(problem: sqlite3.DatabaseError) -> tuple[str]:
    text = str(problem)
    if "locked" in text or "busy" in text:
        return ("another meetwell command is writing to this workspace",)
    if "malformed" in text or "not a database" in text:
        return ("the state file is damaged",)
    if "readonly" in text:
        return ("this workspace can only be read: its folder cannot be written",)
    return (f"the state cannot be used: {text}",)


def _advice(problem: sqlite3.DatabaseError) -> str:
    text = str(problem)
    if "locked" in text or "busy" in text:
        return f"After {WAIT_SECONDS:.0f} seconds it still was. Try again when the other one has ended."
    if "malformed" in text or "not a database" in text:
        return (
            "Bring back the newest file of the folder 'backups' or your own backup with 'meetwell restore'."
        )
    return "Check free space and rights of this folder; nothing was changed."
