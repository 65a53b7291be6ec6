"""What the screen says about follow-ups and promises: sentences with names."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.flow.answers import said
from pipeline.flow.naming import called_here
from pipeline.report.words import load_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.flow.project import Project

SHOWN_ID = 6
#: Where they met is on the paper; on a list of this week it would stand in every line.
_MET = "step.met_at"


def step_lines(project: Project, steps: pl.DataFrame) -> tuple[str, ...]:
    """Return one line per step: id, weekday and day, and the sentences that say what and why."""
    return tuple(
        f"{row['id'][:SHOWN_ID]}  {dt.date.fromisoformat(row['due']):%a} {row['due']}  {row['text']}"
        for row in step_data(project, steps)
    )


def step_title(project: Project, step: dict[str, Any]) -> str:
    """Return what one step asks for, as a sentence with the name in it."""
    told = said(step["why"][:1], load_words())
    return told[0] if told else called_here(project).get(step["person_id"]) or step["step"]


def step_data(project: Project, steps: pl.DataFrame) -> list[dict[str, Any]]:
    """Return steps as plain values with the name and the sentences: by day, promises first, then by name."""
    words, names = load_words(), called_here(project)
    promises = dict(project.state.frame("promises").select("promise_id", "text").iter_rows())
    rows = [
        {
            "id": row["followup_id"],
            "due": row["due"].isoformat(),
            "name": names.get(row["person_id"]),
            "step": row["step"],
            "text": " ".join(said([one for one in row["why"] if one["key"] != _MET], words)) or row["step"],
            "promise": promises.get(row["promise_id"]),
            "state": row["state"],
            "warnings": said(row["warnings"], words),
        }
        for row in steps.iter_rows(named=True)
    ]
    return sorted(rows, key=lambda row: (row["due"], row["promise"] is None, row["name"] or "", row["id"]))


def promise_lines(
    project: Project, today: dt.date, since: dt.datetime | None = None
) -> tuple[list[str], dict[str, int]]:
    """Return sentences on promises with names, and the only totals there are: promises open and late.

    With ``since``, only promises kept from then on are told; open ones always are.
    """
    names = called_here(project)
    promises = project.state.frame("promises")
    mine_open = promises.filter((pl.col("owner") == "mine") & (pl.col("state") == "open"))
    late = mine_open.filter(pl.col("due") < today)
    closed = promises.filter(pl.col("state").is_in(["kept", "late_kept"]))
    if since is not None:
        closed = closed.filter(pl.col("closed_at") >= since)
    waiting = promises.filter((pl.col("owner") == "theirs") & (pl.col("state") == "open"))
    lines = [_kept(row, names) for row in closed.iter_rows(named=True)]
    lines += [
        _owed(row, names, today) for row in mine_open.sort("due", nulls_last=True).iter_rows(named=True)
    ]
    lines += [_offered(row, names) for row in waiting.sort("due", nulls_last=True).iter_rows(named=True)]
    return lines, {"promises_open": mine_open.height, "promises_late": late.height}


def promises_as_read(project: Project, promises: pl.DataFrame, names: Mapping[str, str]) -> list[str]:
    """Return each promise of a form as it was understood, with its weekday and date, the earliest first."""
    return [
        _read(row, names.get(project.state.resolve(row["person_id"])) or "somebody")
        for row in promises.sort("due", "owner", "text", nulls_last=True).iter_rows(named=True)
    ]


def _read(row: Row, who: str) -> str:
    when = f"by {row['due']:%a} {row['due']}" if row["due"] else "no date"
    said = f"You promised {who}" if row["owner"] == "mine" else f"{who} promised you"
    return f"{said} ({when}): {row['text']}"


Row = dict[str, Any]
Names = dict[str, str]


def _kept(row: Row, names: Names) -> str:
    who = names.get(row["person_id"]) or "somebody"
    if row["owner"] == "theirs":
        return f"{who} kept their promise to you: {row['text']}."
    return f"You kept your promise to {who}: {row['text']}."


def _owed(row: Row, names: Names, today: dt.date) -> str:
    day = row["due"]
    when = f" since {day}" if day and day < today else (f" until {day}" if day else "")
    return (
        f"{names.get(row['person_id']) or 'Somebody'} is waiting for what you promised{when}: {row['text']}."
    )


def _offered(row: Row, names: Names) -> str:
    return f"{names.get(row['person_id']) or 'Somebody'} offered you: {row['text']}."
