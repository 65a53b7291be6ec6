"""Lines below a speaker's name: "Chief Engineer at Acme" is a work title and an organisation."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pipeline.ingest import values
from pipeline.ingest.vocabulary import plain

_ENDS = re.compile(
    r"\s+(?:and|und|et|&)\s+[a-z].*|,(?!\s*(?:Inc|Ltd|LLC|GmbH|S\.?A|Corp|Co)\b).*|\s[-\u2013\u2014/]\s.*"
)


@cache
def _at() -> re.Pattern[str]:
    words = "|".join(sorted(values.words("tagline_at")))
    return re.compile(
        rf"([^|\n]{{2,80}}?)(?:\s+(?:{words})\s+|\s*@\s*)(?=[^\W_a-z])([^|\n\u2022\u00b7]{{2,80}})"
    )


def is_tagline(header: str) -> bool:
    """Return whether a column of this header says in one line what somebody does and where."""
    return plain(header) in values.words("tagline_headings")


def split_tagline(text: str) -> tuple[str, str] | None:
    """Return work title and organisation of "title at organisation"; null where it is not said so."""
    found = _at().match(text)
    if found is None:
        return None
    firm = _ENDS.sub("", found[2]).strip(" ,;.")
    return (found[1].strip(" ,;"), firm) if firm else None


def take_apart(record: dict[str, Any], column: str) -> None:
    """Part the title of a record that names no organisation; both are from this column."""
    found = None if record.get("organization") else split_tagline(str(record.get("title") or ""))
    if found:
        record["title"], record["organization"] = found
        record["read_from"] = [*record["read_from"], {"field": "organization", "column": column}]
