"""A list of students as ingest reads it, whatever its form."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.batch.words import words_of
from pipeline.errors import InputError
from pipeline.ingest import Source, ingest
from pipeline.workspace import read_input, write_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.ingest import Ingested
    from pipeline.settings import Settings

_WORD = re.compile(r"\w+")


def ingested(
    path: Path, settings: Settings, work: Path, mapping: Mapping[str, str] | None = None
) -> Ingested:
    """Return what ingest reads in this list or Parquet file, with the headers of student uploads known.

    ``mapping`` is the office's word, column to field ("" for none): it goes before all else.
    """
    content = read_input(path, settings.number("ingest.max_file_mib"))
    source = Source(path=path, name=path.name, sha256=hashlib.sha256(content).hexdigest(), owner="mine")
    if content.startswith(b"PAR1"):
        copy = work / "profiles.csv"
        write_bytes(copy, _parquet_as_csv(path))
        source = replace(source, path=copy)
    said = dict(mapping or {})
    found = ingest(replace(source, mapping=said), settings)
    told = _told({name: field for name, (field, _) in found.inspection.columns.items()}, said)
    return ingest(replace(source, mapping=said | told), settings) if told else found


def _told(columns: Mapping[str, str | None], said: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of columns that a list of students cannot mean otherwise."""
    known = words_of("columns")
    plain = {name: name.strip("*\ufeff ").lower() for name in columns if name not in said}
    told = {
        name: str(known[key]) for name, key in plain.items() if known.get(key, columns[name]) != columns[name]
    }
    for field, words in words_of("column_words").items():
        if field in {**columns, **told, **said}.values():
            continue
        left = [name for name in plain if columns[name] is None and name not in told]
        fits = (name for name in left if set(_WORD.findall(plain[name])) & set(words["any"]))
        sure = [name for name in fits if not set(_WORD.findall(plain[name])) & set(words["none"])]
        told |= dict.fromkeys(sure[:1], field)
    return told


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
