"""Records and calls that the link tests share."""

from __future__ import annotations

import datetime as dt
from functools import partial

import polars as pl
import pytest

from pipeline.link import link
from pipeline.settings import load_settings
from pipeline.tables import Identity, Interactions, Promises, Records, Sessions, Touches, as_table

NOW = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)


def record(record_id, name=None, **values):
    """Return one row of Records with a list of its own, unless ``sha`` says which."""
    values = dict(values)
    return {
        "record_id": record_id,
        "kind": "person",
        "name": name,
        "work_authorization": "unknown",
        "source_sha": values.pop("sha", f"sha-{record_id}"),
        "source_file": "people.csv",
        "source_row": 2,
        "source_kind": "attendees",
        "status": "active",
        "event": "fair",
        "read_from": [{"field": "name", "column": "Full name"}],
    } | values


def verdicts(*rows):
    """Return the user's decisions as a frame."""
    schema = {"a_record": pl.String, "b_record": pl.String, "verdict": pl.String}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def run(
    rows,
    *,
    sessions=(),
    touches=(),
    interactions=(),
    promises=(),
    identity=None,
    said=(),
    profile=None,
    **more,
):
    """Return what linking makes of these rows."""
    return link(
        as_table(Records, list(rows)),
        as_table(Sessions, list(sessions)),
        as_table(Touches, list(touches)),
        profile=profile,
        identity=as_table(Identity, []) if identity is None else identity,
        verdicts=verdicts(*said),
        interactions=as_table(Interactions, list(interactions)),
        promises=as_table(Promises, list(promises)),
        settings=load_settings(),
        now=NOW,
        **more,
    )


@pytest.fixture(name="record")
def _record():
    return record


@pytest.fixture(name="run")
def _run():
    return partial(run)


@pytest.fixture
def now():
    return NOW
