"""Which fields of whom stand on a sheet: read back from what was printed, not from what was meant."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

#: Columns of People that hold words about somebody; the others are ids and measures that are never printed.
TOLD = (
    "name", "organization", "title", "role", "booth", "industry", "interests", "offers", "seeks", "majors",
    "positions", "levels", "school", "website", "linkedin", "bio", "location",
)  # fmt: skip
_SHORTEST = 3


def printed_fields(people: pl.DataFrame, text: str) -> dict[str, list[str]]:
    """Return the ids of the people whose name stands in the text, by the fields of them that do.

    The key is the fields with commas between them. A value shorter than three characters counts only beside
    a printed name, so that a booth "A1" is no accident.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for row in people.select("person_id", *TOLD).iter_rows(named=True):
        if not row["name"] or escape(row["name"]) not in text:
            continue
        fields = [name for name in TOLD if _stands(row[name], text)]
        found[",".join(fields)].append(row["person_id"])
    return {key: sorted(ids) for key, ids in sorted(found.items())}


def _stands(value: str | list[str] | None, text: str) -> bool:
    parts = value if isinstance(value, list) else [value or ""]
    return any(part and len(part) >= _SHORTEST and escape(part) in text for part in parts)
