"""Who speaks in an entry, as far as the entry itself says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST_WORDS = 6
_PARTICIPANT_NAME = re.compile(r"^(?:SUMMARY|X-NAME|NAME|FN)[^:\n]*:([^\n]+)", re.IGNORECASE | re.MULTILINE)
_PARTICIPANT_ROLE = re.compile(r"^PARTICIPANT-TYPE[^:\n]*:\s*SPEAKER\b", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of ``config/agenda.toml``, compiled."""

    title: tuple[re.Pattern[str], ...]
    description: tuple[re.Pattern[str], ...]
    after_last_dash: tuple[str, ...]
    between: re.Pattern[str]
    not_a_name: frozenset[str]


@cache
def patterns() -> Patterns:
    """Return the patterns that are shipped."""
    table: dict[str, Any] = read_toml(shared("config") / "agenda.toml")["speakers"]  # type: ignore[assignment]
    flags = re.IGNORECASE | re.MULTILINE
    return Patterns(
        title=tuple(re.compile(text, flags) for text in table["title"]),
        description=tuple(re.compile(text, flags) for text in table["description"]),
        after_last_dash=tuple(table["after_last_dash"]),
        between=re.compile(table["between"], re.IGNORECASE),
        not_a_name=frozenset(table["not_a_name"]),
    )


def names_in(text: str) -> list[str]:
    """Return the parts of a text such as "A. One, B. Two and C. Three" that can be names of people."""
    known = patterns()
    parts = (part.strip(" .\t\u00a0") for part in known.between.split(text))
    return [part for part in parts if _is_name(part, known.not_a_name)]


def _is_name(part: str, not_a_name: frozenset[str]) -> bool:
    words = part.split()
    if not 1 <= len(words) <= _MOST_WORDS or not part[0].isalpha() or any(mark in part for mark in "@:?!"):
        return False
    return not ({word.strip(".,()").lower() for word in words} & not_a_name)


def stated_speakers(title: str, description: str, program: str) -> list[str]:
    """Return the names that title and description give in one of the known forms, each once, in order."""
    return list(dict.fromkeys(_stated(title, description, program)))


def _stated(title: str, description: str, program: str) -> Iterator[str]:
    known = patterns()
    for pattern in known.title:
        if found := pattern.search(title):
            yield from names_in(found["names"])
            break
    if " - " in title and any(word in program.lower() for word in known.after_last_dash):
        yield from names_in(title.rsplit(" - ", 1)[1])
    for pattern in known.description:
        for found in pattern.finditer(description):
            yield from names_in(found["names"])


def participants(blocks: Iterable[str]) -> list[str]:
    """Return the names in PARTICIPANT components (RFC 9073) whose type is SPEAKER."""
    found = (_PARTICIPANT_NAME.search(text) for text in blocks if _PARTICIPANT_ROLE.search(text))
    return [match[1].replace("\\,", ",").strip() for match in found if match]
