"""One run at a time for the same share of a batch; the lock goes with the process, however that ends."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.errors import WorkspaceError
from pipeline.workspace import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def locked(folder: Path, shard: tuple[int, int]) -> Iterator[None]:
    """Hold the lock of this share inside the block.

    Raises ``WorkspaceError`` when another run holds it. Where the system has no such locks, nothing is held.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    make_folder(folder)
    path = folder / f"{shard[0]}of{shard[1]}.lock"
    with path.open("w") as file:
        path.chmod(0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            raise WorkspaceError(
                "another run works on this batch",
                where=str(folder.parent),
                do="Wait until it has ended; if it hangs, end it: what is finished stays.",
            ) from problem
        yield
