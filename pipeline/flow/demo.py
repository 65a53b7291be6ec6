"""The bundled fair, laid out as a workspace of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.shared import shared
from pipeline.workspace import create, write_bytes

if TYPE_CHECKING:
    from pathlib import Path

LISTS = "lists"


def make_demo(folder: Path, slug: str) -> Path:
    """Make a workspace with the fair's profile and event, and return the folder of its lists in it.

    The lists lie there as if downloaded, so that every command of the journey can be typed again.
    Raises ``UsageError`` when the folder holds something that is no demo of ours.
    """
    data = shared("sample_data") / slug
    marker = folder / "meetwell.toml"
    if folder.exists() and any(folder.iterdir()):
        if (
            not marker.is_file()
            or (folder / "profile.toml").read_bytes() != (data / "profile.toml").read_bytes()
        ):
            raise UsageError(
                "this folder is not empty", where=str(folder), do="Name another one: meetwell demo --out DIR"
            )
        _clear(folder)
    workspace = create(folder)
    write_bytes(workspace.profile, (data / "profile.toml").read_bytes())
    write_bytes(workspace.event(slug), (data / "event.toml").read_bytes())
    for path in sorted(data.glob("*.*")):
        if path.suffix != ".toml":
            write_bytes(folder / LISTS / path.name, path.read_bytes())
    return folder / LISTS


def _clear(folder: Path) -> None:
    """Take an earlier demo away, so that the journey begins anew."""
    import shutil

    for name in ("raw", "tables", "reports", "events", "inbox", "backups", LISTS):
        shutil.rmtree(folder / name, ignore_errors=True)
    for path in folder.glob("state.db*"):
        path.unlink()
