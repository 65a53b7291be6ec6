"""What two texts mean beside the words they share: a trap shares a word, a truth means the same.

Measured on the judged pairs, the cosine of the remainders tells truths from traps where the cosine of whole
texts is worse than chance (``bench/match_quality.py --judged``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.lexical import stop_words
from pipeline.match.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.match.vectors import Vectors

#: The likeness of two texts of which one has nothing left beside the shared words.
NOTHING_LEFT = 0.5


@dataclass(frozen=True, slots=True)
class Side:
    """Texts as sums of the vectors of their words: one row per word, and the words of each text by stem."""

    rows: NDArray[np.float32]
    texts: tuple[dict[str, list[int]], ...]
    totals: NDArray[np.float32]

    def without(self, text: int, shared: set[str]) -> NDArray[np.float32] | None:
        """Return the unit sum of one text without these stems, or nothing when no word is left."""
        left = [row for name, rows in self.texts[text].items() if name not in shared for row in rows]
        return _unit(self.rows[left].sum(axis=0)) if left else None


def remainder_scores(left: Sequence[str], right: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    """Return the cosine of what is left of each pair beside their shared stems, 0 to 1: (left, right)."""
    one, other = _side(left, vectors), _side(right, vectors)
    found = one.totals @ other.totals.T
    where: dict[str, list[int]] = {}
    for at, text in enumerate(other.texts):
        for name in text:
            where.setdefault(name, []).append(at)
    for row, text in enumerate(one.texts):
        pairs: dict[int, set[str]] = {}
        for name in text:
            for column in where.get(name, ()):
                pairs.setdefault(column, set()).add(name)
        for column, shared in pairs.items():
            found[row, column] = _rest(one.without(row, shared), other.without(column, shared))
    return np.asarray(np.clip(found, 0, 1), np.float32)


def _rest(one: NDArray[np.float32] | None, other: NDArray[np.float32] | None) -> float:
    return NOTHING_LEFT if one is None or other is None else float(one @ other)


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
    rows = vectors.sums(list(listed))
    totals = np.zeros((len(texts), vectors.width), np.float32)
    for at, by_stem in enumerate(cut):
        ids = [row for found in by_stem.values() for row in found]
        if ids:
            totals[at] = _unit(rows[ids].sum(axis=0))
    return Side(rows, tuple(cut), totals)


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length else vector, np.float32)
