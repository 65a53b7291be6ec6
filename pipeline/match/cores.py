"""What an offer or a need is about without "somebody who knows ...", and whether one holds the other."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.match.arrays import holders
from pipeline.match.lexical import stop_words
from pipeline.match.text import filler, stem, stems, words
from pipeline.match.vectors import load_vectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Values = NDArray[np.float32]

#: Pieces of the vocabulary, which begins with the words that are written most often, that are no rare word.
COMMON = 8_000
#: Words in common that are counted; longer texts are told by their other likenesses.
MOST = 250


class Cores(NamedTuple):
    """For each pair: words of meaning in common, rare ones too; whether one side, or both, has no other."""

    common: NDArray[np.uint8]
    rare: NDArray[np.uint8]
    held: NDArray[np.bool_]
    same: NDArray[np.bool_]


def core_of(text: str) -> dict[str, bool]:
    """Return the stems that say what a text is about, and which of them are rare words here.

    A text of nothing but frames keeps them.
    """
    found = {stem(word): word for word in words(text)}
    told = {name: is_rare(word) for name, word in found.items() if name not in stop_words()}
    return {name: rare for name, rare in told.items() if name not in frames()} or told


@lru_cache(maxsize=1)
def frames() -> frozenset[str]:
    """Return the stems of words that people put around what they mean, from ``config/aliases.toml``."""
    return frozenset(name for word in filler("frames") for name in stems(word))


@lru_cache(maxsize=20_000)
def is_rare(word: str) -> bool:
    """Return whether a word is written seldom: it stands far down in the vocabulary, or not at all."""
    ids = load_vectors().pieces.ids(word)
    return len(ids) != 1 or ids[0] > COMMON or ids[0] == 0


def cores(left: Sequence[str], right: Sequence[str]) -> Cores:
    """Return what the texts of each pair have in common: arrays of shape (left, right)."""
    one, other = ([core_of(text) for text in side] for side in (left, right))
    mine, theirs = (np.array([len(names) for names in side]) for side in (one, other))
    common = _shared(one, other)
    seldom = ([[name for name, rare in names.items() if rare] for names in side] for side in (one, other))
    held = (common > 0) & (common == np.minimum(mine[:, None], theirs))
    return Cores(common, _shared(*seldom), held, held & (mine[:, None] == theirs))


def _shared(one: Sequence[Iterable[str]], other: Sequence[Iterable[str]]) -> NDArray[np.uint8]:
    """Return how many words each pair has in common, up to 255."""
    rows, columns = holders(one), holders(other)
    found = np.zeros((len(one), len(other)), np.uint8)
    for name in rows.keys() & columns.keys():
        block = np.ix_(rows[name], columns[name])
        found[block] += found[block] < MOST
    return found
