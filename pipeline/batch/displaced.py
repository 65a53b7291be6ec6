"""Whose wish met a full booth, and whom they were given instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.flow.csv_text import csv_text
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from pipeline.batch.job import Office

_HEADER = ("user_id", "name", "email", "wanted", "instead")


def displaced_of(office: Office, user: str | None = None) -> pl.DataFrame:
    """Return user_id, wanted and instead (null where the day was full) by name: of one user, or of all."""
    if not office.places.given.is_file():
        return pl.DataFrame(schema=dict.fromkeys(("user_id", "wanted", "instead"), pl.String))
    frame = pl.read_parquet(office.places.given).filter(pl.col("wanted") & ~pl.col("given"))
    mine = frame.filter(pl.col("user_id") == user) if user else frame
    names = office.tables["people"].select("person_id", "name").drop_nulls()
    called = dict(names.iter_rows())
    by_name = {
        name: pl.col(column).replace(called) for name, column in (("wanted", "person_id"), ("instead",) * 2)
    }
    return mine.sort("user_id", "rank").select("user_id", **by_name)


def write_displaced(office: Office) -> None:
    """Write ``displaced.csv``: every student whose wish met a full booth, with what was given instead."""
    rows = [
        (user, office.users[user]["name"], office.users[user]["email"], wanted, instead)
        for user, wanted, instead in displaced_of(office).iter_rows()
        if user in office.users
    ]
    write_bytes(office.places.root / "displaced.csv", csv_text(_HEADER, rows).encode())
