"""A workspace on disk: every path in it, atomic writes, the raw inputs and the derived tables.

Files are written beside their place, flushed to disk and moved over the old one, so that a reader or a crash
sees either the old or the new content. Folders are 0700 and files 0600.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError, WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import dataframely as dy
    import polars as pl

MARKER = "meetwell.toml"
#: Raised when the layout of the tables changes: they are then rebuilt, nothing the user wrote is touched.
TABLES_VERSION = 1
TABLES = {
    "records": "10-records",
    "sessions": "11-sessions",
    "touches": "12-touches",
    "rejects": "13-rejects",
    "people": "20-people",
    "appearances": "21-appearances",
    "reviews": "22-reviews",
    "matches": "30-matches",
    "coverage": "31-coverage",
    "plan": "40-plan",
}


@dataclass(frozen=True, slots=True)
class Workspace:
    """One folder with everything of one user."""

    root: Path

    @property
    def profile(self) -> Path:
        """Return where the profile is."""
        return self.root / "profile.toml"

    @property
    def state(self) -> Path:
        """Return where the state file is."""
        return self.root / "state.db"

    @property
    def inbox(self) -> Path:
        """Return the folder whose files ``run`` takes in."""
        return self.root / "inbox"

    @property
    def backups(self) -> Path:
        """Return the folder of state backups made before migrations."""
        return self.root / "backups"

    def event(self, slug: str) -> Path:
        """Return where an event is described."""
        return self.root / "events" / slug / "event.toml"

    def events(self) -> list[str]:
        """Return the slugs of all events, sorted."""
        return sorted(path.parent.name for path in self.root.glob("events/*/event.toml"))

    def raw(self, sha256: str) -> Path:
        """Return where the input with this content is kept."""
        return self.root / "raw" / sha256

    def table(self, name: str) -> Path:
        """Return where a derived table is kept."""
        return self.root / "tables" / f"{TABLES[name]}.parquet"

    def report(self, event: str, name: str) -> Path:
        """Return where a report of an event is written."""
        return self.root / "reports" / event / name

    def read(self, name: str, schema: type[dy.Schema]) -> pl.DataFrame:
        """Return a table; an absent one is empty.

        Raises ``WorkspaceError`` when the file is damaged.
        """
        import polars as pl

        path = self.table(name)
        if not path.is_file():
            return schema.create_empty()
        try:
            return schema.cast(pl.read_parquet(path))
        except (pl.exceptions.PolarsError, OSError) as problem:
            raise WorkspaceError(
                f"the table cannot be read: {problem}",
                where=str(path),
                do="Delete the file and run 'meetwell run': tables are rebuilt from your inputs.",
            ) from problem

    def write(self, name: str, frame: pl.DataFrame) -> None:
        """Replace a table as a whole."""
        write_parquet(self.table(name), frame)

    def keep_raw(self, content: bytes) -> str:
        """Keep an input byte for byte and return its SHA-256."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.raw(digest)
        if not path.is_file():
            write_bytes(path, content)
        return digest

    def stamps(self) -> dict[str, str]:
        """Return what each stage was last made from, by stage and event."""
        path = self.root / "tables" / "stages.json"
        try:
            stamps = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamps if isinstance(stamps, dict) else {}

    def stamp(self, stage: str, fingerprint: str) -> None:
        """Remember what a stage was made from."""
        stamps = {**self.stamps(), stage: fingerprint}
        text = json.dumps(stamps, indent=1, sort_keys=True)
        write_bytes(self.root / "tables" / "stages.json", text.encode())

    def drop_stamps(self) -> None:
        """Forget what the stages were made from, so that each is run again."""
        (self.root / "tables" / "stages.json").unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder and its parents, private to the user."""
    missing = [part for part in (path, *path.parents) if not part.exists()]
    for part in reversed(missing):
        part.mkdir(mode=0o700, exist_ok=True)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary file to write, then put it durably in the place of ``path``.

    Raises ``WorkspaceError`` when the disk refuses; the old content then stands.
    """
    try:
        _keep_device(path)
        make_folder(path.parent)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    except OSError as problem:
        raise _unwritable(path, problem) from problem
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as problem:
        raise _unwritable(path, problem) from problem
    finally:
        temporary.unlink(missing_ok=True)


def _keep_device(path: Path) -> None:
    """Raise ``OSError`` for what is there and no file: putting a file in its place would take it away."""
    if path.exists() and not path.is_file():
        raise OSError("it is a folder or a device, not a file")


def write_bytes(path: Path, content: bytes) -> None:
    """Replace a file as a whole."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def write_parquet(path: Path, frame: pl.DataFrame) -> None:
    """Replace a table as a whole.

    Raises ``WorkspaceError`` when the disk refuses: by way of memory, for polars has errors of its own then.
    """
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=False)
    write_bytes(path, buffer.getvalue())


def _unwritable(path: Path, problem: OSError) -> WorkspaceError:
    return WorkspaceError(
        f"the file cannot be written: {problem.strerror or problem}",
        where=str(path),
        do="Check free space and rights of this folder, then run the command again; nothing was changed.",
    )


def _sync_folder(path: Path) -> None:
    if sys.platform == "win32":  # folders cannot be opened there
        return
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def create(root: Path) -> Workspace:
    """Return a new workspace in this folder; one that is there already is left as it is."""
    workspace = Workspace(root.resolve())
    for folder in (workspace.root, workspace.inbox / "mine", workspace.inbox / "network"):
        try:
            make_folder(folder)
        except OSError as problem:
            raise _unwritable(folder, problem) from problem
    marker = workspace.root / MARKER
    if not marker.exists():
        text = "# Settings of this workspace; 'meetwell config show' prints all that can stand here.\n"
        write_bytes(marker, text.encode())
    return workspace


def find(start: Path | None, working: Path) -> Workspace:
    """Return the workspace named, or the nearest one at or above the working folder.

    Raises ``WorkspaceError`` when there is none.
    """
    for folder in (start,) if start else (working, *working.parents):
        if (folder / MARKER).is_file():
            return Workspace(folder.resolve())
    raise WorkspaceError(
        "this is no meetwell workspace" if start else "there is no meetwell workspace here",
        where=str(start or working),
        do="Make one with 'meetwell init', print a sheet from a list alone with 'meetwell quick LIST', "
        "or see everything with 'meetwell demo'.",
    )


def _piped(path: Path, limit_mib: float) -> bytes:
    """Return what another program writes into a pipe; what is no file and no pipe has no end to wait for."""
    if not path.is_fifo():
        raise InputError("this is a device, not a file", where=str(path), do="Name the file with the list.")
    with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb", buffering=0) as pipe:
        try:
            first = pipe.read(1)
        except BlockingIOError:
            first = None
        if first == b"":
            raise InputError(
                "nobody writes into this pipe", where=str(path), do="Name a file, or - and pipe."
            )
        os.set_blocking(pipe.fileno(), True)
        most = int(limit_mib * 2**20)
        content = bytearray(first or b"")
        while len(content) <= most and (part := pipe.read(1 << 20)):
            content += part
    if len(content) > most:
        raise InputError(f"more than {limit_mib:.0f} MiB came in", where=str(path), do="Split it.")
    return bytes(content)


def read_input(path: Path, limit_mib: float) -> bytes:
    """Return the bytes of a file the user named.

    Raises ``InputError`` when it is missing, a folder, empty, unreadable or larger than the limit.
    """
    try:
        if path.is_dir():
            raise InputError("this is a folder, not a file", where=str(path), do="Name the files in it.")
        size = path.stat().st_size
        if size > limit_mib * 2**20:
            raise InputError(
                f"the file has {size / 2**20:.0f} MiB, the limit is {limit_mib:.0f}",
                where=str(path),
                do="Split it, or raise ingest.max_file_mib in meetwell.toml.",
            )
        content = path.read_bytes() if path.is_file() else _piped(path, limit_mib)
    except OSError as problem:
        raise InputError(
            f"the file cannot be read: {problem.strerror or problem}", where=str(path), do="Check its name."
        ) from problem
    if not content.strip():
        raise InputError("the file is empty", where=str(path), do="Export or download it again.")
    return content
