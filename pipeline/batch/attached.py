"""Files that belong to one row of the list: named in a column, or lying in a folder under its address."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.batch.words import words_of
from pipeline.errors import InputError
from pipeline.workspace import read_input

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.batch.job import Office

KINDS = ("calendar", "network")


def by_address(folder: Path) -> dict[str, dict[str, str]]:
    """Return for each kind the files beside a list that bear an address as their name, by that address."""
    found: dict[str, dict[str, str]] = {}
    for kind in KINDS:
        home = folder / str(words_of("folders")[kind])
        files = sorted(path for path in home.iterdir() if path.is_file()) if home.is_dir() else []
        found[kind] = {path.stem.casefold(): f"{home.name}/{path.name}" for path in files}
    return found


def attached(
    named: Mapping[str, str | None], email: str | None, lying: Mapping[str, Mapping[str, str]]
) -> dict[str, str | None]:
    """Return the file of each kind for one row: the one it names, else the one under its address."""
    key = (email or "").casefold()
    return {kind: named.get(kind) or lying[kind].get(key) for kind in KINDS}


def file_of(office: Office, name: str) -> tuple[Path, str]:
    """Return a file that a row names and the hash of its content.

    Raises ``InputError`` when it is not beside the list, or cannot be read.
    """
    path = beside(Path(office.order.list_folder), name)
    content = read_input(path, office.settings.number("ingest.max_file_mib"))
    return path, hashlib.sha256(content).hexdigest()


def beside(folder: Path, name: str) -> Path:
    """Return a file below this folder.

    Raises ``InputError`` when the name leads elsewhere: a list must not read files of the office.
    """
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise InputError(
            "a row names a file that is not beside the list",
            where=str(folder / Path(name).name),
            do="Put calendars and networks into the folder of the list, or below it.",
        )
    return path
