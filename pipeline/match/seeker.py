"""The user as arrays and phrases: what of the profile each signal works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.bios import own_texts
from pipeline.match.text import plain, stated

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    from pipeline.match.concepts import Concept, Concepts
    from pipeline.match.fields import FieldMap
    from pipeline.profile import Profile

#: A field the user names as adjacent is at least this close.
NAMED_ADJACENT = 0.8


@dataclass(frozen=True, slots=True)
class Seeker:
    """The user, read once. ``close[f]`` is 1 for own fields, the degree for neighbours, else 0.

    ``wished`` says that no field and no major is named, and the fields are those of the interests.
    """

    profile: Profile
    own: tuple[int, ...]
    close: NDArray[np.float32]
    concepts: dict[str, tuple[Concept, str]]
    offers: tuple[str, ...]
    seeks: tuple[str, ...]
    positions: frozenset[str]
    roles: tuple[str, ...]
    level: str | None
    majors: tuple[str, ...]
    major_fields: NDArray[np.float32]
    texts: tuple[str, ...] = ()
    wished: bool = False

    @property
    def applies(self) -> tuple[object, ...]:
        """Return all of the profile that what is hired is compared with; equal for users who apply alike."""
        one = self.profile
        studies = (one.field, one.adjacent_fields, one.majors, one.minors, one.positions, self.own)
        return (*studies, one.degree_level, one.graduation_date)


def read_seeker(profile: Profile, fields: FieldMap, concepts: Concepts) -> Seeker:
    """Return the user as this stage works with them; an unknown field leaves ``own`` empty."""
    nothing = fields.vocabulary["nothing"]
    named = _own_fields(profile, fields)
    own = named or _wished(profile, fields, concepts)
    majors = stated((*profile.majors, *profile.minors), nothing)
    level = fields.kinds(profile.degree_level or "", fields.levels)
    kinds = [(text, fields.kinds(text, fields.positions)) for text in stated(profile.positions, nothing)]
    interests: dict[str, tuple[Concept, str]] = {}
    for text in stated(profile.interests, nothing):
        concept = concepts.of(text)
        if concept is not None:
            interests.setdefault(concept.name, (concept, text))
    return Seeker(
        profile=profile,
        own=own,
        close=_close(profile, fields, own),
        concepts=interests,
        offers=tuple(stated(profile.offers, nothing)),
        seeks=tuple(stated(profile.seeks, nothing)),
        positions=frozenset().union(*(kind for _, kind in kinds)),
        roles=tuple(text for text, kind in kinds if not kind),
        level=next(iter(sorted(level - {"recent_graduate"})), None),
        majors=tuple(majors),
        texts=own_texts(profile),
        wished=own != named,
        major_fields=_vector(stated(profile.majors, nothing) or [profile.field or ""], fields),
    )


def _own_fields(profile: Profile, fields: FieldMap) -> tuple[int, ...]:
    named = _strongest([profile.field] if profile.field else [], fields)
    return named or _strongest(list(profile.majors), fields)


def _wished(profile: Profile, fields: FieldMap, concepts: Concepts) -> tuple[int, ...]:
    """Return the fields that interests of work name outright, for a user who names no field and no major."""
    if profile.field or profile.majors:
        return ()
    read = [(text, concepts.of(text)) for text in profile.interests]
    of_work = [text for text, concept in read if concept is not None and _is_of_work(concept, concepts)]
    vector = _vector(of_work, fields)
    return tuple(int(at) for at in np.flatnonzero(vector >= 1))


def _is_of_work(concept: Concept, concepts: Concepts) -> bool:
    return not concept.known or concept.name in concepts.professional


def _strongest(texts: list[str], fields: FieldMap) -> tuple[int, ...]:
    vector = _vector(texts, fields)
    top = float(vector.max(initial=0.0))
    return tuple(int(at) for at in np.flatnonzero(vector >= top)) if top > 0 else ()


def _vector(texts: list[str], fields: FieldMap) -> NDArray[np.float32]:
    found = np.zeros(len(fields.names), np.float32)
    for text in texts:
        for at, hit in fields.of_text(text).items():
            found[at] = max(found[at], hit.weight)
    return found


def _close(profile: Profile, fields: FieldMap, own: tuple[int, ...]) -> NDArray[np.float32]:
    close = np.zeros(len(fields.names), np.float32)
    for at in own:
        close = np.maximum(close, fields.closeness[at])
    for at in _strongest_each(profile.adjacent_fields, fields):
        close[at] = max(float(close[at]), NAMED_ADJACENT)
    return close


def _strongest_each(texts: tuple[str, ...], fields: FieldMap) -> list[int]:
    return [at for text in texts for at in _strongest([text], fields)]


def graduates_near(profile: Profile, day: dt.date, months: int) -> bool | None:
    """Return whether the user graduates or graduated within so many months of this day; None when unknown."""
    if profile.graduation_date is None:
        return None
    return abs((profile.graduation_date - day).days) <= months * 31


def places(profile: Profile) -> frozenset[str]:
    """Return the plain names of the towns the user named."""
    return frozenset(plain(text.split(",")[0]) for text in profile.locations if plain(text.split(",")[0]))
