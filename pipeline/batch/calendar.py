"""The calendar of one user, read for that user alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.batch.attached import file_of
from pipeline.ingest import Source, ingest
from pipeline.tables import Sessions

if TYPE_CHECKING:
    import polars as pl

    from pipeline.batch.job import Office


def own_sessions(office: Office, user_id: str) -> pl.DataFrame:
    """Return the user's own appointments; none where there is no calendar of theirs.

    Raises ``InputError`` when there is one that cannot be read: a day over classes is worse than none.
    """
    name = office.users[user_id]["calendar"]
    if not name:
        return Sessions.create_empty()
    path, sha = file_of(office, name)
    source = Source(path=path, name=path.name, sha256=sha, owner="mine", tz=office.event.tz)
    return ingest(source, office.settings).sessions.select(Sessions.create_empty().columns)
