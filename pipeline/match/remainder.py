"""What two texts mean beside the words they share: a trap shares a word, a truth means the same.

Measured on the judged pairs, the cosine of the remainders tells truths from traps where the cosine of whole
texts is worse than chance (``bench/match_quality.py --judged``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.lexical import stop_words
from pipeline.match.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.match.vectors import Vectors

#: The likeness where one text has nothing left beside the shared words; it is 1 where neither has.
NOTHING_LEFT = 0.2


@dataclass(frozen=True, slots=True)
class Side:
    """Texts as sums of the unit vectors of their words: one row per word, and the words of each text by stem.

    Every word counts alike: lengths of vectors say how often a word names a job, not what matters in a need.
    """

    rows: NDArray[np.float32]
    texts: tuple[dict[str, list[int]], ...]
    totals: NDArray[np.float32]
    seen: dict[tuple[int, tuple[str, ...]], NDArray[np.float32] | None] = field(default_factory=dict)

    def without(self, text: int, shared: tuple[str, ...]) -> NDArray[np.float32] | None:
        """Return the unit sum of one text without these stems, remembered; nothing when no word is left."""
        key = (text, shared)
        if key not in self.seen:
            self.seen[key] = self._without(text, shared)
        return self.seen[key]

    def _without(self, text: int, shared: tuple[str, ...]) -> NDArray[np.float32] | None:
        left = [row for name, rows in self.texts[text].items() if name not in shared for row in rows]
        return _unit(self.rows[left].sum(axis=0)) if left else None


def remainder_scores(left: Sequence[str], right: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    """Return the cosine of what is left of each pair beside their shared stems, 0 to 1: (left, right)."""
    one, other = _side(left, vectors), _side(right, vectors)
    found = _products(one.totals, other.totals.T)
    where: dict[str, list[int]] = {}
    for at, text in enumerate(other.texts):
        for name in text:
            where.setdefault(name, []).append(at)
    for row, text in enumerate(one.texts):
        pairs: dict[int, list[str]] = {}
        for name in text:
            for column in where.get(name, ()):
                pairs.setdefault(column, []).append(name)
        groups: dict[tuple[str, ...], list[int]] = {}
        for column, shared in pairs.items():
            groups.setdefault(tuple(shared), []).append(column)
        for names, columns in groups.items():
            found[row, columns] = _rest(one, row, other, columns, names)
    return np.asarray(np.clip(found, 0, 1), np.float32)


def _products(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return products that do not depend, to seven digits, on what else is compared at once."""
    return (one.astype(np.float64) @ other.astype(np.float64)).astype(np.float32)


def _rest(
    one: Side, row: int, other: Side, columns: Sequence[int], names: tuple[str, ...]
) -> NDArray[np.float32]:
    """Return the cosines of one text and several without the stems that they all share."""
    mine = one.without(row, names)
    theirs = [other.without(column, names) for column in columns]
    found = np.array([mine is None and vector is None for vector in theirs], np.float32)
    found = np.maximum(found, NOTHING_LEFT)
    if mine is not None:
        left = [at for at, vector in enumerate(theirs) if vector is not None]
        if left:
            found[left] = _products(np.stack([vector for vector in theirs if vector is not None]), mine)
    return found


def _side(texts: Sequence[str], vectors: Vectors) -> Side:
    listed: dict[str, int] = {}
    cut: list[dict[str, list[int]]] = []
    for text in texts:
        by_stem: dict[str, list[int]] = {}
        for word in words(text):
            name = stem(word)
            if name not in stop_words():
                by_stem.setdefault(name, []).append(listed.setdefault(word, len(listed)))
        cut.append(by_stem)
    rows = vectors.encode(list(listed))
    totals = np.zeros((len(texts), vectors.width), np.float32)
    for at, by_stem in enumerate(cut):
        ids = [row for found in by_stem.values() for row in found]
        if ids:
            totals[at] = _unit(rows[ids].sum(axis=0))
    return Side(rows, tuple(cut), totals)


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length else vector, np.float32)
