"""The end of the retention: everything personal of a batch goes, the counts may stay."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from pipeline.batch.lock import idle
from pipeline.errors import InputError, WorkspaceError

if TYPE_CHECKING:
    from pathlib import Path

#: What holds no personal data: it may stay.
KEPT = ("audit.json", "audit.pdf", "privacy.json")


def purge(root: Path) -> int:
    """Remove everything of a batch but its counts and return how many files that were.

    Raises ``InputError`` when this is no folder of a batch, ``WorkspaceError`` when a run works there or the
    disk refuses.
    """
    require_batch(root)
    with idle(root / "work"):
        return sum(_removed(path) for path in sorted(root.iterdir()) if path.name not in KEPT)


def _removed(path: Path) -> int:
    """Remove a file or folder and return how many files that were."""
    count = sum(item.is_file() for item in path.rglob("*")) if path.is_dir() else 1
    try:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    except OSError as problem:
        raise WorkspaceError(
            f"the file cannot be removed: {problem.strerror}",
            where=str(path),
            do="Mend the rights of this folder and run the command again.",
        ) from problem
    return count


def require_batch(root: Path) -> None:
    """Return when this is the folder of a batch; raises ``InputError`` otherwise."""
    if not (root / "work" / "job.json").is_file():
        raise InputError(
            "this is no folder of a batch",
            where=str(root),
            do="Name the folder that 'meetwell batch run' was given as --out.",
        )
