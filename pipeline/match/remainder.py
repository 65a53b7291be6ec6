"""What two texts mean beside the words they share: a trap shares a word, a truth means the same.

Measured on the judged pairs, the cosine of the remainders tells truths from traps where the cosine of whole
texts is worse than chance (``bench/match_quality.py --judged``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.arrays import distinct, holders
from pipeline.match.lexical import stop_words
from pipeline.match.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.match.vectors import Vectors

    Values = NDArray[np.float32]
    Names = tuple[str, ...]

#: The likeness where one text has nothing left beside the shared words; it is 1 where neither has.
NOTHING_LEFT = 0.2
#: Sums below this are what rounding leaves.
NOISE = 1e-5


@dataclass(frozen=True, slots=True)
class Side:
    """Texts as sums of the vectors of their words: one row per word, and the words of each text by stem."""

    rows: Values
    texts: tuple[dict[str, list[int]], ...]
    sums: Values
    sizes: NDArray[np.int64]

    def without(self, texts: Sequence[int], shared: tuple[str, ...]) -> tuple[Values, NDArray[np.bool_]]:
        """Return the unit sums of some texts without these stems, and which of them have no word left."""
        gone = [[row for name in shared for row in self.texts[text][name]] for text in texts]
        counts = np.array([len(rows) for rows in gone])
        taken = self.rows[[row for rows in gone for row in rows]]
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        left = self.sums[texts] - np.add.reduceat(taken, starts, axis=0)
        # What rounding leaves of nothing is nothing.
        left[np.abs(left).max(axis=1) < NOISE] = 0.0
        return _unit(left), self.sizes[texts] == counts


def remainder_scores(left: Sequence[str], right: Sequence[str], vectors: Vectors) -> Values:
    """Return the cosine of what is left of each pair beside their shared stems, 0 to 1: (left, right)."""
    return rest_scores(_side(left, vectors), _side(right, vectors), alone=NOTHING_LEFT, neither=1.0)


def rest_scores(one: Side, other: Side, *, alone: float, neither: float) -> Values:
    """Return the cosine of each pair without the stems both have, 0 to 1.

    ``alone`` stands where one text has nothing else, ``neither`` where none has.
    """
    found = _products(_unit(one.sums), _unit(other.sums))
    where = holders(other.texts)
    times = np.zeros(found.shape, np.uint8)
    blank = (alone, neither)
    for name, rows in holders(one.texts).items():
        columns = where.get(name)
        if columns is not None:
            block = np.ix_(rows, columns)
            found[block] = _rest(one, rows.tolist(), other, columns.tolist(), (name,), blank)
            times[block] += times[block] < 2
    for names, (those, others) in _several(one, other, times).items():
        (mine, at), (theirs, there) = distinct(those), distinct(others)
        found[those, others] = _rest(one, mine, other, theirs, names, blank)[at, there]
    return np.clip(found, 0, 1, out=found)


def _several(one: Side, other: Side, times: NDArray[np.uint8]) -> dict[Names, tuple[list[int], list[int]]]:
    """Return the pairs that share more than one stem, by the stems they share."""
    found: dict[Names, tuple[list[int], list[int]]] = {}
    for row, column in np.argwhere(times > 1).tolist():
        names = tuple(sorted(one.texts[row].keys() & other.texts[column].keys()))
        rows, columns = found.setdefault(names, ([], []))
        rows.append(row)
        columns.append(column)
    return found


def _products(one: Values, other: Values) -> Values:
    """Return products that do not depend, to seven digits, on what else is compared at once."""
    return (one.astype(np.float64) @ other.T.astype(np.float64)).astype(np.float32)


def _rest(
    one: Side,
    rows: Sequence[int],
    other: Side,
    columns: Sequence[int],
    names: Names,
    blank: tuple[float, float],
) -> Values:
    """Return the cosines of some texts and others without the stems that each pair shares."""
    (mine, bare), (theirs, others) = one.without(rows, names), other.without(columns, names)
    found = np.maximum(_products(mine, theirs), 0)
    found[bare] = found[:, others] = blank[0]
    found[np.ix_(bare, others)] = blank[1]
    return found


def _side(texts: Sequence[str], vectors: Vectors) -> Side:
    """Return texts as sums of unit vectors; lengths only say how often a word names a job."""
    listed: dict[str, int] = {}
    cut: list[dict[str, list[int]]] = []
    for text in texts:
        by_stem: dict[str, list[int]] = {}
        for word in words(text):
            name = stem(word)
            if name not in stop_words():
                by_stem.setdefault(name, []).append(listed.setdefault(word, len(listed)))
        cut.append(by_stem)
    return side_of(vectors.encode(list(listed)), cut)


def side_of(rows: Values, cut: Sequence[dict[str, list[int]]]) -> Side:
    """Return texts, each given as its rows by stem, with the sum of each."""
    listed = [[row for found in by_stem.values() for row in found] for by_stem in cut]
    sums = np.zeros((len(cut), rows.shape[1]), np.float32)
    for at, ids in enumerate(listed):
        if ids:
            sums[at] = rows[ids].sum(axis=0)
    return Side(rows, tuple(cut), sums, np.array([len(ids) for ids in listed], np.int64))


def _unit(sums: Values) -> Values:
    """Return each row at unit length; an empty one stays empty."""
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(length > 0, length, 1), np.float32)
