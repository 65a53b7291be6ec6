"""Where an input comes from: a file, standard input (``-``), or an address that the user gave."""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import InputError
from pipeline.workspace import read_input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.settings import Settings

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Origin:
    """The bytes of one input, a file that holds them, and the name it is printed by."""

    name: str
    content: bytes
    path: Path
    modified: dt.date | None
    state: tuple[int, int] | None = None  # size and time of change when it was read

    def refuse_changed(self) -> None:
        """Raise ``InputError`` when the file is no longer the one whose bytes were read."""
        if self.state is not None and _state(self.path) != self.state:
            raise InputError(
                "the file changed while it was read", where=self.name, do="Add it again once it is written."
            )


def _state(path: Path) -> tuple[int, int]:
    try:
        seen = path.stat()
    except OSError:
        return (-1, -1)
    return (seen.st_size, seen.st_mtime_ns)


@contextmanager
def opened(word: str, settings: Settings) -> Iterator[Origin]:
    """Give the input a word names; what is no file lies in a private temporary one meanwhile.

    Raises ``InputError`` when it is missing, empty, too large, or the address does not answer.
    """
    from pipeline.ingest.address import fetch, is_address

    limit = settings.number("ingest.max_file_mib")
    if word == STDIN:
        name, content = "stdin", sys.stdin.buffer.read(int(limit * 2**20) + 1)
    elif is_address(word):
        fetched = fetch(word, settings)
        name, content = fetched.name, fetched.data
    else:
        path = Path(word)
        piped = _is_pipe(path)
        before = None if piped else _state(path)
        content = read_input(path, limit)
        if before is not None:
            modified = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date()
            yield Origin(path.name, content, path, modified, before)
            return
        name = path.name
    if not content.strip():
        raise InputError("nothing came in", where=name, do="Check what you piped in or the address.")
    if len(content) > limit * 2**20:
        raise InputError(f"more than {limit:.0f} MiB came in", where=name, do="Split it.")
    with held(name, content) as origin:
        yield origin


def _is_pipe(path: Path) -> bool:
    """Tell whether this is a pipe; a name that no file can have is none: reading it says so."""
    try:
        return path.is_fifo()
    except OSError:
        return False


@contextmanager
def held(name: str, content: bytes) -> Iterator[Origin]:
    """Give bytes that came from elsewhere as an input; they lie in a private temporary file meanwhile."""
    with tempfile.TemporaryDirectory(prefix="meetwell-") as folder:
        path = Path(folder) / "input"
        path.write_bytes(content)
        yield Origin(name, content, path, None)


def digest_of(content: bytes) -> str:
    """Return the SHA-256 that names these bytes among the raw inputs."""
    return hashlib.sha256(content).hexdigest()


def read_from(name: str) -> pl.Expr:
    """Return whether a row was read from the input of this name, or from a file within it: an archive's."""
    source = pl.col("source_file")
    return (source == name) | source.str.starts_with(f"{name}/")
