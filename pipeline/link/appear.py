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
#: How sure a name alone is, with the organisation beside it, where a bare name beside it may be the same
#: person, and for a person who is on no list of the event.
NAMED, NAMED_THERE, NAMED_BESIDE, ELSEWHERE = 0.9, 0.98, 0.8, 0.6
#: What a list says of somebody beside the name; an agenda says none of it.
TOLD = ("emails", "phones", "organization", "title", "linkedin", "booth", "school")
Named = tuple[str, list[str], str | None, bool]


def appearances(sessions: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Return who appears in which session of an event.

    A name that fits several people is joined only when the organisation beside it or the event's own list
    decides. A name of the agenda alone gives way to the one person who is told of more by that name.
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


def _people_by_name(people: pl.DataFrame) -> dict[str, list[Named]]:
    found: dict[str, list[Named]] = {}
    persons = people.filter(pl.col("kind") == "person")
    for row in persons.select("person_id", "name", "events", *TOLD).iter_rows(named=True):
        known = key(parse(row["name"])) if row["name"] else None
        if known:
            told = any(row[name] for name in TOLD)
            found.setdefault(known, []).append((row["person_id"], row["events"], row["organization"], told))
    return found


def _person(
    text: str, event: str | None, by_key: Mapping[str, Sequence[Named]]
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
    if len(here) > 1:
        told_of = [one for one in here if one[3]]
        return (told_of[0][0], "name_on_list", NAMED_BESIDE) if len(told_of) == 1 else None
    if not here:
        return None
    listed = event in here[0][1]
    return here[0][0], "name_on_list" if listed else "name_elsewhere", NAMED if listed else ELSEWHERE
