"""Who speaks in an entry, as far as the entry itself says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.ingest.ics_scan import unfold
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.ingest.ics_scan import Block

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
    table: dict[str, Any] = read_toml(shared("config") / "agenda.toml")["speakers"]
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


def speakers_of(event: Any, block: Block, title: str, description: str, program: str) -> list[str]:
    """Return who speaks in a parsed VEVENT: participants, attendees marked so, names in its texts."""
    structured = participants(unfold(part)[0] for part in block.people)
    marked = [name for name, role in _attendees(event) if "SPEAKER" in role]
    return list(dict.fromkeys([*structured, *marked, *stated_speakers(title, description, program)]))


def people_lines(event: Any) -> list[str]:
    """Return organiser and attendees as lines of text, so that linking can find known names there."""
    organizers = [str(getattr(value, "params", {}).get("CN", "")) for value in _all(event, "ORGANIZER")]
    lines = [f"Organizer: {name}" for name in organizers if name and "@" not in name]
    names = [name for name, _ in _attendees(event) if "@" not in name]
    return [*lines, *([f"Attendees: {', '.join(names[:50])}"] if names else [])]


def _attendees(event: Any) -> list[tuple[str, str]]:
    params = (getattr(value, "params", {}) for name in ("ATTENDEE", "CONTACT") for value in _all(event, name))
    return [
        (str(one.get("CN", "")).strip('" '), f"{one.get('ROLE', '')} {one.get('X-ROLE', '')}".upper())
        for one in params
        if one.get("CN")
    ]


def _all(event: Any, name: str) -> list[Any]:
    value = event.get(name)
    return [] if value is None else value if isinstance(value, list) else [value]
