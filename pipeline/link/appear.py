"""Who speaks in which session: names of the agenda joined to people, with how sure that is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.link import organizations
from pipeline.link.mentions import Finder, mentioned, organizer_lines
from pipeline.link.names import parse
from pipeline.link.prepare import key
from pipeline.tables import Appearances, as_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


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
    agenda = sessions.filter(pl.col("owner") == "event").sort("session_id")
    speaking = agenda.filter(pl.col("speakers").list.len() > 0)
    wanted = speaking.select("session_id", "event", "speakers").explode("speakers").drop_nulls("speakers")
    by_key = _people_by_name(people) if agenda.height else {}
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for session, event, text in wanted.sort("session_id", "speakers").iter_rows():
        found = _person(text, event, by_key)
        if found:
            person, evidence, confidence = found
            row = {"session_id": session, "person_id": person, "role": "speaker", "evidence": evidence}
            rows.setdefault((session, person), row | {"confidence": confidence})
    for row in _mentions(agenda, by_key):
        rows.setdefault((row["session_id"], row["person_id"]), row)
    return as_table(Appearances, list(rows.values()))


def _mentions(agenda: pl.DataFrame, by_key: Mapping[str, Sequence[Named]]) -> Iterator[dict[str, Any]]:
    """Yield who of the people on the event's own lists is named in texts and among guests of sessions."""
    for (event,), sessions in agenda.group_by("event", maintain_order=True):
        here = {known: [one for one in named if event in one[1]] for known, named in by_key.items()}
        finder = Finder({known: named for known, named in here.items() if named}, key)
        texts = sessions.select("session_id", "title", "description", "source_sha").fill_null("").rows()
        organizers = {
            sha: len({line for _, _, text, of in texts if of == sha for line in organizer_lines(text)})
            for sha in {row[3] for row in texts}
        }
        for session, title, text, sha in texts:
            for known, role, evidence, confidence in mentioned(
                title, text, finder, organizers=organizers[sha]
            ):
                person = _only(here[known])
                if person:
                    row = {"session_id": session, "person_id": person, "role": role, "evidence": evidence}
                    yield row | {"confidence": confidence}


def _only(named: Sequence[Named]) -> str | None:
    """Return the one person of a name, or the one of whom more is told than the name."""
    told = named if len(named) == 1 else [one for one in named if one[3]]
    return told[0][0] if len(told) == 1 else None


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
