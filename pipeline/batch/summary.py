"""One page about a batch: how many sheets, which failed and why, what to do next."""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import TYPE_CHECKING

import polars as pl

from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.batch.job import Office

_MOST = 200
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}td,th{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}"
)


def write_summary(office: Office, manifest: pl.DataFrame) -> None:
    """Write ``summary.html``; it holds names of those without a sheet, so it stays in the office."""
    counts = dict(manifest.group_by("state").len().sort("state").iter_rows())
    whole = manifest.filter(pl.col("file").is_not_null())
    size = (whole["bytes"].sum() or 0) / 2**20
    facts = [
        ("Event", office.event.name),
        ("Students", manifest.height),
        *((f"Sheets {state}", count) for state, count in counts.items()),
        *((("Pages", pages),) if (pages := whole["pages"].sum()) else ()),  # pages for a browser have none
        ("Sheets, MiB", f"{size:.1f}"),
        ("Thin profiles", whole["thin"].sum()),
        *((("Students with nobody to meet", none),) if (none := (whole["targets"] == 0).sum()) else ()),
        ("Last change of a sheet", _at(office, whole["made_at"].max())),
    ]
    rest = manifest.filter(pl.col("state") != "whole").sort("family_name", "user_id")
    rows = rest.head(_MOST).select("user_id", "name", "row", "state", "why").iter_rows()
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'>",
        f"<title>{escape(office.event.name)}: batch</title><style>{_STYLE}</style>",
        f"<h1>{escape(office.event.name)}</h1>",
        _table((), facts),
    ]
    if rest.height:
        head = ("ID", "Student", "Row of the list", "State", "Why")
        parts += [f"<h2>Without a new sheet: {rest.height}</h2>", _table(head, rows)]
    if rest.height > _MOST:
        parts.append(f"<p>and {rest.height - _MOST} more: manifest.parquet has all.</p>")
    write_bytes(office.places.summary, "\n".join(parts).encode())


def _at(office: Office, made: object) -> str:
    """Return a moment as the clock at the event shows it."""
    if not made:
        return "-"
    return f"{dt.datetime.fromisoformat(str(made)).astimezone(office.event.zone):%d %b %Y, %H:%M}"


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape('' if cell is None else str(cell))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><tr>{top}</tr>{body}</table>"
