"""The words a debrief understands, from ``config/debrief.toml``."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Words:
    """Every table of the file, turned so that a word looks up what it means."""

    answers: Mapping[str, str]
    sorting: Mapping[str, str]
    columns: Mapping[str, str]
    line: Mapping[str, str]
    days: Mapping[str, int]
    weekdays: Mapping[str, int]
    before_weekday: Mapping[str, str]
    spans: Mapping[str, str]
    languages: tuple[str, ...]


@cache
def words() -> Words:
    """Return the words of this installation."""
    table = read_toml(shared("config") / "debrief.toml")
    return Words(
        answers=_turned(table["answers"]),
        sorting=_turned(table["sorting"]),
        columns=_turned(table["columns"]),
        line=_turned(table["line"]),
        days=table["days"],
        weekdays=table["weekdays"],
        before_weekday=_turned(table["before_weekday"]),
        spans=_turned(table["spans"]),
        languages=tuple(table["dates"]["languages"]),
    )


def _turned(table: dict[str, list[str]]) -> dict[str, str]:
    return {word: meaning for meaning, spellings in table.items() for word in spellings}


def plain(text: str | None) -> str:
    """Return the text in small letters with single blanks, for looking up; nothing becomes an empty text."""
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())


def tidy_text(text: str | None) -> str | None:
    """Return the text on one line without control characters, or None when nothing is left."""
    kept = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text or "")
    return " ".join(kept.split()) or None
