"""How alike texts are, by kind: the seam that quality is measured through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from pipeline.match.concepts import load_concepts
from pipeline.match.lexical import by_stems, postings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Kind = Literal["title", "major", "interest", "bio", "need"]


def need_scores(left: Sequence[str], right: Sequence[str]) -> NDArray[np.float32]:
    """Return how well each text on the left answers each on the right, shape (left, right), 0 to 1."""
    if not left or not right:
        return np.zeros((len(left), len(right)), np.float32)
    alike = postings(right, by_stems, extra=left).scores(left, by_stems)
    concepts = load_concepts()
    named = [
        [concept.name if (concept := concepts.of(text)) else "" for text in side] for side in (left, right)
    ]
    same = np.array([[one == other != "" for other in named[1]] for one in named[0]])
    return np.maximum(np.sqrt(np.clip(alike, 0, 1)), same.astype(np.float32)).astype(np.float32)
