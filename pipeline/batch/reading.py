"""A list of students as ingest reads it, whatever its form."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.batch.words import words_of
from pipeline.errors import InputError
from pipeline.ingest import Source, ingest
from pipeline.workspace import read_input, write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.ingest import Ingested
    from pipeline.settings import Settings


def ingested(path: Path, settings: Settings, work: Path) -> Ingested:
    """Return what ingest reads in this list or Parquet file, with the headers of student uploads known."""
    content = read_input(path, settings.number("ingest.max_file_mib"))
    source = Source(path=path, name=path.name, sha256=hashlib.sha256(content).hexdigest(), owner="mine")
    if content.startswith(b"PAR1"):
        copy = work / "profiles.csv"
        write_bytes(copy, _parquet_as_csv(path))
        source = replace(source, path=copy)
    found = ingest(source, settings)
    known = words_of("columns")
    told = {
        name: str(known[plain])
        for name, (field, _) in found.inspection.columns.items()
        if (plain := name.strip("*\ufeff ").lower()) in known and field != known[plain]
    }
    return ingest(replace(source, mapping=told), settings) if told else found


def _parquet_as_csv(path: Path) -> bytes:
    """Return a Parquet table as CSV; lists become texts with semicolons."""
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as problem:
        raise InputError(
            f"the Parquet file cannot be read: {problem}", where=path.name, do="Write it again."
        ) from problem
    plain = [
        pl.col(name).cast(pl.List(pl.String)).list.join("; ")
        if isinstance(dtype, pl.List)
        else pl.col(name).cast(pl.String)
        for name, dtype in frame.schema.items()
        if not isinstance(dtype, (pl.Struct, pl.Object, pl.Binary))
    ]
    return frame.select(plain).write_csv().encode()
