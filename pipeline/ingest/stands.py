"""Rows of exhibitors or employers that also name a contact: an organisation and a person at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

_OFFERED = frozenset({"booth", "positions"})
_STUDENTS = frozenset({"school", "gpa", "graduation_date", "connected_on"})
#: Two of these make a list one of employers, though a column says what they look for, as lists of people do.
_HIRING = frozenset({"booth", "majors", "levels", "positions", "work_authorization"})
_OF_ORGANIZATION = (
    "booth",
    "majors",
    "minors",
    "positions",
    "levels",
    "offers",
    "seeks",
    "industry",
    "website",
    "bio",
    "location",
    "work_authorization",
)
_ONLY_OF_ORGANIZATION = (
    "majors",
    "minors",
    "positions",
    "levels",
    "offers",
    "seeks",
    "bio",
    "work_authorization",
)


def are_stands(fields: Collection[str | None]) -> bool:
    """Return whether a list of these fields is of exhibitors with their contacts, not of people."""
    return (
        "organization" in fields
        and ("name" in fields or "family_name" in fields)
        and not _OFFERED.isdisjoint(fields)
        and _STUDENTS.isdisjoint(fields)
        and ("seeks" not in fields or len(_HIRING.intersection(fields)) > 1)
    )


def split_stand(record: dict[str, Any]) -> dict[str, Any] | None:
    """Return the organisation of a row that names a person too, and leave the person in the record."""
    if record["kind"] != "person" or not record.get("organization"):
        return None
    name = record["organization"]
    stand: dict[str, Any] = {
        "source_row": record["source_row"],
        "status": record["status"],
        "extra": record["extra"],
        "kind": "organization",
        "name": name,
        "organization": name,
    }
    stand |= {field: record[field] for field in _OF_ORGANIZATION if field in record}
    of_stand = {"organization", *_OF_ORGANIZATION}
    stand["read_from"] = [item for item in record["read_from"] if item["field"] in of_stand]
    for field in _ONLY_OF_ORGANIZATION:
        record.pop(field, None)
    gone = set(_ONLY_OF_ORGANIZATION)
    record["read_from"] = [item for item in record["read_from"] if item["field"] not in gone]
    return stand
