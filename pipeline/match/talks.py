"""What people speak on at an event: the titles of their talks, read as part of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.match.text import words_within
from pipeline.match.topics import units_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.match.concepts import Concepts
    from pipeline.match.fields import FieldMap
    from pipeline.match.messages import Row

#: The longest run of words of a title that may be somebody's interest though no list knows it.
LONGEST_RUN = 3
#: Words of a title that are read; a longer one is an abstract.
MOST_WORDS = 40


def with_talks(row: Row, talks: Sequence[Row]) -> Row:
    """Return the row with the titles of these sessions under ``talks``, each with its line of the agenda."""
    spoken = {talk["title"]: talk for talk in reversed(talks) if talk["title"]}
    if not spoken:
        return row
    cells = [
        {
            "field": "talks",
            "value": title,
            "file": talk["source_file"],
            "row": talk["source_row"],
            "column": None,
        }
        for title, talk in sorted(spoken.items())
    ]
    return row | {"talks": sorted(spoken), "origins": [*row["origins"], *cells]}


def spoken_of(row: Row, concepts: Concepts, fields: FieldMap) -> dict[str, str]:
    """Return the concepts that the titles of a row name, each with its title.

    Two and three words in a row are also one by themselves: what no list knows is an interest all the same.
    """
    found: dict[str, str] = {}
    for title in row.get("talks", ()):
        words = words_within(title)[:MOST_WORDS]
        runs = (
            " ".join(words[at : at + size])
            for size in range(2, LONGEST_RUN + 1)
            for at in range(len(words) - size + 1)
        )
        named = {concept.name for concept in map(concepts.of, runs) if concept}
        for name in sorted(named | units_of(title, concepts, fields).concepts):
            found.setdefault(name, title)
    return found
