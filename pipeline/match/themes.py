"""Themes of everyday life: what two texts speak of, from ``config/themes.toml``, beside the words they share.

A list of themes knows more of everyday words than vectors that were trained on titles of jobs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.match.lexical import stop_words
from pipeline.match.remainder import Side, rest_scores, side_of
from pipeline.match.text import stems
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from pipeline.match.text import Stems

    Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Themes:
    """The phrases of all ``count`` themes by their stems, each with the themes it stands in."""

    phrases: Mapping[Stems, tuple[int, ...]]
    count: int
    longest: int

    def cut(self, text: str) -> list[Stems]:
        """Return the words of a text that mean something, a phrase of a theme in one piece."""
        found, at = stems(text), 0
        parts: list[Stems] = []
        while at < len(found):
            size = self._size(found, at)
            part = found[at : at + size]
            if part in self.phrases or part[0] not in stop_words():
                parts.append(part)
            at += size
        return parts

    def _size(self, found: Stems, at: int) -> int:
        sizes = range(min(self.longest, len(found) - at), 1, -1)
        return next((size for size in sizes if found[at : at + size] in self.phrases), 1)


@lru_cache(maxsize=1)
def load_themes() -> Themes:
    """Return the themes that ship; a phrase of several themes counts a share in each."""
    table: dict[str, Any] = read_toml(shared("config") / "themes.toml")
    listed = [str(words) for group in table.values() for words in group.values()]
    members: dict[Stems, set[int]] = {}
    for theme, words in enumerate(listed):
        for phrase in words.split(","):
            if key := stems(phrase):
                members.setdefault(key, set()).add(theme)
    held = {key: tuple(sorted(themes)) for key, themes in members.items()}
    return Themes(held, len(listed), max(map(len, members), default=1))


def theme_scores(left: Sequence[str], right: Sequence[str]) -> Values:
    """Return the cosine of the themes of each pair without the words both have, 0 to 1: (left, right)."""
    themes = load_themes()
    return rest_scores(_side(left, themes), _side(right, themes), alone=0.0, neither=0.0)


def _side(texts: Sequence[str], themes: Themes) -> Side:
    """Return texts as sums of their phrases, each at unit length; each word of one brings its share of it."""
    places: dict[Stems, int] = {}
    cut: list[dict[str, list[int]]] = []
    for text in texts:
        by_stem: dict[str, list[int]] = {}
        for part in themes.cut(text):
            place = places.setdefault(part if part in themes.phrases else (), len(places))
            for name in part:
                by_stem.setdefault(name, []).append(place)
        cut.append(by_stem)
    rows = np.zeros((len(places), themes.count), np.float32)
    for part, place in places.items():
        standing = themes.phrases.get(part, ())
        if standing:
            rows[place, list(standing)] = len(standing) ** -0.5 / len(part)
    return side_of(rows, cut)
