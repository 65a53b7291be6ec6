"""Roles that a list put into one cell, taken apart where each part is a role of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.match.text import folded

if TYPE_CHECKING:
    from pipeline.match.fields import FieldMap
    from pipeline.match.messages import Row

_BETWEEN = re.compile(r"\s*[,;/|\u2022]\s*|\s+(?:and|or|und|y|et)\s+")


def with_roles(row: Row, fields: FieldMap) -> Row:
    """Return the row with one position per role, without studies, roles and levels that are ruled out.

    A cell whose parts do not all stand alone stays whole.
    """
    parts = [part for text in row["positions"] for part in roles_of(text, fields)]
    found = row if parts == row["positions"] else row | {"positions": list(dict.fromkeys(parts))}
    for name in ("majors", "positions", "levels"):
        meant = [text for text in found[name] if not rules_out(text, fields)]
        if meant != found[name]:
            found = found | {name: meant}
    return found


def rules_out(text: str, fields: FieldMap) -> bool:
    """Return whether a text says who is not meant; "no-code" and "not for profit" say no such thing."""
    said = folded(text).split()
    first = len(said) > 1 and said[0] in fields.vocabulary["not_first"] and said[1] != "for"
    return first or not fields.vocabulary["not_within"].isdisjoint(word.strip(".,:;()") for word in said)


def roles_of(text: str, fields: FieldMap) -> list[str]:
    """Return the roles of one cell: "Teller, Loan officer" are two, "Analyst, Risk" is one."""
    parts = [part for part in _BETWEEN.split(text) if part]
    if len(parts) > 1 and all(_stands_alone(part, fields) for part in parts):
        return parts
    return [text]


def _stands_alone(part: str, fields: FieldMap) -> bool:
    named = any(hit.weight > WIDE for hit in fields.of_title(part).values())
    return named or bool(fields.kinds(part, fields.positions))


#: A hit of a wide name alone ("engineering") is no role.
WIDE = 0.5
