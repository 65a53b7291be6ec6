"""The entries of ``config/titles.toml``: what words of other languages and short forms say in English."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.match.text import LONGEST
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WORD = re.compile(r"[^\W_]+(?:[&.'][^\W_]+)*[+#.]?")
#: Letters of scripts that write no spaces between words.
SIGNS = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Titles:
    """Entries by their bare words; ``starts`` holds the first word of each, so that most titles pass fast."""

    entries: Mapping[Key, str]
    starts: frozenset[str]
    capitals: Mapping[str, str]
    brief: frozenset[Key]
    signs: Mapping[str, str]
    of: frozenset[str]
    drop: frozenset[str]
    marks: re.Pattern[str]
    heads: tuple[str, ...]
    links: tuple[str, ...]
    parts: Mapping[str, str]


@lru_cache(maxsize=100_000)
def bare(word: str) -> str:
    """Return a word in lower case without accents."""
    parts = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word[:LONGEST]).casefold())
    return "".join(letter for letter in parts if unicodedata.category(letter) != "Mn").strip(".")


@lru_cache(maxsize=4)
def load_titles(path: Path | None = None) -> Titles:
    """Return the titles of this file, or the ones that ship."""
    table: dict[str, Any] = read_toml(path or shared("config") / "titles.toml")
    entries: dict[Key, str] = {}
    for name in ("short", "words"):
        for meaning, forms in table[name].items():
            for form in forms:
                entries.setdefault(_key(form), meaning)
    dropped = [str(item) for item in table["drop"]]
    marks = sorted((item for item in dropped if not item.isalpha()), key=len, reverse=True)
    compound = table["compound"]
    capitals = {form: meaning for meaning, forms in table["capitals"].items() for form in forms}
    parts = {bare(form): meaning for meaning, forms in compound["parts"].items() for form in forms}
    return Titles(
        entries=entries,
        starts=frozenset(key[0] for key in entries if key),
        capitals=capitals,
        brief=frozenset(_key(form) for forms in table["short"].values() for form in forms),
        signs={key[0]: meaning for key, meaning in entries.items() if _has_signs(key)},
        of=frozenset(table["of"]),
        drop=frozenset(bare(item) for item in dropped if item.isalpha()),
        marks=re.compile("|".join([r"\([mwfdxhvi/|* ]{1,9}\)", *map(_mark, marks)]), re.IGNORECASE),
        heads=tuple(bare(item) for item in compound["heads"]),
        links=tuple(compound["links"]),
        parts=parts,
    )


def _key(form: str) -> Key:
    return tuple(bare(word) for word in WORD.findall(form))


def _has_signs(key: Key) -> bool:
    return len(key) == 1 and bool(SIGNS.search(key[0]))


def _mark(text: str) -> str:
    """Return a pattern for a gender mark: at the end of a word where it begins with a sign."""
    return re.escape(text) + (r"(?![^\W_])" if text[-1].isalpha() else "")
