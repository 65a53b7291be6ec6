"""Longer texts as units of meaning: a compound is one word, so that a shared word is no shared meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.arrays import holders
from pipeline.match.lexical import stop_words
from pipeline.match.text import stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from pipeline.match.concepts import Concepts
    from pipeline.match.fields import FieldMap
    from pipeline.match.text import Stems

    Values = NDArray[np.float32]
    Ids = NDArray[np.int64]

#: The longest run of words that is looked up as one concept.
LONGEST = 6
#: What a related concept counts, beside 1 for the same.
KIN = 0.25
#: Words in common that count, the first of them nothing.
MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Units:
    """What a text is made of: concepts it names, the words that name each, and words left over."""

    concepts: frozenset[str]
    words: tuple[str, ...]
    named: tuple[tuple[str, Stems], ...] = ()


def units_of(text: str, concepts: Concepts, fields: FieldMap, *, whole: bool = False) -> Units:
    """Return the units of a text; the longest concept or field phrase is taken first.

    ``whole`` reads the text as one interest, which means one thing.
    """
    found = stems(text)
    concept = concepts.of(text) if whole else None
    if concept is not None:
        return Units(frozenset({concept.name}), ())
    named: list[tuple[str, Stems]] = []
    rest: list[str] = []
    at = 0
    while at < len(found):
        size, name = _longest(found, at, concepts, fields)
        if name:
            named.append((name, found[at : at + size]))
        elif size > 1:
            rest.append(" ".join(found[at : at + size]))
        elif found[at] not in stop_words():
            rest.append(found[at])
        at += size
    return Units(frozenset(name for name, _ in named), tuple(rest), tuple(named))


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


def concept_overlap(
    left: Sequence[Units], right: Sequence[Units], concepts: Concepts, worth: Values | None = None
) -> Values:
    """Return the share of concepts in common, of the text that names fewer; kin count a quarter.

    ``worth`` says of each pair what a concept counts that both name by the same words, else 1.
    """
    rows, columns = (holders([unit.concepts for unit in side]) for side in (left, right))
    common = np.zeros((len(left), len(right)), np.uint8)
    for name in rows.keys() & columns.keys():
        common[np.ix_(rows[name], columns[name])] += 1
    # A concept of the shorter text that the longer one has not, but has kin of.
    from_left, from_right = np.zeros_like(common), np.zeros_like(common)
    for name, near in _kin_only(rows, columns, len(right), concepts):
        from_left[np.ix_(rows[name], near)] += 1
    for name, near in _kin_only(columns, rows, len(left), concepts):
        from_right[np.ix_(near, columns[name])] += 1
    sizes, others = (np.array([len(unit.concepts) for unit in side], np.float32) for side in (left, right))
    near = np.where(sizes[:, None] <= others, from_left, from_right)
    few = np.maximum(np.minimum(sizes[:, None], others), 1)
    total = common + np.float32(KIN) * near
    if worth is not None:
        total -= (1 - worth) * _literal(left, right)
    return np.asarray(total / few, np.float32)


def _literal(left: Sequence[Units], right: Sequence[Units]) -> NDArray[np.uint8]:
    """Return how many concepts both texts of each pair name, and by the same words."""
    rows, columns = (holders([set(unit.named) for unit in side]) for side in (left, right))
    found = np.zeros((len(left), len(right)), np.uint8)
    for name in rows.keys() & columns.keys():
        found[np.ix_(rows[name], columns[name])] += 1
    return found


def _kin_only(
    mine: dict[str, Ids], theirs: dict[str, Ids], count: int, concepts: Concepts
) -> Iterator[tuple[str, Ids]]:
    """Yield concepts of one side and the texts of the other, of so many, that name kin of it but not it."""
    names, others = list(mine), list(theirs)
    for name, kin in zip(names, concepts.kinship(names, others), strict=True):
        holds = np.zeros(count, np.bool_)
        for at in np.flatnonzero(kin).tolist():
            holds[theirs[others[at]]] = True
        if name in theirs:
            holds[theirs[name]] = False
        if holds.any():
            yield name, np.flatnonzero(holds)


def word_overlap(left: Sequence[Units], right: Sequence[Units]) -> Values:
    """Return how many words outside compounds are in common, from none and one (0) to three (1)."""
    rows, columns = (holders([set(unit.words) for unit in side]) for side in (left, right))
    times = np.zeros((len(left), len(right)), np.uint8)
    for word in rows.keys() & columns.keys():
        block = np.ix_(rows[word], columns[word])
        times[block] += times[block] < MOST_WORDS
    return (np.maximum(times, 1) - np.float32(1)) / np.float32(MOST_WORDS - 1)
