"""What users say they give and want against what the crowd says: each different phrase compared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.arrays import distinct, packed, padded
from pipeline.match.likeness import forget, need_scores
from pipeline.match.signals import drawn, either, trust_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.match.crowd import Crowd, Ragged
    from pipeline.match.world import World

    Values = NDArray[np.float32]
    Ids = NDArray[np.int64]


#: Phrases of the users that are compared with the crowd in one call, so that memory stays small.
PHRASES = 200


@dataclass(frozen=True, slots=True)
class Met:
    """For each phrase of the crowd how well a user meets it, 0 to 1, and which of the user's phrases does."""

    values: Values
    by: Ids


@dataclass(frozen=True, slots=True)
class Said:
    """The users' phrases against those of the crowd: ``best[phrase, column]``; the last of each is none.

    ``columns`` leads from a phrase of the crowd to its column, ``tokens`` from a person to theirs.
    """

    phrases: tuple[str, ...]
    ids: Ids
    best: Values
    columns: Ids
    tokens: Ids
    trust: Values

    def joined(self, structured: Values, users: Ids, people: Ids, neutral: float) -> Values:
        """Return what lists say joined with the best phrase of each pair; lists alone for a silent user.

        A need that nobody stated an answer to counts half of what an unknown one does, not nothing.
        """
        mine = self.best[self.ids[users[:, 0]]].max(axis=1)
        rows = np.arange(len(users))[:, None]
        found = np.zeros(structured.shape, np.float32)
        for theirs in self.tokens.T:
            found = np.maximum(found, mine[rows, theirs[people]])
        silent = self.ids[users, 0] == len(self.phrases)
        said = drawn(found, self.trust[people], neutral)
        return np.where(silent, structured, either(structured, said)).astype(np.float32)

    def met(self, user: int) -> Met:
        """Return how well one user meets each phrase of the crowd; a silent one meets none."""
        mine = self.best[self.ids[user]][:, self.columns]
        return Met(mine.max(axis=0), mine.argmax(axis=0))


def read_said(
    crowd: Crowd, theirs: Ragged, own: Sequence[tuple[str, ...]], world: World, *, offering: bool
) -> Said:
    """Return the users' offers (``offering``) against the crowd's needs, or their needs against offers."""
    listed = [str(text) for text in distinct(text for texts in own for text in texts)[0]]
    at = {text: place for place, text in enumerate(listed)}
    used, places = np.unique(theirs.ids, return_inverse=True)
    others = [crowd.phrases[place] for place in used]
    best = np.zeros((len(listed) + 1, len(others) + 1), np.float32)
    for begin in range(0, len(listed), PHRASES):
        part = listed[begin : begin + PHRASES]
        scores = need_scores(part, others) if offering else need_scores(others, part).T
        np.round(scores, 6, out=best[begin : begin + len(part), :-1])
    if len(listed) > PHRASES:
        forget()
    columns = np.full(len(crowd.phrases), len(others), np.int64)
    columns[used] = np.arange(len(others))
    return Said(
        phrases=tuple(listed),
        ids=padded([[at[text] for text in texts] for texts in own], len(listed)),
        best=best,
        columns=columns,
        tokens=packed(theirs.owners, places.ravel(), len(crowd), len(others)),
        trust=trust_of(crowd, theirs, world.settings),
    )
