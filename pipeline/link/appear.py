"""Who speaks in which session: names of the agenda joined to people, with how sure that is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from pipeline.link import organizations
from pipeline.link.names import parse
from pipeline.link.prepare import key
from pipeline.tables import Appearances, as_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


#: "Ana Lima (Acme)", "Ana Lima, Acme", "Ana Lima - Acme"
SPEAKER = re.compile(
    r"^\s*(?P<name>[^(,|]+?)\s*(?:\((?P<a>[^)]*)\)|[,|]\s*(?P<b>.+)|\s[-\u2013\u2014]\s(?P<c>.+))?\s*$"
)
#: How sure a name alone is, with the organisation beside it, and for a person who is on no list of the event.
NAMED, NAMED_THERE, ELSEWHERE = 0.9, 0.98, 0.6


def appearances(sessions: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Return who appears in which session of an event.

    A name that fits several people is joined only when the organisation beside it or the event's own list
    decides.
    """
    speaking = sessions.filter((pl.col("owner") == "event") & (pl.col("speakers").list.len() > 0))
    wanted = speaking.select("session_id", "event", "speakers").explode("speakers").drop_nulls("speakers")
    by_key = _people_by_name(people) if wanted.height else {}
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for session, event, text in wanted.sort("session_id", "speakers").iter_rows():
        found = _person(text, event, by_key)
        if found:
            person, evidence, confidence = found
            row = {"session_id": session, "person_id": person, "role": "speaker", "evidence": evidence}
            rows.setdefault((session, person), row | {"confidence": confidence})
    return as_table(Appearances, list(rows.values()))


def _people_by_name(people: pl.DataFrame) -> dict[str, list[tuple[str, list[str], str | None]]]:
    found: dict[str, list[tuple[str, list[str], str | None]]] = {}
    rows = people.filter(pl.col("kind") == "person").select("person_id", "name", "events", "organization")
    for person, name, events, company in rows.iter_rows():
        known = key(parse(name)) if name else None
        if known:
            found.setdefault(known, []).append((person, events, company))
    return found


def _person(
    text: str, event: str | None, by_key: Mapping[str, Sequence[tuple[str, list[str], str | None]]]
) -> tuple[str, str, float] | None:
    split = SPEAKER.match(text)
    name = split["name"] if split else text
    told = (split["a"] or split["b"] or split["c"]) if split else None
    named = by_key.get(key(parse(name)) or "", ()) or by_key.get(key(parse(text)) or "", ())
    here = [one for one in named if event in one[1]] or list(named)
    company = organizations.short(told) if told else None
    if company:
        there = [one for one in here if one[2] and organizations.short(one[2]) == company]
        if len(there) == 1:
            return there[0][0], "name_and_organization", NAMED_THERE
    if len(here) != 1:
        return None
    listed = event in here[0][1]
    return here[0][0], "name_on_list" if listed else "name_elsewhere", NAMED if listed else ELSEWHERE
