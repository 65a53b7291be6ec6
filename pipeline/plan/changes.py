"""Two plans of one event compared: what a change slip has to tell somebody who holds the older paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

Kind = Literal["gone", "new", "moved", "other_time"]
Row = dict[str, Any]
_ORDER: tuple[Kind, ...] = ("gone", "moved", "other_time", "new")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: ``gone`` carries why, ``moved`` another place, ``other_time`` another fixed time."""

    kind: Kind
    entry_id: str
    entry_kind: str
    person_id: str | None
    session_id: str | None
    place_before: str | None = None
    place: str | None = None
    start_before: dt.datetime | None = None
    start: dt.datetime | None = None
    why: tuple[Row, ...] = ()


def changes(before: pl.DataFrame, after: pl.DataFrame) -> list[Change]:
    """Return what differs between two plans for the one who holds the first, most disturbing first.

    Only meetings and talks count. A walk-up at another hour is no change, because paper gives it no minute; a
    fixed time is one. An empty list means that the older paper is still right.
    """
    old, new = _kept(before), _kept(after)
    reasons = {row["entry_id"]: row["dropped_because"] for row in _rows(after) if row["dropped_because"]}
    found = [*_gone(old, new, reasons), *_new(old, new), *_other(old, new)]
    return sorted(found, key=lambda change: (_ORDER.index(change.kind), change.entry_id))


def _rows(plan: pl.DataFrame) -> Iterator[Row]:
    yield from plan.filter(pl.col("kind").is_in(["meeting", "talk"])).iter_rows(named=True)


def _kept(plan: pl.DataFrame) -> dict[str, Row]:
    return {row["entry_id"]: row for row in _rows(plan) if not row["dropped_because"]}


def _change(kind: Kind, row: Row, **values: Any) -> Change:
    return Change(kind, row["entry_id"], row["kind"], row["person_id"], row["session_id"], **values)


def _gone(old: dict[str, Row], new: dict[str, Row], reasons: dict[str, list[Row]]) -> Iterator[Change]:
    for entry_id in old.keys() - new.keys():
        row = old[entry_id]
        why = tuple(reasons.get(entry_id, ()))
        yield _change("gone", row, place_before=row["place"], start_before=_fixed_start(row), why=why)


def _new(old: dict[str, Row], new: dict[str, Row]) -> Iterator[Change]:
    for entry_id in new.keys() - old.keys():
        row = new[entry_id]
        yield _change("new", row, place=row["place"], start=_fixed_start(row) or row["by_about"])


def _other(old: dict[str, Row], new: dict[str, Row]) -> Iterator[Change]:
    for entry_id in old.keys() & new.keys():
        earlier, later = old[entry_id], new[entry_id]
        if earlier["place"] != later["place"]:
            yield _change("moved", later, place_before=earlier["place"], place=later["place"])
        if _fixed_start(earlier) != _fixed_start(later):
            times = {"start_before": _fixed_start(earlier), "start": _fixed_start(later)}
            yield _change("other_time", later, **times)


def _fixed_start(row: Row) -> dt.datetime | None:
    return row["start"] if row["agreed"] or row["kind"] == "talk" else None
