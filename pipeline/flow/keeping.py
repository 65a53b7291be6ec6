"""Backup, restore, export and check: everything out, everything back, and whether it is all still whole."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError, WorkspaceError
from pipeline.flow.csv_text import csv_text
from pipeline.flow.schemas import DERIVED, RAW
from pipeline.ingest.zipped import DAMAGED
from pipeline.state.store import FRAMES
from pipeline.workspace import Workspace, make_folder, replacing, write_bytes

if TYPE_CHECKING:
    from pipeline.flow.project import Project

MANIFEST = "manifest.json"
#: A backup unpacks to so many bytes at most, and to so many times its size more.
_MOST_BYTES = 200 << 20
_MOST_RATIO = 50
#: Reports and derived tables are left out of a backup: they are made again from what is in it.
KEPT = ("meetwell.toml", "profile.toml", "events/**/*", "inbox/**/*", "raw/*", "templates/**/*")


@dataclass(slots=True)
class Health:
    """What a check looked at, and what it found wrong."""

    looked_at: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def backup(project: Project, target: Path) -> int:
    """Write one zip with everything that cannot be made again, and return how many files are in it.

    Raises ``WorkspaceError`` when the place cannot be written.
    """
    root = project.workspace.root
    paths = sorted(
        {path for pattern in KEPT for path in root.glob(pattern) if path.is_file() and not path.is_symlink()}
    )
    sums: dict[str, str] = {}
    with replacing(target) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            _pack(archive, sums, path.relative_to(root).as_posix(), path.read_bytes())
        _pack(archive, sums, "state.db", project.state.copy())
        archive.writestr(MANIFEST, json.dumps({"files": sums}, indent=1, sort_keys=True))
    return len(sums)


def _pack(archive: zipfile.ZipFile, sums: dict[str, str], name: str, content: bytes) -> None:
    sums[name] = hashlib.sha256(content).hexdigest()
    archive.writestr(name, content)


def restore(source: Path, folder: Path) -> int:
    """Bring a backup back into an empty folder, and return how many files it held; all are checked first.

    Raises ``InputError`` when it is no backup or damaged, ``WorkspaceError`` when the folder is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise WorkspaceError(
            "the folder is not empty",
            where=str(folder),
            do="Name an empty or new folder: meetwell restore FILE DIR",
        )
    if not source.is_file():  # a pipe has no end to read the list of files from, a device none at all
        raise InputError("this is no file", where=str(source), do="Name the backup.")
    try:
        with zipfile.ZipFile(source) as archive:
            sums = _checked(archive, source)
            make_folder(folder)
            for name in sums:
                with replacing(folder / name) as place, archive.open(name) as part, place.open("wb") as out:
                    shutil.copyfileobj(part, out)
    except (*DAMAGED, KeyError, TypeError) as problem:
        raise InputError(
            "this is no meetwell backup, or it is damaged", where=str(source), do="Take another backup file."
        ) from problem
    return len(sums)


def _checked(archive: zipfile.ZipFile, source: Path) -> dict[str, str]:
    """Return the sums of a backup by name; every sum is right and no name leads out of the folder."""
    left = _MOST_BYTES + _MOST_RATIO * source.stat().st_size
    if sum(entry.file_size for entry in archive.infolist()) > left:
        raise _not_ours(source, f"the backup unpacks to more than {left >> 20} MiB, which is the limit")
    told = json.loads(archive.read(MANIFEST))
    sums = {name: str(told["files"][name]) for name in dict(told["files"])}
    for name, expected in sums.items():
        place = PurePosixPath(name)
        if place.is_absolute() or ".." in place.parts or "\\" in name or ":" in name:
            raise _not_ours(source, f"the backup names a file outside its folder: {name!r}")
        # A member that is longer than it says ends in an error of its sum: no more is ever read.
        if _sum_of(archive, name) != expected:
            raise InputError(f"{name} is damaged in this backup", where=str(source), do="Take another one.")
    return sums


def _sum_of(archive: zipfile.ZipFile, name: str) -> str:
    """Return the SHA-256 of a member, read piece by piece."""
    digest = hashlib.sha256()
    with archive.open(name) as part:
        while piece := part.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _not_ours(source: Path, what: str) -> InputError:
    do = "Do not use it: no meetwell wrote that. Take another backup file."
    return InputError(what, where=str(source), do=do)


def export(project: Project, folder: Path) -> list[Path]:
    """Write everything there is as JSON and CSV: the state, the tables, the profile and the events.

    Cells that a spreadsheet would run as a formula get an apostrophe in front; the JSON has them unchanged.
    """
    written = []
    for name in FRAMES:
        written += _export(folder, name, project.state.frame(name))
    for name, schema in (RAW | DERIVED).items():
        written += _export(folder, name, project.workspace.read(name, schema))
    for path in (
        project.workspace.profile,
        *(project.workspace.event(slug) for slug in project.workspace.events()),
    ):
        if path.is_file():
            target = folder / path.relative_to(project.workspace.root)
            write_bytes(target, path.read_bytes())
            written.append(target)
    return written


def _export(folder: Path, name: str, frame: Any) -> list[Path]:
    rows = frame.to_dicts()
    as_json, as_csv = folder / f"{name}.json", folder / f"{name}.csv"
    write_bytes(as_json, json.dumps(rows, ensure_ascii=False, default=str, indent=1).encode())
    write_bytes(
        as_csv, csv_text(frame.columns, ([row[key] for key in frame.columns] for row in rows)).encode()
    )
    return [as_json, as_csv]


def check(project: Project) -> Health:
    """Look at everything that can break: the state file, the raw inputs, the tables, the file modes."""
    health = Health()
    health.problems += project.state.faults()
    health.looked_at.append("state.db")
    _check_raw(project, health)
    _check_tables(project, health)
    _check_modes(project.workspace, health)
    return health


def _check_raw(project: Project, health: Health) -> None:
    for path in sorted(project.workspace.root.glob("raw/*")):
        if path.name.startswith("."):
            health.problems.append(f"{path.name}: left over from an interrupted write; it can be deleted")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
            health.problems.append(f"raw/{path.name[:12]}…: its content is not what was taken in")
    for intake in project.state.journal.intakes():
        if not project.workspace.raw(intake.sha256).is_file():
            health.problems.append(f"{intake.name}: its bytes are missing from raw/; take the file in again")
    health.looked_at.append("raw/")


def _check_tables(project: Project, health: Health) -> None:
    for name, schema in (RAW | DERIVED).items():
        try:
            project.workspace.read(name, schema)
        except WorkspaceError as problem:
            health.problems.append(f"{problem.where}: {problem.what}. {problem.do}")
    health.looked_at.append("tables/")


def _check_modes(workspace: Workspace, health: Health) -> None:
    import sys

    if sys.platform == "win32":  # rights are kept in another way there
        return
    for path in sorted(workspace.root.rglob("*")):
        if path.stat().st_mode & 0o077 and "inbox" not in path.parts:
            name = path.relative_to(workspace.root)
            health.problems.append(
                f"{name}: others on this computer may read it; 'chmod go= {name}' ends that"
            )
    health.looked_at.append("file modes")
