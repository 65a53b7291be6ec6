"""Marks in a name that say that somebody does not come: "WITHDRAWN: Old Mill", "Old Mill (cancelled)"."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.ingest import values


def without_mark(name: str | None) -> str | None:
    """Return the name without its mark, null for a name that has none."""
    found = _mark().fullmatch(name or "")
    return found and (found[1] or found[2])


@lru_cache(maxsize=1)
def _mark() -> re.Pattern[str]:
    # Shorter words are also names, or words beside one: "No", "Void".
    words = "|".join(re.escape(word) for word in values.words("status_cancelled") if len(word) > 5)
    before = rf"\W*(?:{words})\W*?\s?[:\u2013\u2014-]\s*(\S.*)"
    behind = rf"(\S.*?)\s*(?:[(\[*]|[\u2013\u2014-]\s)\s*(?:{words})[)\]*]*"
    return re.compile(f"{before}|{behind}", re.IGNORECASE)
