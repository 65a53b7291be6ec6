"""One thing that was said put right: its words, its date, whose it is, or that it never was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.debrief.amend import amended, key_of
from pipeline.debrief.dates import read_day
from pipeline.errors import UsageError
from pipeline.flow.knowing import happened, promised
from pipeline.flow.naming import called_here, find_person
from pipeline.flow.stages import Done, link_people
from pipeline.tables import Interactions, Promises, as_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from pipeline.flow.project import Project

TABLES = {"interactions": Interactions, "promises": Promises}
#: What can be put right on each; the rest of a row is no word of anybody.
OF_INTERACTION = ("kind", "detail", "channel", "sorting", "may_contact", "may_keep")
OF_PROMISE = ("text", "due", "state")
#: What an interaction says that never was.
_NEVER = {"kind": "not_met", "detail": None, "channel": None, "sorting": None}
DIRECTIONS = {"talked": "both", "card": "in", "not_met": "out"}


def correct(project: Project, row_id: str, changes: Mapping[str, Any], to: str | None) -> dict[str, Any]:
    """Keep what the user puts right on an interaction or a promise; returns the row as it is now.

    Raises ``UsageError`` when no row has this id, or it has no such field.
    """
    link_people(project, Done())
    table, row = find_row(project, row_id)
    new = dict(_fitting(row, changes, project.today()))
    if to is not None:
        new["person_id"], _ = find_person(project, None, to)
    if not new:
        raise UsageError("nothing was named to put right", do="'meetwell correct --help' lists what can be.")
    key = key_of(row)
    others = set(project.state.frame(table)[key]) - {row[key]}
    right = amended(row, _closed(row, new, project), others)
    with project.state.writing():
        project.state.withdraw([row[key]])
        project.state.save(table, as_table(TABLES[table], [right]))
    return right


def take_back(project: Project, row_id: str) -> dict[str, Any]:
    """Take an interaction or a promise back as never said, whatever is read again; returns it."""
    table, row = find_row(project, row_id)
    if table == "promises":
        return correct(project, row_id, {"state": "dropped"}, None)
    if row["source"].startswith("done:"):
        project.state.withdraw([row["interaction_id"]])
        return row
    return correct(project, row_id, _NEVER, None)


def find_row(project: Project, row_id: str) -> tuple[str, dict[str, Any]]:
    """Return (table, row) of the one interaction or promise whose id begins so; raises ``UsageError``."""
    found = [
        (table, row)
        for table in TABLES
        for row in project.state.frame(table).iter_rows(named=True)
        if row_id and row[key_of(row)].startswith(row_id.strip().lower())
    ]
    if len(found) != 1:
        raise UsageError(
            f"{len(found) or 'no'} interactions or promises have an ID beginning with {row_id!r}",
            do="'meetwell show NAME' lists them with their IDs.",
        )
    return found[0]


def _fitting(row: Mapping[str, Any], changes: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    """Return the changes as values of the row; raises ``UsageError`` for one of the other table."""
    known = OF_INTERACTION if key_of(row) == "interaction_id" else OF_PROMISE
    what = "an interaction" if known is OF_INTERACTION else "a promise"
    other = sorted(set(changes) - set(known))
    if other:
        raise UsageError(
            f"{row[key_of(row)]} is {what}, which has no {other[0]}",
            do=f"What can be put right: {', '.join(known)}, and whose it is (--to).",
        )
    fitting = dict(changes)
    if "due" in fitting:
        fitting |= _due(str(fitting["due"]), today)
    if "kind" in fitting:
        fitting["direction"] = DIRECTIONS[fitting["kind"]]
    if known is OF_PROMISE and not str(fitting.get("text", row.get("text")) or "").strip():
        raise UsageError("a promise needs words", do="Take it back with --remove.")
    return fitting


def _due(text: str, today: dt.date) -> dict[str, Any]:
    if text.strip().casefold() == "none":
        return {"due": None, "due_said": False}
    day = read_day(text, today)
    if day is None:
        raise UsageError(f"{text!r} is no day", do="Write 2027-03-29, friday or in two weeks; or none.")
    return {"due": day.date, "due_said": True}


def _closed(row: Mapping[str, Any], new: dict[str, Any], project: Project) -> dict[str, Any]:
    """Return the changes of a promise with the moment it was closed, and whether that was late."""
    if "state" not in new or new["state"] == row["state"]:
        return new
    due = new.get("due", row["due"])
    late = new["state"] == "kept" and due is not None and due < project.today()
    state = "late_kept" if late else new["state"]
    return new | {"state": state, "closed_at": None if state == "open" else project.now()}


def told(project: Project, row: Mapping[str, Any]) -> str:
    """Return one line on a row as it is now: whose it is, and what it says."""
    line = happened(row) if key_of(row) == "interaction_id" else promised(row)
    name = called_here(project).get(project.state.resolve(row["person_id"]))
    return f"{name or row['person_id']}: {line}"
