"""What people are called where only a name stands: who shares theirs is told by organisation or title too."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

_COLUMNS = ("person_id", "name", "organization", "title")


def called(people: pl.DataFrame) -> dict[str, str]:
    """Return the name of everybody by person_id: "Ana Lee", and "Ana Lee (Acme)" where two share it.

    Who has no name is called by their organisation, and without one by the id.
    """
    return called_rows(people.select(_COLUMNS).iter_rows(named=True))


def called_rows(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the same for rows of People."""
    listed = list(rows)
    plain = {row["person_id"]: str(row["name"] or row["organization"] or row["person_id"]) for row in listed}
    shared = Counter(_folded(name) for name in plain.values())
    return {
        row["person_id"]: _told(row, plain[row["person_id"]])
        if shared[_folded(plain[row["person_id"]])] > 1
        else plain[row["person_id"]]
        for row in listed
    }


def _told(row: Mapping[str, Any], name: str) -> str:
    extra = next((row[key] for key in ("organization", "title") if row[key] and row[key] != name), None)
    return f"{name} ({extra})" if extra else name


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
