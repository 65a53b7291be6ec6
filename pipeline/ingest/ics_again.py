"""A calendar that came again: entries whose UIDs the writer made anew keep the ids they had."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, Any]


def _words(row: Row) -> str:
    return " ".join(str(row["title"] or "").casefold().split())


#: What tells that two entries are one, the surest first; each holds only where one on each side has it.
_SIGNS: tuple[Callable[[Row], object], ...] = (
    lambda row: _words(row) and (_words(row), *sorted(row["speakers"]), row["start_utc"], row["place"]),
    lambda row: _words(row) and row["speakers"] and (_words(row), *sorted(row["speakers"])),
    lambda row: _words(row) and (_words(row), row["start_utc"]),
    lambda row: _words(row) and (_words(row), row["place"]),
    lambda row: row["place"] and (row["start_utc"], row["place"], row["end_utc"]),
)


def with_known_ids(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Return the sessions of a newer version of a calendar with the ids of the older one.

    An id that comes again stands for the same entry. The others are known by title, speakers, start, room.
    """
    if not before.height or not after.height:
        return after
    known = set(before["session_id"])
    come = set(after["session_id"])
    left = [row for row in before.iter_rows(named=True) if row["session_id"] not in come]
    new = [row for row in after.iter_rows(named=True) if row["session_id"] not in known]
    ids: dict[str, str] = {}
    for sign in _SIGNS:
        old_by, new_by = _alone(left, sign), _alone(new, sign)
        for value in old_by.keys() & new_by.keys():
            ids[new_by[value]["session_id"]] = old_by[value]["session_id"]
        left = [row for row in left if row["session_id"] not in ids.values()]
        new = [row for row in new if row["session_id"] not in ids]
    return after.with_columns(pl.col("session_id").replace(ids)) if ids else after


def _alone(rows: list[Row], sign: Callable[[Row], object]) -> dict[object, Row]:
    """Return the rows by a sign, where it is one row's only."""
    counts = Counter(value for row in rows if (value := sign(row)))
    return {value: row for row in rows if (value := sign(row)) and counts[value] == 1}
