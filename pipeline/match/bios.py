"""Long texts: what a bio and the user's own words speak of, by stemmed TF-IDF and the mean of the five best.

Stemmed TF-IDF over words and pairs of words did as well as far heavier models on long texts; several texts of
one person are joined by the mean of the five that fit best.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.lexical import Postings, postings, stop_words, together
from pipeline.match.text import LONGEST, filler, stem, stems_of, words_within
from pipeline.match.wording import in_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.match.messages import Row
    from pipeline.profile import Profile

    Values = NDArray[np.float32]

#: How fast likeness counts: a cosine of .1, much for two short texts, is worth .55.
STEEP = 8.0
#: Topics that a sentence names at most, and how many there must be to be one.
MOST_TOPICS, LEAST_TOPICS = 3, 2
#: Users whose values are kept at once.
MOST_SEEN = 64
#: Letters around the first topic that are kept as evidence of a long bio.
AROUND = 120


@dataclass(frozen=True, slots=True)
class Bios:
    """The bios of a crowd. ``who[i]`` is the person whose bio is text i."""

    texts: Postings
    who: NDArray[np.int64]
    count: int

    def values(self, own: Sequence[str]) -> Values:
        """Return how much each person's bio speaks of what these texts do, 0 to 1; NaN where of nothing."""
        found = np.full(self.count, np.nan, np.float32)
        if own and len(self.who):
            cosines = together(self.texts.scores(own, by_topics).T)
            found[self.who] = np.where(cosines > 0, np.round(1.0 - np.exp(-STEEP * cosines), 6), np.nan)
        return found


@dataclass(frozen=True, slots=True)
class Spoken:
    """What each user says at length against the bios of a crowd; None where no user says anything."""

    texts: tuple[tuple[str, ...], ...]
    bios: Bios
    seen: dict[tuple[str, ...], Values] = field(default_factory=dict)

    def values(self, users: NDArray[np.int64], people: NDArray[np.int64]) -> Values:
        """Return the value of each pair, NaN where one side is silent; users (n, 1), people (1 or n, m)."""
        found = np.full((len(users), people.shape[1]), np.nan, np.float32)
        for row, user in enumerate(users[:, 0].tolist()):
            if self.texts[user]:
                found[row] = self._of(self.texts[user])[people[min(row, len(people) - 1)]]
        return found

    def _of(self, own: tuple[str, ...]) -> Values:
        if own not in self.seen:
            if len(self.seen) >= MOST_SEEN:
                self.seen.clear()
            self.seen[own] = self.bios.values(own)
        return self.seen[own]


def read_spoken(rows: Sequence[Row], texts: Sequence[tuple[str, ...]]) -> Spoken | None:
    """Return the users' texts and the bios of these rows; nothing when no user has any."""
    return Spoken(tuple(texts), read_bios(rows)) if any(texts) else None


def read_bios(rows: Sequence[Row]) -> Bios:
    """Return the bios of these rows; one without a word about any topic is none."""
    texts = [str(row["bio"] or "")[:LONGEST] for row in rows]
    who = [at for at, text in enumerate(texts) if any(True for _ in by_topics(text))]
    return Bios(postings([texts[at] for at in who], by_topics), np.array(who, np.int64), len(rows))


def own_texts(profile: Profile) -> tuple[str, ...]:
    """Return what the user says of themselves at length: headline, introduction, stories."""
    said = (profile.headline, profile.intro, *profile.proof_stories)
    return tuple(text[:LONGEST] for text in said if text and by_topics(text))


def by_topics(text: str) -> list[str]:
    """Return the stems that may be topics, and each pair of neighbours among them."""
    found = [name for name in stems_of(text) if name not in _silent() and len(name) > 1]
    return found + [f"{one} {two}" for one, two in pairwise(found)]


def common_topics(bio: str, own: Sequence[str]) -> list[str]:
    """Return the words of a bio that the user's texts also use, the rarest looking first, as written there.

    Empty below two of them: one word in common is chance.
    """
    mine = {name for text in own for name in by_topics(text)}
    found: dict[str, str] = {}
    for word in words_within(bio):
        found.setdefault(stem(word.casefold()), word)
    shared_ones = [name for name in dict.fromkeys(by_topics(bio)) if name in mine and name in found]
    if len(shared_ones) < LEAST_TOPICS:
        return []
    longest = sorted(shared_ones, key=lambda name: (-len(name), name))[:MOST_TOPICS]
    lower = {word for text in own for word in words_within(text)}
    written = (found[name] for name in sorted(longest, key=shared_ones.index))
    return [word.casefold() if word.casefold() in lower else in_sentence(word) for word in written]


def excerpt(bio: str, word: str) -> str:
    """Return the part of a bio around a word, whole words only: what stands as evidence."""
    at = max(bio[:LONGEST].casefold().find(word.casefold()), 0)
    begin, end = max(at - AROUND, 0), at + AROUND
    part = bio[begin:end]
    part = part if begin == 0 else part.partition(" ")[2]
    return part if end >= len(bio) else part.rpartition(" ")[0] or part


@lru_cache(maxsize=1)
def _silent() -> frozenset[str]:
    return stop_words() | {stem(word) for word in filler("bio")}
