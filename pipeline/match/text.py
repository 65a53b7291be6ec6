"""Texts as words and stems: the one way in which this stage reads anything."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Letters of bios and notes that are read; a longer text says nothing more about a person.
LONGEST = 20_000
#: Texts up to this length are met again and again and remembered.
SHORT = 100
_WORD = re.compile(r"[^\W_]+(?:[&'][^\W_]+)*[+#]*")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})
Stems = tuple[str, ...]


def folded(text: str) -> str:
    """Return the text in one form: compatibility characters resolved, case folded, apostrophes straight."""
    return _folded(text) if len(text) <= SHORT else _fold(text)


def _fold(text: str) -> str:
    plain_text = unicodedata.normalize("NFKC", text[:LONGEST]).translate(_APOSTROPHES).casefold()
    return plain_text.replace(" & ", " and ")


_folded = lru_cache(maxsize=100_000)(_fold)


def words(text: str) -> list[str]:
    """Return the words in order; ``m&a``, ``c++`` and ``c#`` are words, hyphens separate."""
    return _WORD.findall(folded(text))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of one folded word (Snowball, English); words of other scripts stay as they are."""
    word = _spelling().get(word, word)
    if not word.isascii() or not word.isalpha():
        return word.removesuffix("'s")
    return str(_stemmer().stemWord(word))


def filler(name: str) -> list[str]:
    """Return a list of words that carry no meaning of their own, from ``config/aliases.toml``."""
    return [str(word) for word in _wording()["filler"][name]]


def _spelling() -> dict[str, str]:
    spelling: dict[str, str] = _wording()["spelling"]
    return spelling


@lru_cache(maxsize=1)
def _wording() -> dict[str, Any]:
    """Return the small tables of the file, read once; the concepts in it are many and kept elsewhere."""
    table: dict[str, Any] = read_toml(shared("config") / "aliases.toml")
    return {name: table[name] for name in ("filler", "spelling")}


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def words_within(text: str) -> list[str]:
    """Return the words in order as they are written, of the letters that are read."""
    return [str(word) for word in _WORD.findall(text[:LONGEST].translate(_APOSTROPHES))]


@lru_cache(maxsize=100_000)
def stems(text: str) -> Stems:
    """Return the stems of a short text in order, remembered; for a long one see ``stems_of``."""
    return stems_of(text)


def stems_of(text: str) -> Stems:
    """Return the stems of a text in order; nothing is kept, so that long texts cost no memory."""
    return tuple(stem(word) for word in words(text))


@lru_cache(maxsize=100_000)
def plain(text: str | None) -> str:
    """Return letters and digits of the folded text, one space between words: what names are compared by."""
    return " ".join(words(text or ""))


def stated(values: Iterable[str], nothing: frozenset[str]) -> list[str]:
    """Return the values that say something, in order; "not specified" and its like say nothing."""
    return [value for value in values if _says(value, nothing)]


@lru_cache(maxsize=100_000)
def _says(value: str, nothing: frozenset[str]) -> bool:
    return folded(value).strip() not in nothing and bool(words(value))
