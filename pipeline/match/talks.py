"""What people speak on at an event: the titles and tracks of their talks, read as part of their rows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.match.text import filler, words_within
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
#: A word with a capital behind its first letter: "PostGIS", "QGIS"; most are names of tools.
_A_NAME = re.compile(r"\b[^\W\d_]+[A-Z]\w*\b")
#: Letters of the name of a track; what is longer is a sentence.
LONGEST_TRACK = 80


def with_talks(row: Row, talks: Sequence[Row]) -> Row:
    """Return the row with the titles of these sessions under ``talks`` and their tracks under ``tracks``.

    Each stands among the origins with its line of the agenda.
    """
    spoken = {talk["title"]: talk for talk in reversed(talks) if talk["title"]}
    tracks = {name: talk for talk in reversed(talks) for name in tracks_of(talk["description"])}
    if not spoken:
        return row
    cells = [
        {
            "field": name,
            "value": said,
            "file": talk["source_file"],
            "row": talk["source_row"],
            "column": None,
        }
        for name, held in (("talks", spoken), ("tracks", tracks))
        for said, talk in sorted(held.items())
    ]
    told = {"talks": sorted(spoken), "tracks": sorted(tracks)}
    return row | told | {"origins": [*row["origins"], *cells]}


def tracks_of(description: str | None) -> list[str]:
    """Return the tracks that lines such as "Track: Data Engineering" of what is told of a talk name."""
    return [found["name"].strip() for found in _track_line().finditer(description or "")]


@lru_cache(maxsize=1)
def _track_line() -> re.Pattern[str]:
    named = "|".join(map(re.escape, filler("track")))
    line = rf"^[ \t]*(?:{named})[ \t]*:[ \t]*(?P<name>\S[^\n]{{0,{LONGEST_TRACK}}})$"
    return re.compile(line, re.IGNORECASE | re.MULTILINE)


def spoken_of(row: Row, concepts: Concepts, fields: FieldMap) -> dict[str, tuple[str, str]]:
    """Return the concepts that titles and tracks of a row name, each with its column and what stands there.

    Two and three words of a title in a row are also one by themselves: what no list knows is an interest all
    the same, and so is a single word that only a name is written like ("PostGIS"). A track only names what
    the list knows.
    """
    found: dict[str, tuple[str, str]] = {}
    for title in row.get("talks", ()):
        words = words_within(title)[:MOST_WORDS]
        runs = (
            " ".join(words[at : at + size])
            for size in range(2, LONGEST_RUN + 1)
            for at in range(len(words) - size + 1)
        )
        alone = [] if title.isupper() else _A_NAME.findall(title)
        named = {concept.name for concept in map(concepts.of, (*runs, *alone)) if concept}
        for name in sorted(named | units_of(title, concepts, fields).concepts):
            found.setdefault(name, ("talks", title))
    for track in row.get("tracks", ()):
        for name in sorted(units_of(track, concepts, fields).concepts):
            found.setdefault(name, ("tracks", track))
    return found
