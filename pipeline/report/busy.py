"""Own appointments as the paper tells them: one stretch of busy time, however many entries make it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pipeline.report.inputs import Inputs


def tentative(inputs: Inputs) -> frozenset[str]:
    """Return the sessions of one's own calendar that are not certain to take place."""
    return inputs.once("tentative sessions", _tentative)


def _tentative(inputs: Inputs) -> frozenset[str]:
    columns = (inputs.sessions.get_column(name) for name in ("session_id", "busy"))
    return frozenset(key for key, busy in zip(*columns, strict=True) if busy == "soft")


def busy_as_one(
    rows: Iterable[dict[str, Any]], *, soft: Collection[str] = frozenset()
) -> list[dict[str, Any]]:
    """Return rows of the plan, given by start, with own entries that overlap or touch as one row.

    The row of a stretch is that of its first entry; one calendar read twice looks as if read once. ``soft``
    sessions, which are tentative, make stretches of their own.
    """
    found: list[dict[str, Any]] = []
    last: dict[bool, dict[str, Any]] = {}
    for row in rows:
        if row["kind"] != "class":
            found.append(row)
            continue
        kind = row.get("session_id") in soft
        before = last.get(kind)
        if before is not None and row["start"] <= before["end"]:
            before["end"] = max(before["end"], row["end"])
        else:
            last[kind] = dict(row)
            found.append(last[kind])
    return found
