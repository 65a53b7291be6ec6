"""The folder of drafts, written again and again: what the user has worked on in it stays theirs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.flow.origin import digest_of
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Beside the drafts: the hash of each as it was written, so that a change by the user is seen.
_WRITTEN = ".written.json"


def place(folder: Path, fresh: Mapping[str, bytes]) -> list[Path]:
    """Make the folder hold these drafts, by file name; returns the files of the user's own, left as they are.

    A file is theirs once it says something else than what was written, or was never written here. The step
    of such a file gets no second one beside it. What is neither theirs nor of now is taken away.
    """
    before = _written(folder)
    there = [path for path in sorted(folder.glob("[!.]*")) if path.is_file()]
    theirs = [path for path in there if before.get(path.name) != digest_of(path.read_bytes())]
    theirs = [path for path in theirs if path.read_bytes() != fresh.get(path.name)]
    for path in there:
        if path not in theirs and path.name not in fresh:
            path.unlink()
    taken = {_step_of(path.name) for path in theirs}
    ours = {name: content for name, content in fresh.items() if _step_of(name) not in taken}
    for name, content in ours.items():
        write_bytes(folder / name, content)
    if ours or folder.is_dir():
        hashes = {name: digest_of(content) for name, content in sorted(ours.items())}
        write_bytes(folder / _WRITTEN, json.dumps(hashes, indent=1).encode())
    return theirs


def _written(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / _WRITTEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _step_of(name: str) -> str:
    """Return the end of a draft's file name that stands for its step, whatever day it has moved to."""
    return name.rpartition(".")[0].rpartition("-")[2]
