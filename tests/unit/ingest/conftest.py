"""Sources made from text or bytes, and the shared settings."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from pipeline.ingest import Source
from pipeline.ingest.columns import map_columns
from pipeline.ingest.delimited import read_tables
from pipeline.ingest.ics import read_calendar
from pipeline.ingest.ics_expand import Window
from pipeline.settings import load_settings

SPRING = Window(dt.datetime(2027, 3, 1, tzinfo=dt.UTC), dt.datetime(2027, 5, 1, tzinfo=dt.UTC))


@pytest.fixture(scope="session")
def settings():
    return load_settings()


def taken_for(text, columns):
    """Return what these columns of a list are surely taken for; null where it is not sure."""
    guesses = map_columns(read_tables(text.encode(), "list.csv")[0])
    return {name: guesses[name].field if guesses[name].confidence >= 0.6 else None for name in columns}


def in_spring(content, event="fair", owner="event"):
    """Return what a calendar gives for March and April 2027, and its sessions as "start end title" in UTC."""
    data = content.encode() if isinstance(content, str) else content
    given = Source(Path("x.ics"), "x.ics", "0" * 64, event, owner=owner)
    found = read_calendar(data, given, load_settings(), window=SPRING)
    rows = found.sessions.sort("start_utc", "title").iter_rows(named=True)
    return found, [
        f"{row['start_utc']:%m%dT%H:%M} {row['end_utc']:%m%dT%H:%M} {row['title']}"
        f"{'' if row['busy'] == 'busy' else ' ' + row['busy']}"
        for row in rows
    ]


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
