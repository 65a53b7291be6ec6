"""What an event is called where nobody said so: what stands above its list, else its file's name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.errors import MeetwellError
from pipeline.flow.looking import look
from pipeline.ingest.schedule import EVENT_NAME
from pipeline.ingest.title_block import cells_above, without_times
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.ingest.importer import Inspection

_LONGEST = 80
_AGENDAS = {".json", ".xml"}
_WORD = re.compile(r"[^\W\d_]+")
_PART = re.compile(r"\s+[-\u2013\u2014:/]\s+|:\s+")
#: When a file was written, as its name says it: "2027-04-22-17-05-11", "05_30_2027", "(1)", "v7".
_WRITTEN = re.compile(
    r"(?<!\d)\d{4}[\W_]?\d\d[\W_]?\d\d(?:[\W_T]?\d\d){0,3}(?!\d)"
    r"|(?<!\d)\d{1,2}[-_.]\d{1,2}[-_.](?:\d{4}|\d\d)(?!\d)|\(\d+\)|(?<![^\W_])[vV]\d+(?![^\W_])"
)


def name_above(inspections: Iterable[Inspection | None]) -> str | None:
    """Return what the rows above a list call the event; null when none of them names one."""
    for cell in cells_above(inspections):
        parts = [part.strip(" ,;.-") for part in _PART.split(without_times(cell))]
        named = [part for part in parts if not _only_of_lists(part)]
        text = _without_list(": ".join(named))
        if 0 < len(text) <= _LONGEST and "@" not in text and _names_event(text):
            return text
    return None


def name_of_list(path: Path) -> str:
    """Return what a list is called: after its file, an agenda in a "schedule.json" after its own title."""
    named = name_of_file(path.stem)
    if not _only_of_lists(_WRITTEN.sub(" ", path.stem)) or path.suffix.lower() not in _AGENDAS:
        return named
    try:
        seen = look(str(path), as_format=None, mapping={}, encoding=None)
    except MeetwellError:  # taking it in says what is wrong with it
        return named
    title = title_of([seen]) or ""
    return _PART.split(title)[0].strip() or named


def title_of(inspections: Iterable[Inspection | None]) -> str | None:
    """Return what an agenda among these files calls its event."""
    notices = (item for one in inspections if one for item in one.notices)
    return next((item.raw for item in notices if item.code == EVENT_NAME and item.raw), None)


def name_of_file(stem: str) -> str:
    """Return the name of a file as a title, without what it says of the list and of when it was written."""
    words = re.sub(r"[_\W]+", " ", _WRITTEN.sub(" ", stem)).split()
    telling = [word for word in words if word.casefold() not in _words("list")]
    while telling and telling[0].casefold() in _words("linking"):
        del telling[0]
    while telling and telling[-1].casefold() in _words("linking"):
        del telling[-1]
    shown = " ".join(telling if any(map(_WORD.search, telling)) else words)
    return shown[:1].upper() + shown[1:] if _WORD.search(shown) else "Event"


def _without_list(text: str) -> str:
    """Return the text without words in front that say it is a list: "Guest list Harbor Makers Meetup"."""
    words = text.split()
    ahead = next((at for at, word in enumerate(words) if not _only_of_lists(word)), 0)
    said = _words("itself") & {*_folded(" ".join(words[:ahead]))}
    return " ".join(words[ahead:]) if said else text


def _only_of_lists(text: str) -> bool:
    return {*_folded(text)} <= _words("list") | _words("linking")


def _folded(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _names_event(text: str) -> bool:
    words = _folded(text)
    plain = f" {' '.join(words)} "
    ends = tuple(_words("event_endings"))
    return any(f" {name} " in plain for name in _words("event")) or any(word.endswith(ends) for word in words)


@cache
def _words(kind: str) -> frozenset[str]:
    table: dict[str, Any] = dict(read_toml(shared("config") / "event_names.toml"))
    return frozenset(table[kind])
