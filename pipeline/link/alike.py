"""How two names relate, and how similar two texts are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.link.names import Name


def relation(a: Name, b: Name) -> str:
    """Return ``equal`` or ``unlike`` (thin first form)."""
    if a.placeholder or b.placeholder:
        return "placeholder"
    if not a.tokens or not b.tokens:
        return "missing"
    if a.native or b.native:
        return "equal" if a.native == b.native else "foreign"
    if a.tokens == b.tokens:
        return "equal"
    return "order" if sorted(a.tokens) == sorted(b.tokens) else "unlike"


def is_common(name: Name) -> bool:
    """Return whether many people bear this name."""
    return not name.full


def similarity(left: Sequence[str], right: Sequence[str], method: str) -> list[float]:
    """Return how similar each two texts are, 0 to 1."""
    from rapidfuzz.distance import OSA, JaroWinkler
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cpdist

    scorers: dict[str, Any] = {
        "jaro_winkler": JaroWinkler.normalized_similarity,
        "damerau": OSA.normalized_similarity,
        "ratio": ratio,
    }
    if not left:
        return []
    values = cpdist(list(left), list(right), scorer=scorers[method]).tolist()
    return [value / 100 for value in values] if method == "ratio" else values
