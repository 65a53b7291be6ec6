"""Several people on one row: "Speaker 1", "Speaker 2", each with columns of its own that bear its number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.ingest.rivals import Guess, Scores, best
from pipeline.ingest.vocabulary import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.ingest.column_profile import ColumnProfile

_NUMBERED = re.compile(r"(\D*?) ?(\d{1,2})(?: (\D+))?")
_LEAST = 0.6
_OWN = frozenset({"organization", "email", "title", "linkedin", "twitter", "bio", "phone", "website"})
#: What the row says of everybody on it.
_SHARED = frozenset({"organization", "booth", "role", "location", "industry", "interests", None})

Place = tuple[str, str]


def place_of(column: str) -> Place | None:
    """Return whom of several a column is about: the words before its number, and the number."""
    found = _NUMBERED.fullmatch(plain(column))
    return (found[1], found[2]) if found and found[1] else None


def further_people(
    profiles: Sequence[ColumnProfile],
    scores: Mapping[str, Scores],
    chosen: Mapping[str, Guess],
) -> dict[str, Guess]:
    """Return the answers for columns that name further people, and of what is said of them."""
    sure = {item.name: Guess(*best(scores[item.name])) for item in profiles}
    names = [
        item
        for item in profiles
        if place_of(item.name) and sure[item.name].field == "name" and sure[item.name].confidence >= _LEAST
    ]
    if not any(guess.field == "name" for guess in chosen.values()):
        return {}
    lost = [item for item in names if chosen[item.name].field != "name"]
    further = [item for item in lost if item.of("person") > item.of("organization")]
    places = {place_of(item.name) for item in further}
    found = {item.name: sure[item.name] for item in further}
    for item in profiles:
        guess = sure[item.name]
        if place_of(item.name) in places and guess.field in _OWN and guess.confidence >= _LEAST:
            found[item.name] = guess
    return found


def groups(columns: Sequence[str], mapping: Mapping[str, str | None]) -> list[list[int]]:
    """Return the columns of each further person on a row, the name first; none where a row is one person."""
    names = [at for at, name in enumerate(columns) if mapping.get(name) == "name"]
    found = []
    for at in names[1:]:
        place = place_of(columns[at])
        if place is not None and place != place_of(columns[names[0]]):
            own = [other for other, name in enumerate(columns) if place_of(name) == place and other != at]
            found.append([at, *own])
    return found


def shared(columns: Sequence[str], mapping: Mapping[str, str | None], own: Iterable[int]) -> list[int]:
    """Return the columns that say of a further person what they say of everybody on the row."""
    taken = {mapping.get(columns[at]) for at in own}
    return [
        at
        for at, name in enumerate(columns)
        if mapping.get(name) in _SHARED
        and place_of(name) is None
        and (mapping.get(name) is None or mapping.get(name) not in taken)
    ]
