"""Titles that the field map does not know: the field whose titles mean nearly the same, by word vectors.

Such a field is only ever called related: it is never the user's own field, and never a reason by itself to
say more than that the words come close. Thresholds were measured on titles hidden from the map.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.english import in_english
from pipeline.match.fields import Hit, load_fields
from pipeline.match.text import folded, words
from pipeline.match.vectors import load_vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: How near a title must come to a field's own, and how much nearer than to any field that is no neighbour.
NEAR, AHEAD = 0.55, 0.15
#: The nearest phrases of a field that count.
BEST = 3
#: What a related field counts: enough to stand beside the user's, never enough to be it.
WEIGHT = 0.42


@lru_cache(maxsize=100_000)
def related_field(title: str) -> Hit | None:
    """Return the field that a title comes close to in meaning; nothing when it says nothing or is unclear."""
    read = telling(title)
    if not read:
        return None
    vector = load_vectors().encode([read])[0]
    if not vector.any():
        return None
    scores = np.array([np.sort(part @ vector)[-BEST:].mean() for part in _phrases()], np.float32)
    first = int(scores.argmax())
    far = load_fields().closeness[first] <= 0
    rival = float(scores[far].max(initial=0.0))
    if scores[first] < NEAR or scores[first] - rival < AHEAD:
        return None
    return Hit(first, WEIGHT, read)


def telling(title: str) -> str:
    """Return the words of a title that say what the work is; none for "Vice President" or "Student"."""
    silent = load_fields().vocabulary["says_nothing"]
    english = in_english(title)
    kept = [word for word in words(english) if folded(word) not in silent and not word.isdigit()]
    return folded(english) if any(len(word) > 2 for word in kept) else ""


@lru_cache(maxsize=1)
def _phrases() -> tuple[NDArray[np.float32], ...]:
    """Return the vectors of each field's titles, majors and parts, in the order of the map."""
    fields, vectors = load_fields(), load_vectors()
    listed: list[list[str]] = [[] for _ in fields.names]
    for group in fields.phrases.values():
        for hit in group:
            if hit.weight >= 1:
                listed[hit.field].append(hit.phrase)
    return tuple(vectors.encode(part) for part in listed)
