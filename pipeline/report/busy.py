"""Own appointments as the paper tells them: one stretch of busy time, however many entries make it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def busy_as_one(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of the plan, given by start, with own entries that overlap or touch as one row.

    The row of a stretch is that of its first entry; one calendar read twice looks as if read once.
    """
    found: list[dict[str, Any]] = []
    last: dict[str, Any] | None = None
    for row in rows:
        if row["kind"] != "class":
            found.append(row)
        elif last is not None and row["start"] <= last["end"]:
            last["end"] = max(last["end"], row["end"])
        else:
            last = dict(row)
            found.append(last)
    return found
