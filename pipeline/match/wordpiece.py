"""Word pieces as BERT cuts them (uncased): the reader of the vector table's vocabulary, in plain Python.

Equal to the published rules (Devlin et al., 2019): clean, split ideographs, lower case, strip accents, split
at spaces and punctuation, then the longest known piece first. ``bench/match_tokens.py`` compares it with the
reference.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: A word longer than this is unknown as a whole.
LONGEST_WORD = 100
_ASCII = re.compile(r"[a-z0-9]+|[^a-z0-9\s]")
_IDEOGRAPHS = re.compile(
    "([\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0002a6df\U0002a700-\U0002b73f\U0002b740-\U0002b81f"
    "\U0002b820-\U0002ceaf\uf900-\ufaff\U0002f800-\U0002fa1f])"
)
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class WordPiece:
    """Cuts texts into the ids of a vocabulary; words seen once are remembered."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids: Mapping[str, int] = {piece: at for at, piece in enumerate(vocabulary)}
        self._words: dict[str, tuple[int, ...]] = {}

    def ids(self, text: str) -> list[int]:
        """Return the ids of the pieces of a text, in order; a word that cannot be cut gives that of [UNK]."""
        remembered = self._words
        found: list[int] = []
        for word in split(text):
            pieces = remembered.get(word)
            found.extend(self._cut(word) if pieces is None else pieces)
        return found

    def _cut(self, word: str) -> tuple[int, ...]:
        pieces = self._pieces(word)
        if len(self._words) < 500_000:
            self._words[word] = pieces
        return pieces

    def _pieces(self, word: str) -> tuple[int, ...]:
        unknown = (self._ids["[UNK]"],)
        if len(word) > LONGEST_WORD:
            return unknown
        found: list[int] = []
        at = 0
        while at < len(word):
            for end in range(len(word), at, -1):
                piece = self._ids.get(("##" if at else "") + word[at:end])
                if piece is not None:
                    found.append(piece)
                    at = end
                    break
            else:
                return unknown
        return tuple(found)


def split(text: str) -> list[str]:
    """Return the words and marks of a text, cleaned, lower case, without accents."""
    if text.isascii() and text.isprintable():
        return _ASCII.findall(text.lower())
    cleaned = "".join(_clean(letter) for letter in text)
    spaced = _IDEOGRAPHS.sub(r" \1 ", cleaned)
    bare = (letter for letter in unicodedata.normalize("NFD", spaced) if unicodedata.category(letter) != "Mn")
    return [part for word in "".join(bare).lower().split() for part in _marks(word)]


def _clean(letter: str) -> str:
    if letter.isspace():
        return " "
    gone = letter in "\x00\ufffd" or unicodedata.category(letter).startswith("C")
    return "" if gone else letter


def _marks(word: str) -> list[str]:
    found: list[str] = []
    part = ""
    for letter in word:
        if letter in _PUNCTUATION or unicodedata.category(letter).startswith("P"):
            found += [part, letter] if part else [letter]
            part = ""
        else:
            part += letter
    return [*found, part] if part else found
