"""The calendar a user's row names: a file beside the list, read for that user alone."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest import Source, ingest
from pipeline.tables import Sessions
from pipeline.workspace import read_input

if TYPE_CHECKING:
    import polars as pl

    from pipeline.batch.job import Office


def own_sessions(office: Office, user_id: str) -> pl.DataFrame:
    """Return the user's own appointments; none where the row names no calendar.

    Raises ``InputError`` when it names one that cannot be read: a day over classes is worse than none.
    """
    name = office.users[user_id]["calendar"]
    if not name:
        return Sessions.create_empty()
    path, sha = file_of(office, name)
    source = Source(path=path, name=path.name, sha256=sha, owner="mine", tz=office.event.tz)
    return ingest(source, office.settings).sessions.select(Sessions.create_empty().columns)


def file_of(office: Office, name: str) -> tuple[Path, str]:
    """Return a file that a row names and its hash.

    Raises ``InputError`` when it is not beside the list, or cannot be read.
    """
    path = beside(Path(office.order.list_folder), name)
    content = read_input(path, office.settings.number("ingest.max_calendar_mib"))
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
            do="Put calendars into the folder of the list, or below it.",
        )
    return path
