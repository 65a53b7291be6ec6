"""What one user knows already: their own network, linked with the people of the event for them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.batch.attached import file_of
from pipeline.batch.job import public
from pipeline.batch.roster import profile_from
from pipeline.errors import InputError
from pipeline.flow.project import digest
from pipeline.ingest import Source, ingest
from pipeline.link import link
from pipeline.tables import Identity, Interactions, People, Promises, Records, Sessions
from pipeline.workspace import write_parquet

if TYPE_CHECKING:
    from pathlib import Path

    import dataframely as dy

    from pipeline.batch.job import Office


def network_mark(office: Office, user_id: str) -> str | None:
    """Return the hash of a user's network; nothing where there is none, or none that can be read."""
    name = office.users[user_id]["network"]
    if not name:
        return None
    key = ("network", user_id)
    if key not in office.memo:
        try:
            office.memo[key] = file_of(office, name)[1]
        except InputError:  # the sheet of this user will fail with it; nobody else is held up
            office.memo[key] = None
    found: str | None = office.memo[key]
    return found


def people_file(office: Office, user_id: str) -> Path | None:
    """Return where the event's people are kept as this user knows them; nothing without a network."""
    mark = network_mark(office, user_id)
    profile = office.users[user_id]["profile"]
    return office.places.known(digest(office.match_digest, mark, profile)) if mark else None


def people_known(office: Office, user_id: str, path: Path) -> pl.DataFrame:
    """Return the event's people and the user's own, joined where they are the same, without addresses.

    Made once and kept in this file. Raises ``InputError`` when the network cannot be read.
    """
    if path.is_file():
        return People.cast(pl.read_parquet(path))
    people = _linked(office, user_id, *file_of(office, office.users[user_id]["network"]))
    write_parquet(path, people)
    return people


def _linked(office: Office, user_id: str, path: Path, sha: str) -> pl.DataFrame:
    own = ingest(Source(path=path, name=path.name, sha256=sha, event=None, owner="mine"), office.settings)
    contacts = own.records.select(Records.create_empty().columns)
    linked = link(
        pl.concat([_table(office, "records", Records), contacts]),
        Sessions.create_empty(),
        own.touches,
        profile=profile_from(office.users[user_id]["profile"]),
        identity=_table(office, "identity", Identity),
        verdicts=_table(office, "verdicts"),
        interactions=Interactions.create_empty(),
        promises=Promises.create_empty(),
        settings=office.settings,
        now=office.order.now,
    )
    return public(linked.people)


def _table(office: Office, name: str, schema: type[dy.Schema] | None = None) -> pl.DataFrame:
    """Return a table that only these users need, read once."""
    key = ("table", name)
    if key not in office.memo:
        frame = pl.read_parquet(office.places.table(name))
        office.memo[key] = schema.cast(frame) if schema else frame
    found: pl.DataFrame = office.memo[key]
    return found
