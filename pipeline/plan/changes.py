"""Two plans of one event compared: what a change slip has to tell somebody who holds the older paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.event import Event

Kind = Literal["gone", "new", "moved", "other_time", "other_day", "other_order"]
Row = dict[str, Any]
_FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)
_ORDER: tuple[Kind, ...] = ("gone", "moved", "other_time", "other_day", "new", "other_order")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: ``gone`` carries why, ``moved`` another place, ``other_time`` another fixed time.

    ``after`` is the person of the walk-up that now comes right before a new one, or one in another order or
    on another day. ``at`` is where it stands in the day, or stood when it is gone: a guess unless ``fixed``.
    """

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
    after: str | None = None
    at: dt.datetime | None = None
    fixed: bool = False


def changes(before: pl.DataFrame, after: pl.DataFrame, event: Event) -> list[Change]:
    """Return what differs between two plans for the one who holds the first, most disturbing first.

    Only meetings and talks count. A walk-up at another hour is no change, because paper gives it no minute; a
    fixed time is one, and so is another day of the event, or another order among walk-ups: as few as possible
    are named for it. An empty list means that the older paper is still right.
    """
    old, new = _kept(before), _kept(after)
    reasons = {_key(row): row["dropped_because"] for row in _rows(after) if row["dropped_because"]}
    days = {key for key in old.keys() & new.keys() if _day(old[key], event) != _day(new[key], event)}
    behind = _before_each(new, event)
    found = [*_gone(old, new, reasons), *_new(old, new, behind), *_other(old, new)]
    found += _turned(old, new, days, behind)
    return sorted(found, key=lambda change: (_ORDER.index(change.kind), change.at or _FIRST, change.entry_id))


def _day(row: Row, event: Event) -> dt.date | None:
    return event.day_of(row["start"]) if row["start"] is not None else None


def _rows(plan: pl.DataFrame) -> Iterator[Row]:
    yield from plan.filter(pl.col("kind").is_in(["meeting", "talk"])).iter_rows(named=True)


def _kept(plan: pl.DataFrame) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in _rows(plan):
        if not row["dropped_because"]:
            found[row["entry_id"] if _key(row) in found else _key(row)] = row
    return found


def _key(row: Row) -> str:
    """Return what stays the same of an entry: who is met, also once a time is agreed; else the entry."""
    met = row["person_id"] if row["kind"] == "meeting" else None
    return f"meeting {met}" if met else str(row["entry_id"])


def _change(kind: Kind, row: Row, **values: Any) -> Change:
    named = (row["entry_id"], row["kind"], row["person_id"], row["session_id"])
    return Change(kind, *named, at=row["start"], fixed=_fixed_start(row) is not None, **values)


def _gone(old: dict[str, Row], new: dict[str, Row], reasons: dict[str, list[Row]]) -> Iterator[Change]:
    for key in old.keys() - new.keys():
        row = old[key]
        why = tuple(reasons.get(key, ()))
        yield _change("gone", row, place_before=row["place"], start_before=_fixed_start(row), why=why)


def _new(old: dict[str, Row], new: dict[str, Row], before: dict[str, str]) -> Iterator[Change]:
    for key in new.keys() - old.keys():
        row = new[key]
        start = _fixed_start(row) or row["by_about"]
        yield _change("new", row, place=row["place"], start=start, after=before.get(key))


def _before_each(plan: dict[str, Row], event: Event) -> dict[str, str]:
    """Return for each meeting the person of the one before it on the same day."""
    order = pairwise(_in_order(plan))
    same = ((one, two) for one, two in order if _day(plan[one], event) == _day(plan[two], event))
    return {later: plan[earlier]["person_id"] for earlier, later in same}


def _in_order(plan: dict[str, Row]) -> list[str]:
    meetings = [
        (row["order"], row["entry_id"], key)
        for key, row in plan.items()
        if row["kind"] == "meeting" and row["order"] is not None
    ]
    return [key for _, _, key in sorted(meetings)]


def _turned(
    old: dict[str, Row], new: dict[str, Row], days: set[str], before: dict[str, str]
) -> Iterator[Change]:
    """Yield the walk-ups on another day, and those that stand elsewhere among the ones that stay.

    These are all but a longest run in the old order.
    """
    ranks = {key: rank for rank, key in enumerate(_in_order(old))}
    stay = [key for key in _in_order(new) if key in ranks]
    calm = _longest_rising([ranks[key] for key in stay if key not in days])
    for key in stay:
        row = new[key]
        if row["agreed"]:
            continue
        if key in days:
            yield _change("other_day", row, place=row["place"], after=before.get(key))
        elif ranks[key] not in calm:
            yield _change("other_order", row, place=row["place"], after=before.get(key))


def _longest_rising(numbers: list[int]) -> set[int]:
    """Return a longest rising run of these different numbers."""
    best: list[list[int]] = []
    for number in numbers:
        runs = [run for run in best if run[-1] < number]
        best.append([*max(runs, key=len), number] if runs else [number])
    longest = max(best, key=len, default=[])
    return set(longest)


def _other(old: dict[str, Row], new: dict[str, Row]) -> Iterator[Change]:
    for key in old.keys() & new.keys():
        earlier, later = old[key], new[key]
        if earlier["place"] != later["place"]:
            yield _change("moved", later, place_before=earlier["place"], place=later["place"])
        if _fixed_start(earlier) != _fixed_start(later):
            times = {"start_before": _fixed_start(earlier), "start": _fixed_start(later)}
            yield _change("other_time", later, **times)


def _fixed_start(row: Row) -> dt.datetime | None:
    return row["start"] if row["agreed"] or row["kind"] == "talk" else None
