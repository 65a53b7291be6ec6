"""Names of the event's own people that stand in a session: in its title, its text, or among its guests."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pipeline.link.fold import fold
from pipeline.link.names import parse
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_WORD = re.compile(r"[^\W\d_][^\s,;:()\[\]|/&\u2013\u2014\"\u201c\u201d]*")
_BETWEEN = re.compile(r"\s+|\s*,\s*")
_BULLET = re.compile(r"^[\s\d.)*\u2022\u00b7-]*$")
_LONGEST, _MOST_TEXT = 4, 4_000
_ORGANIZER, _GUESTS = "Organizer: ", "Attendees: "
#: How sure a name is in the title, in a line that says who speaks, and among those who come.
TITLE, LINE, GUEST = 0.8, 0.7, 0.6
#: An agenda with so many organisers names its speakers by them.
_SPEAKING = 3
Mention = tuple[str, str, str, float]


class Finder:
    """Finds people by their names as they stand in running text: two words at least, written as names."""

    def __init__(self, by_key: Mapping[str, Any], key: Callable[[Any], str | None]) -> None:
        """``by_key`` holds what is known by the key of a name, ``key`` makes that key of a parsed name."""
        self.by_key, self.key = by_key, key
        self.tokens = {token for known in by_key for token in known.split()}

    def names(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and key of each known name, the longest first where several begin together."""
        words = [found.span() for found in _WORD.finditer(text)]
        at = 0
        while at < len(words):
            length = self._length(text, words, at)
            if length:
                start, end = words[at][0], words[at + length - 1][1]
                yield start, end, str(self.key(parse(text[start:end].rstrip(".'"))))
            at += max(1, length)

    def _length(self, text: str, words: list[tuple[int, int]], at: int) -> int:
        first = text[slice(*words[at])]
        if first[0].islower() or not (set(_pieces(first)) & self.tokens):
            return 0
        for length in range(min(_LONGEST, len(words) - at), 1, -1):
            run = words[at : at + length]
            gaps = (text[one[1] : two[0]] for one, two in pairwise(run))
            last = text[slice(*run[-1])]
            if last[0].islower() or not all(_BETWEEN.fullmatch(gap) for gap in gaps):
                continue
            if set(_pieces(last)) & self.tokens:
                known = self.key(parse(text[run[0][0] : run[-1][1]].rstrip(".'")))
                if known in self.by_key:
                    return length
        return 0


def _pieces(word: str) -> list[str]:
    pieces = re.findall(r"[^\W\d_]+", fold(word))
    return [*pieces, "".join(pieces)]


def mentioned(title: str, description: str, finder: Finder, *, organizers: int) -> Iterator[Mention]:
    """Yield key of the name, role, evidence and confidence of everybody a session names.

    ``organizers``: how many different people the agenda has as organisers. A name in the middle of a sentence
    of the description says nothing of who speaks, and is left out.
    """
    for _, _, known in finder.names(title):
        yield known, "speaker", "name_in_title", TITLE
    for line in description[:_MOST_TEXT].splitlines():
        if line.startswith(_ORGANIZER):
            role = "speaker" if organizers >= _SPEAKING else "organizer"
            yield from (
                (known, role, "organizer", GUEST) for *_, known in finder.names(line[len(_ORGANIZER) :])
            )
        elif line.startswith(_GUESTS):
            yield from (
                (known, "attendee", "guest", GUEST) for *_, known in finder.names(line[len(_GUESTS) :])
            )
        else:
            yield from ((known, "speaker", "name_in_text", LINE) for known in _spoken(line, finder))


def organizer_lines(description: str) -> list[str]:
    """Return the lines of a session that name its organiser."""
    return [line for line in description.splitlines() if line.startswith(_ORGANIZER)]


def _spoken(line: str, finder: Finder) -> Iterator[str]:
    """Yield the names in a line that stand where speakers are named: at its head, or behind a word for it."""
    plain = re.sub(r"<[^>]*>", " ", line)
    behind = ""
    for start, end, known in finder.names(plain):
        before = plain[:start] if not behind else plain[len(behind) : start]
        head = _BULLET.fullmatch(plain[:start]) is not None
        joined = bool(behind) and re.fullmatch(_joining(), before, re.IGNORECASE) is not None
        if head or joined or re.search(_leading(), plain[:start], re.IGNORECASE):
            behind = plain[:end]
            yield known


@cache
def _leading() -> str:
    return str(_table()["before"])


@cache
def _joining() -> str:
    return str(_table()["joining"])


def _table() -> dict[str, Any]:
    found: Any = read_toml(shared("config") / "agenda.toml")
    return dict(found["mentions"])
