"""Applications: what the user sent where, and until when they may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.errors import UsageError
from pipeline.flow.naming import find_person
from pipeline.stable_id import stable_id
from pipeline.tables import Applications, as_table

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.event import Event
    from pipeline.flow.project import Project

_LONGEST = 2000


def record_application(
    project: Project,
    event: Event | None,
    name: str,
    state: str,
    *,
    requisition: str | None = None,
    deadline: dt.date | None = None,
    url: str | None = None,
) -> tuple[dict[str, Any], str]:
    """Keep where an application stands and return (row, name). What is not named again stays as it was.

    Raises ``UsageError`` when the name means nobody or several, or several applications are meant.
    """
    person_id, full_name = find_person(project, event, name)
    if url is not None and not (url.startswith(("https://", "http://")) and len(url) < _LONGEST):
        raise UsageError(f"{url[:60]!r} is no web address", do="Give one that begins with https://")
    before = _before(project, person_id, requisition, full_name)
    row: dict[str, Any] = {
        "application_id": before["application_id"] if before else _id(person_id, requisition),
        "person_id": person_id,
        "event": before["event"] if before else (event.slug if event else None),
        "state": state,
        "requisition": requisition or (before or {}).get("requisition"),
        "deadline": deadline or (before or {}).get("deadline"),
        "url": url or (before or {}).get("url"),
        "changed_at": before["changed_at"] if before and before["state"] == state else project.now(event),
    }
    project.state.save("applications", as_table(Applications, [row]))
    return row, full_name


def _before(project: Project, person_id: str, requisition: str | None, name: str) -> dict[str, Any] | None:
    known = project.state.frame("applications").filter(pl.col("person_id") == person_id)
    if requisition is not None:
        named = known.filter(pl.col("requisition") == requisition)
        unnamed = known.filter(pl.col("requisition").is_null())
        known = named if named.height else unnamed.head(unnamed.height if known.height == 1 else 0)
    if known.height > 1:
        numbers = ", ".join(sorted(known["requisition"].drop_nulls()))
        raise UsageError(f"{name} has several applications", do=f"Say which with --req: {numbers}.")
    return known.row(0, named=True) if known.height else None


def _id(person_id: str, requisition: str | None) -> str:
    return stable_id("a", person_id, requisition)
