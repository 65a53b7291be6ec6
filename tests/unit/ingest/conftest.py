"""Sources made from text or bytes, and the shared settings."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline.ingest import Source
from pipeline.ingest.columns import map_columns
from pipeline.ingest.delimited import read_tables
from pipeline.settings import load_settings


@pytest.fixture(scope="session")
def settings():
    return load_settings()


def taken_for(text, columns):
    """Return what these columns of a list are surely taken for; null where it is not sure."""
    guesses = map_columns(read_tables(text.encode(), "list.csv")[0])
    return {name: guesses[name].field if guesses[name].confidence >= 0.6 else None for name in columns}


@pytest.fixture
def source(tmp_path):
    r"""Return a maker of sources: ``source("a.csv", "Name,Email\n...")``."""

    def make(name: str, content: str | bytes, **options: object) -> Source:
        data = content.encode() if isinstance(content, str) else content
        path = Path(tmp_path) / hashlib.sha256(data).hexdigest()
        path.write_bytes(data)
        options.setdefault("event", "fair")
        return Source(path, name, path.name, **options)

    return make
