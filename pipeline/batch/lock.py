"""One run at a time for the same share of a batch; the lock goes with the process, however that ends."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING

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
    with _opened(folder / f"{shard[0]}of{shard[1]}.lock") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            raise WorkspaceError(
                "another run works on this batch",
                where=str(folder.parent),
                do="Wait until it has ended; if it hangs, end it: what is finished stays.",
            ) from problem
        yield


@contextmanager
def idle(folder: Path) -> Iterator[None]:
    """Hold the locks of all shares inside the block: nobody makes sheets meanwhile.

    Raises ``WorkspaceError`` when a run holds one.
    """
    with ExitStack() as held:
        for path in sorted(folder.glob("*of*.lock")):
            which, _, count = path.stem.partition("of")
            held.enter_context(locked(folder, (int(which), int(count))))
        yield


def _opened(path: Path) -> IO[str]:
    try:
        make_folder(path.parent)
        file = path.open("w", encoding="utf-8")
        path.chmod(0o600)
    except OSError as problem:
        raise WorkspaceError(
            f"the folder of the batch cannot be written: {problem.strerror or problem}",
            where=str(path.parent),
            do="Check free space and rights of this folder, then run the same command again.",
        ) from problem
    return file
