"""Texts against texts by their words: TF-IDF over stems or letters, as postings, with numpy alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.text import filler, folded, stems, stems_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Return the stems of words that carry no meaning of their own, from ``config/aliases.toml``."""
    return frozenset(stem for word in filler("stop") for stem in stems(word))


def by_words(text: str) -> list[str]:
    """Return the stems that carry meaning, and each pair of neighbours."""
    found = [stem for stem in stems_of(text) if stem not in stop_words()]
    return found + [f"{one} {two}" for one, two in pairwise(found)]


def by_stems(text: str) -> list[str]:
    """Return the stems that carry meaning."""
    return [stem for stem in stems(text) if stem not in stop_words()]


def by_letters(text: str) -> list[str]:
    """Return the runs of three to five letters within words, borders marked."""
    found: list[str] = []
    for word in folded(text).split():
        padded = f" {word} "
        for size in (3, 4, 5):
            found += [padded[at : at + size] for at in range(max(1, len(padded) - size + 1))]
    return found


@dataclass(frozen=True, slots=True)
class Postings:
    """Texts as columns of unit length: for each term, in which text it stands and with which weight."""

    count: int
    terms: dict[str, int]
    idf: NDArray[np.float32]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]

    def scores(self, texts: Sequence[str], analyse: Callable[[str], Iterable[str]]) -> NDArray[np.float32]:
        """Return the cosine of each text with each column, shape (len(texts), count), float32."""
        found = np.zeros((len(texts), self.count), np.float32)
        for row, text in zip(found, texts, strict=True):
            for term, weight in self.weighed(analyse(text)).items():
                span = slice(self.starts[term], self.starts[term + 1])
                row[self.rows[span]] += weight * self.weights[span]
        return found

    def weighed(self, found: Iterable[str]) -> dict[int, float]:
        """Return the unit weights of one text's terms; a term no column has still counts in its length."""
        counts = Counter(found)
        rare = float(self.idf.max(initial=1.0))
        length = 0.0
        known: dict[int, float] = {}
        for term, count in counts.items():
            at = self.terms.get(term)
            weight = (1.0 + np.log(count)) * (rare if at is None else float(self.idf[at]))
            length += weight * weight
            if at is not None:
                known[at] = weight
        scale = 1.0 / np.sqrt(length) if length else 0.0
        return {at: weight * scale for at, weight in known.items()}


def postings(
    texts: Sequence[str], analyse: Callable[[str], Iterable[str]], extra: Sequence[str] = ()
) -> Postings:
    """Return the texts as postings; document frequencies also count the ``extra`` texts.

    Weights are (1 + ln tf) * idf at unit length, idf = ln((1 + n) / (1 + df)) + 1, as scikit-learn's.
    """
    counted = [Counter(analyse(text)) for text in texts]
    frequency: Counter[str] = Counter(term for counts in counted for term in counts)
    frequency.update(term for text in extra for term in set(analyse(text)))
    terms = {term: at for at, term in enumerate(sorted({term for counts in counted for term in counts}))}
    total = len(texts) + len(extra)
    seen = np.array([frequency[term] for term in terms], np.float32)
    idf = (np.log((1 + total) / (1 + seen)) + 1).astype(np.float32)
    sizes = [len(counts) for counts in counted]
    at = np.fromiter((terms[term] for counts in counted for term in counts), np.int64, sum(sizes))
    raw = np.fromiter((count for counts in counted for count in counts.values()), np.float32, sum(sizes))
    rows = np.repeat(np.arange(len(texts), dtype=np.int32), sizes)
    weights = (1 + np.log(raw)) * idf[at] if len(raw) else raw
    length = np.sqrt(np.bincount(rows, weights**2, minlength=len(texts)))
    weights = (weights / np.where(length > 0, length, 1.0)[rows]).astype(np.float32)
    order = np.argsort(at, kind="stable")
    starts = np.searchsorted(at[order], np.arange(len(terms) + 1))
    return Postings(len(texts), terms, idf, starts, rows[order], weights[order])


def together(scores: NDArray[np.float32], most: int = 5) -> NDArray[np.float32]:
    """Return the mean of the ``most`` best columns of each row: several texts of one person as one."""
    count = min(most, scores.shape[1])
    best = np.partition(scores, scores.shape[1] - count, axis=1)[:, scores.shape[1] - count :]
    return np.asarray(best.mean(axis=1), np.float32)
