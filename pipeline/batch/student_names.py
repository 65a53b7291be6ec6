"""Names of students: as they are called, by which word they are sorted, and whether two are the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from anyascii import anyascii

from pipeline.link.names import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Share of names that are parted or have a comma where a list writes all so, and names that tell it at all.
_NEARLY, _FEW = 0.9, 5
_WORD = re.compile(r"\w+")


def called(row: Mapping[str, Any], *, family_first: bool = False) -> tuple[str, str]:
    """Return the name of a record and its family name; "Bergström, Emeka" is Emeka Bergström.

    ``family_first`` says that the whole list is written so. Both are empty where the record names nobody.
    """
    name = row["name"] or f"{row['given_name'] or ''} {row['family_name'] or ''}".strip()
    family, comma, given = (part.strip() for part in name.partition(","))
    if (comma and given and "," not in given) and (
        (family_first and not row["family_name"]) or _is_family(name, family)
    ):
        return f"{given} {family}", family
    return name, row["family_name"] or (family.split()[-1] if family else name)


def is_family_first(rows: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a list writes its names "Last, First": most were parted, and the rest has a comma."""
    names = [row for row in rows if row["name"]]
    parted = [row for row in names if row["given_name"] and row["family_name"]]
    left = [row for row in names if "," in row["name"] and not row["family_name"]]
    return len(names) >= _FEW and len(parted) * 2 > len(names) <= (len(parted) + len(left)) / _NEARLY


def _is_family(name: str, family: str) -> bool:
    """Tell whether what stands before the comma is the family name, and not a whole name before a title."""
    found = parse(name)
    return (
        bool(found.given)
        and set(found.family) <= set(same_words(family))
        and bool(found.family)
        and (found.given[0] not in same_words(family))
    )


def same_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in order of the alphabet, without accents and capitals, for comparing."""
    return tuple(sorted(_WORD.findall(anyascii(name).casefold())))
