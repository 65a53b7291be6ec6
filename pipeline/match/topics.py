"""Longer texts as units of meaning: a compound is one word, so that a shared word is no shared meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.lexical import stop_words
from pipeline.match.text import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.match.concepts import Concepts
    from pipeline.match.fields import FieldMap
    from pipeline.match.text import Stems

#: The longest run of words that is looked up as one concept.
LONGEST = 6
#: What a related concept counts, beside 1 for the same.
KIN = 0.25


@dataclass(frozen=True, slots=True)
class Units:
    """What a text is made of: concepts it names, and words left over."""

    concepts: frozenset[str]
    words: tuple[str, ...]


def units_of(text: str, concepts: Concepts, fields: FieldMap, *, whole: bool = False) -> Units:
    """Return the units of a text; the longest concept or field phrase is taken first.

    ``whole`` reads the text as one interest, which means one thing.
    """
    found = stems(text)
    concept = concepts.of(text) if whole else None
    if concept is not None:
        return Units(frozenset({concept.name}), ())
    named: list[str] = []
    rest: list[str] = []
    at = 0
    while at < len(found):
        size, name = _longest(found, at, concepts, fields)
        if name:
            named.append(name)
        elif size > 1:
            rest.append(" ".join(found[at : at + size]))
        elif found[at] not in stop_words():
            rest.append(found[at])
        at += size
    return Units(frozenset(named), tuple(rest))


def _longest(found: Stems, at: int, concepts: Concepts, fields: FieldMap) -> tuple[int, str | None]:
    """Return how many words the unit at this place takes, and the concept it names, if it names one."""
    for size in range(min(LONGEST, len(found) - at), 0, -1):
        part = found[at : at + size]
        concept = concepts.by_stems.get(part)
        alone = size == len(found) or part[0] not in concepts.ambiguous
        if concept is not None and (size > 1 or alone):
            return size, concept.name
        if size > 1 and part in fields.phrases:
            return size, None
    return 1, None


def concept_overlap(left: Sequence[Units], right: Sequence[Units], concepts: Concepts) -> NDArray[np.float32]:
    """Return the share of concepts in common, of the text that names fewer; kin count a quarter."""
    names = sorted({name for unit in (*left, *right) for name in unit.concepts})
    at = {name: place for place, name in enumerate(names)}
    one, other = (
        _incidence([[at[n] for n in unit.concepts] for unit in side], len(at)) for side in (left, right)
    )
    if not names:
        return np.zeros((len(left), len(right)), np.float32)
    kin = np.array([[concepts.kin(a, b) for b in names] for a in names], np.float32)
    sizes = one.sum(axis=1)[:, None], other.sum(axis=1)[None, :]
    common = one @ other.T
    # A concept of the shorter text that the longer one has not, but has kin of.
    from_left = one @ (((kin @ other.T) > 0) * (1 - other.T))
    from_right = (((one @ kin) > 0) * (1 - one)) @ other.T
    near = np.where(sizes[0] <= sizes[1], from_left, from_right)
    few = np.minimum(*sizes)
    return np.asarray(np.where(few > 0, (common + KIN * near) / np.maximum(few, 1), 0), np.float32)


def _incidence(lists: Sequence[Sequence[int]], width: int) -> NDArray[np.float32]:
    """Return which ids each list holds, as zeros and ones: (lists, width)."""
    found = np.zeros((len(lists), width), np.float32)
    for row, ids in zip(found, lists, strict=True):
        row[list(ids)] = 1.0
    return found


def word_overlap(left: Sequence[Units], right: Sequence[Units]) -> NDArray[np.float32]:
    """Return how many words outside compounds are in common, from none and one (0) to three (1)."""
    both = {word for unit in left for word in unit.words} & {word for unit in right for word in unit.words}
    at = {word: place for place, word in enumerate(sorted(both))}
    one, other = (
        _incidence([[at[word] for word in unit.words if word in at] for unit in side], len(at))
        for side in (left, right)
    )
    return np.asarray(np.clip((one @ other.T - 1) / 2, 0, 1), np.float32)
