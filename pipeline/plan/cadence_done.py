"""What a step that was done says about the relationship: a message went out, and perhaps an answer came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.plan.cadence import cadence
from pipeline.stable_id import stable_id
from pipeline.tables import Interactions, as_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import polars as pl


def logged(step: Mapping[str, Any], *, now: dt.datetime, answered: bool = False) -> pl.DataFrame:
    """Return the interactions that a step done stands for, as a frame of Interactions; often none.

    A step that sends a message is one message out; with ``answered`` also one in, which starts the clock
    anew. A card, a request or an application is no exchange; nothing here raises the ladder by itself.
    """
    kind = cadence().steps.get(step["step"])
    if kind is None or not kind.message or not step["person_id"]:
        return as_table(Interactions, [])
    ways = ("out", "in") if answered else ("out",)
    return as_table(Interactions, [_row(step, way, now) for way in ways])


def _row(step: Mapping[str, Any], way: str, now: dt.datetime) -> dict[str, object]:
    return {
        "interaction_id": stable_id("i", step["followup_id"], way),
        "event": step["event"],
        "person_id": step["person_id"],
        "at": now,
        "kind": "message",
        "direction": way,
        "may_contact": "unknown",
        "may_keep": "unknown",
        "source": f"done:{step['followup_id']}",
    }
