"""Where the user stands with each person: what was said, when they last spoke, what is owed and by whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.namesakes import called_rows

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, Any]
#: Kinds in which both sides took part whatever their direction says.
_TOGETHER = ("talked", "meeting")
_TOUCH_ONLY = ("scan", "card", "connection", "not_met")


@dataclass(slots=True)
class Standing:
    """One person as of now, from one event's point of view."""

    person_id: str
    event: str | None
    name: str
    latest: bool = False
    talks: list[Row] = field(default_factory=list)
    not_met: Row | None = None
    mine: list[Row] = field(default_factory=list)
    theirs: list[Row] = field(default_factory=list)
    received: list[tuple[dt.datetime, str]] = field(default_factory=list)
    last_two_way: dt.datetime | None = None
    last_out: dt.datetime | None = None
    unanswered: int = 0
    person: Row = field(default_factory=dict)

    def said(self, key: str) -> Any:
        """Return the newest word about ``detail``, ``channel`` or ``sorting``."""
        return next((row[key] for row in reversed(self.talks) if row[key]), None)

    def consent(self, key: str) -> str:
        """Return the newest answer about ``may_contact`` or ``may_keep``."""
        rows = [*([self.not_met] if self.not_met else []), *self.talks]
        return next((row[key] for row in reversed(rows) if row[key] != "unknown"), "unknown")

    @property
    def declined(self) -> bool:
        """Tell whether they asked not to be contacted, or not to be kept."""
        return "no" in (self.consent("may_contact"), self.consent("may_keep"))

    @property
    def sorting(self) -> str:
        """Return the user's word, else what follows from it: content is pursued, ticks get thanks."""
        content = self.said("detail") or self.mine or self.theirs
        return str(self.said("sorting") or ("pursue" if content else "thanks"))


def standings(
    interactions: pl.DataFrame, promises: pl.DataFrame, people: pl.DataFrame, event: str | None
) -> list[Standing]:
    """Return one standing per person and event, in a fixed order; with ``event`` only those of that event.

    A person who is no longer among the people (forgotten) has none.
    """
    known = {row["person_id"]: row for row in people.iter_rows(named=True)}
    names = called_rows(known.values())
    found: dict[tuple[str, str | None], Standing] = {}
    events: dict[str, list[Row]] = {}
    for row in interactions.sort("at", "interaction_id").iter_rows(named=True):
        if row["person_id"] in known:
            events.setdefault(row["person_id"], []).append(row)
            _add(_of(found, row, known, names), row)
    for row in promises.sort("made_at", "promise_id").iter_rows(named=True):
        if row["person_id"] in known:
            _promised(_of(found, row, known, names), row)
    for standing in found.values():
        _person_wide(standing, events.get(standing.person_id, []))
    wanted = [item for item in found.values() if event is None or item.event == event]
    return sorted(wanted, key=lambda item: (item.event or "", item.name, item.person_id))


def _of(
    found: dict[tuple[str, str | None], Standing], row: Row, known: dict[str, Row], names: dict[str, str]
) -> Standing:
    key = (person_id, _) = row["person_id"], row["event"]
    if key not in found:
        found[key] = Standing(*key, names[person_id], person=known[person_id])
    return found[key]


def _add(standing: Standing, row: Row) -> None:
    if row["kind"] == "not_met":
        standing.not_met = row
    elif row["kind"] in _TOGETHER:
        standing.talks.append(row)
    if row["kind"] == "received" and row["detail"]:
        standing.received.append((row["at"], row["detail"]))


def _promised(standing: Standing, row: Row) -> None:
    if row["state"] == "open":
        (standing.mine if row["owner"] == "mine" else standing.theirs).append(row)
    elif row["owner"] == "theirs" and row["closed_at"] and row["state"] != "dropped":
        standing.received.append((row["closed_at"], row["text"]))


def _person_wide(standing: Standing, rows: list[Row]) -> None:
    """Fill in what counts across all events: the last exchange, what went unanswered, which event is last."""
    exchanged = [row["at"] for row in rows if _is_two_way(row)]
    moments = [*exchanged, *([standing.person["last_two_way"]] if standing.person["last_two_way"] else [])]
    standing.last_two_way = max(moments, default=None)
    since = standing.last_two_way or dt.datetime.min.replace(tzinfo=dt.UTC)
    sent = [row["at"] for row in rows if _is_sent(row) and row["at"] > since]
    standing.unanswered = len(sent)
    standing.last_out = max(sent, default=None)
    talks = [(row["at"], row["event"] or "") for row in rows if row["kind"] in _TOGETHER and row["event"]]
    standing.latest = not talks or max(talks)[1] == (standing.event or "")


def _is_two_way(row: Row) -> bool:
    return row["kind"] in _TOGETHER or (row["kind"] not in _TOUCH_ONLY and row["direction"] in ("in", "both"))


def _is_sent(row: Row) -> bool:
    return row["kind"] in ("message", "gave") and row["direction"] == "out"
