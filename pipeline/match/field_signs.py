"""What in a target's row names a field of work, and how far each column is believed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.match.concepts import load_concepts
from pipeline.match.related import related_field
from pipeline.match.text import stated, stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.match.fields import FieldMap, Hit
    from pipeline.match.messages import Row

#: How far each column is believed about the work itself.
TITLE, POSITIONS, MAJORS, INDUSTRY, NAME, TALK, TOPIC, EMPLOYER = 1.0, 1.0, 0.75, 0.7, 0.6, 0.6, 0.45, 0.8
#: A track names the company a talk keeps, a little less than its own title.
TRACK = 0.5
#: A clause of a bio counts as much as a topic, and only where no title says what the work is.
BIO = 0.5
#: Clauses that are read, and letters of one that a sentence can quote.
MOST_CLAUSES, LONGEST_CLAUSE = 6, 140
READ_OF_BIO = MOST_CLAUSES * LONGEST_CLAUSE
#: What speaks of a person, and not of the house they work for.
PERSONAL = ("talks", "tracks", "bio")
#: Where the work itself is named, what only names the surroundings counts by this.
SURROUNDINGS = 0.4
#: From this strength on, the work itself counts as named.
NAMED = 0.5
#: Roles of one list that are looked up by meaning.
MOST_RELATED = 12


@dataclass(frozen=True, slots=True)
class Sign:
    """One value of one column that names a field. ``via`` says "employer" where it is not the own row.

    ``related``: the map does not know the words, their meaning only comes close to the field's.
    """

    field: int
    strength: float
    column: str
    value: str
    part: str | None = None
    via: str | None = None
    related: bool = False


def field_signs(row: Row, employer: Row | None, fields: FieldMap) -> Iterator[Sign]:
    """Yield every sign of a field in a row, the believed ones at full strength, surroundings at less."""
    work = list(_work(row, fields))
    named = any(sign.strength >= NAMED for sign in work)
    yield from work
    for sign in _surroundings(row, fields):
        factor = SURROUNDINGS if named else 1.0
        yield replace(sign, strength=sign.strength * factor)
    if employer is not None and not named and not fields.studies(row["title"]):
        for sign in field_signs(employer, None, fields):
            if sign.strength >= NAMED * EMPLOYER and sign.column not in PERSONAL:
                yield replace(sign, strength=sign.strength * EMPLOYER, via="employer")


def _work(row: Row, fields: FieldMap) -> Iterator[Sign]:
    title = row["title"]
    hires = row["kind"] == "organization" or (bool(row["positions"]) and not fields.studies(title))
    if hires:
        yield from _hired(row, fields)
    elif title and not fields.speaks_for_employer(title):
        hits = fields.of_title(title)
        yield from _signs("title", title, TITLE, hits) if hits else _related("title", title)


def _hired(row: Row, fields: FieldMap) -> Iterator[Sign]:
    """Yield what the roles and majors of a list name; a field of several roles counts more."""
    nothing = fields.vocabulary["nothing"]
    roles = stated(row["positions"], nothing)
    found = [(role, fields.of_title(role)) for role in roles]
    sizes: dict[int, int] = {}
    for _, hits in found:
        for at, hit in hits.items():
            sizes[at] = sizes.get(at, 0) + (hit.weight >= NAMED)
    for role, hits in found:
        for at, hit in hits.items():
            share = 0.75 + 0.25 * sizes[at] / len(roles)
            yield Sign(at, POSITIONS * hit.weight * share, "positions", role, hit.part)
    if not sizes:
        for role in roles[:MOST_RELATED]:
            yield from _related("positions", role)
    factor = 1.0 if not sizes else 0.8
    for major in stated(row["majors"], nothing):
        if not fields.is_any_major(major):
            yield from _signs("majors", major, MAJORS * factor, fields.of_text(major))


def _related(column: str, value: str) -> Iterator[Sign]:
    """Yield the field that words unknown to the map come close to, if they do to one alone."""
    hit = related_field(value)
    if hit is not None:
        yield Sign(hit.field, hit.weight, column, value, related=True)


def _surroundings(row: Row, fields: FieldMap) -> Iterator[Sign]:
    if row["industry"] and stated([row["industry"]], fields.vocabulary["nothing"]):
        yield from _signs("industry", row["industry"], INDUSTRY, fields.of_text(row["industry"]))
    for column in ("organization", "name"):
        # Where somebody studies says nothing of what.
        value = None if row["kind"] == "person" and fields.studies(row["title"]) else row[column]
        if value and (column == "organization" or row["kind"] == "organization"):
            yield from _signs(column, value, NAME, fields.of_text(value))
    if row["kind"] == "person" and not row["title"]:
        yield from _said_of_oneself(row["bio"] or "", fields)
    for talk in row.get("talks", ()):
        yield from _signs("talks", talk, TALK, fields.of_text(talk))
    for track in row.get("tracks", ()):
        yield from _signs("tracks", track, TRACK, fields.of_text(track))
    for topic in stated(row["interests"], fields.vocabulary["nothing"]):
        yield from _signs("interests", topic, TOPIC, _meant(topic, fields.of_text(topic)))


def _meant(topic: str, hits: dict[int, Hit]) -> dict[int, Hit]:
    """Return the fields that an interest names; of a pastime only by the whole: "model railways" none."""
    concepts = load_concepts()
    concept = concepts.of(topic)
    if concept is None or not concept.known or concept.name in concepts.professional:
        return hits
    return {at: hit for at, hit in hits.items() if stems(hit.phrase) == stems(topic)}


def _said_of_oneself(bio: str, fields: FieldMap) -> Iterator[Sign]:
    """Yield what the first clauses of a bio name, each quoted as it stands."""
    clauses = [part.strip() for part in re.split(r"[.;!?\n]", bio[:READ_OF_BIO])]
    for clause in clauses[:MOST_CLAUSES]:
        if clause and len(clause) <= LONGEST_CLAUSE:
            yield from _signs("bio", clause, BIO, fields.of_text(clause))


def _signs(column: str, value: str, belief: float, hits: dict[int, Hit]) -> Iterator[Sign]:
    for at, hit in hits.items():
        yield Sign(at, belief * hit.weight, column, value, hit.part)
