"""Colleges of one university: several values under "College" are departments, one of all is the school."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.batch.words import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def with_departments(rows: list[dict[str, Any]], columns: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """Return the rows with ``department``: what was read as their school, where that is a college of it.

    ``columns`` is the field of each header. The students of one office go to one school, so several names
    under a header that can mean either are its colleges, and nothing is said of the school.
    """
    heads = {head.strip().casefold() for head, field in columns.items() if field == "school"}
    schools = {row["school"] for row in rows if row["school"]}
    colleges = len(schools) > 1 and heads and heads <= set(words_of("extra")["department"])
    return [
        {**row, "department": row["school"], "school": None} if colleges else {**row, "department": None}
        for row in rows
    ]
