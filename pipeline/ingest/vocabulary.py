"""Header words: what a column's name says about what is in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from pipeline.settings import read_toml
from pipeline.shared import shared

#: The names of list-formats that ``inspect`` and ``--map`` speak; None ignores a column.
CANONICAL = (
    "name",
    "given_name",
    "family_name",
    "email",
    "organization",
    "title",
    "role",
    "booth",
    "industry",
    "interests",
    "offers",
    "seeks",
    "majors",
    "positions",
    "work_authorization",
    "website",
    "linkedin",
    "twitter",
    "bio",
    "location",
    "school",
    "notes",
)
#: Taken only where the values prove them.
FURTHER = ("phone", "levels", "minors", "gpa", "graduation_date")
#: Read for what they decide, printed as ignored.
SILENT = ("status", "connected_on")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: Letters that do not come apart into a base letter and a mark.
_UNDIVIDED = str.maketrans(
    {"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i", "ð": "d", "þ": "th"}  # noqa: RUF001 - letters as they are
)
_WORD = re.compile(r"[^\W_]+|&")
#: "Name of the company" is about the company.
_NAME_OF = re.compile(
    r"^(?:names? of (?:the |your )?|nom (?:de l |de la |du |des |de votre )"
    r"|nombre (?:de la |del |de su |de tu )|nome (?:da |do |dell |della |del )"
    r"|name (?:der |des |ihrer |ihres |deiner |deines )|naam (?:van (?:het |de |uw )?))"
)
_SENTENCE = 4  # words from which a header is a question rather than a name


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """The phrases of config/headers.toml, turned round: phrase to fields."""

    exact: dict[str, tuple[str, ...]]
    inside: tuple[tuple[str, str], ...]
    filler: frozenset[str]
    somebody_else: tuple[str, ...]


@cache
def header_words() -> HeaderWords:
    """Return the header words, read once."""
    table: dict[str, Any] = dict(read_toml(shared("config") / "headers.toml"))
    filler = frozenset(map(plain, table.pop("filler")["words"]))
    other = tuple(plain(word) for word in table.pop("somebody_else")["has"])
    exact: dict[str, tuple[str, ...]] = {}
    inside: list[tuple[str, str]] = []
    for field, entry in table.items():
        for phrase in entry["is"]:
            key = plain(phrase)
            exact[key] = (*exact.get(key, ()), field) if field not in exact.get(key, ()) else exact[key]
        inside += [(plain(phrase), field) for phrase in entry["has"]]
    inside.sort(key=lambda item: (-len(item[0]), item[0]))
    return HeaderWords(exact, tuple(inside), filler, other)


def plain(header: str) -> str:
    """Return a header in small letters without accents and signs, words parted by one blank."""
    text = _CAMEL.sub(" ", header[:300])
    if text.isascii():
        return " ".join(_WORD.findall(text.casefold())).replace("&", "and")
    text = unicodedata.normalize("NFKD", text.casefold().translate(_UNDIVIDED))
    text = "".join(char for char in text if not unicodedata.combining(char) or ord(char) >= 0x3099)
    text = unicodedata.normalize("NFC", text)
    return " ".join(_WORD.findall(text)).replace("&", "and")


@dataclass(frozen=True, slots=True)
class Said:
    """What a header says: field to how surely (0-1); ``other`` marks a column about somebody else."""

    fields: dict[str, float]
    other: bool = False

    @property
    def best(self) -> float:
        """Return the surest word, 0 when none is known."""
        return max(self.fields.values(), default=0.0)


@lru_cache(maxsize=1 << 12)
def said(header: str) -> Said:
    """Return the fields a header speaks of."""
    known = header_words()
    text = plain(header)
    if not text:
        return Said({})
    found: dict[str, float] = {}
    bare = plain(re.sub(r"[(\uff08\[].*?[)\uff09\]]", "", header))
    counted = " ".join(re.sub(r"\d{1,2}$|\b\d{1,2}\b", " ", text).split())
    for variant, sure in (
        (text, 1.0),
        (bare, 0.95),
        (counted, 0.85),
        (text.removesuffix("s"), 0.9),
        (_NAME_OF.sub("", text), 0.9),
        (_without(text, known.filler), 0.85),
        (_without(bare, known.filler), 0.8),
    ):
        for field in known.exact.get(variant, ()):
            found[field] = max(found.get(field, 0.0), sure)
    size = len(text.split())
    for phrase, field in known.inside:
        if field not in found and contains(text, phrase):
            words = len(phrase.split())
            share = max(words / size, len(phrase) / len(text))
            found[field] = max(found.get(field, 0.0), 0.45 + 0.3 * share, _of_question(words, size, field))
    other = (
        any(contains(text, phrase) for phrase in known.somebody_else)
        and max(found.values(), default=0.0) < 1.0
    )
    return Said(found, other)


def _of_question(words: int, size: int, field: str) -> float:
    """Return how surely a phrase of this many words tells what a whole sentence asks for (0 to 0.72)."""
    if field == "ignore" or size < _SENTENCE or words < 2:
        return 0.0
    return 0.66 if words == 2 else 0.72


def _without(text: str, filler: frozenset[str]) -> str:
    return " ".join(word for word in text.split() if word not in filler)


def contains(text: str, phrase: str) -> bool:
    """Return whether the phrase stands in the text as whole words; East Asian ones as signs."""
    if any(ord(char) > 0x2E7F for char in phrase):
        return phrase in text
    return f" {phrase} " in f" {text} "


def fields_known() -> tuple[str, ...]:
    """Return every field a column may be mapped to."""
    return (*CANONICAL, *FURTHER, *SILENT)
