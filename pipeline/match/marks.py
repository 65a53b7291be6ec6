"""What of a target's row common ground is read from: school, houses, town, languages; and who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.match.text import plain
from pipeline.match.world import employers_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.match.messages import Row
    from pipeline.profile import Profile

#: A kind of common ground and the plain name that two must share.
Mark = tuple[str, str]
SCHOOL, HOUSE, TOWN, LANGUAGE = "school", "house", "town", "language"


def houses_of(row: Row) -> set[str]:
    """Return the names an employer may go by: also what stands before the comma of a department's name."""
    named = [row["organization"], row["name"] if row["kind"] == "organization" else None]
    return employers_of(row) | ({plain((name or "").split(",")[0]) for name in named} - {""})


def marks_of(row: Row) -> list[Mark]:
    """Return what others can have in common with this target, each once, in a fixed order."""
    found = {(SCHOOL, plain(row["school"]))}
    if row["kind"] == "person":
        found.add((SCHOOL, plain(row["organization"])))
    found |= {(HOUSE, name) for name in houses_of(row)}
    found.add((TOWN, plain((row["location"] or "").split(",")[0])))
    found |= {(LANGUAGE, plain(text)) for text in row["interests"]}
    return sorted(mark for mark in found if mark[1])


def says_place(row: Row) -> bool:
    """Return whether a target states anything that common ground is made of."""
    return bool(row["school"] or row["organization"] or row["location"] or row["kind"] == "organization")


def own_rows(
    profile: Profile, mails: Mapping[str, Sequence[int]], names: Mapping[str, Sequence[int]]
) -> list[int]:
    """Return the targets that are the user: by address where any list has it, else by name."""
    found = mails.get(plain(profile.email)) if profile.email else None
    return list(names.get(plain(profile.name), ()) if found is None else found)
