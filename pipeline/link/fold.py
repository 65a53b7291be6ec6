"""Letters: what was damaged is mended, what decorates is dropped, what is in another script is read aloud."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape

#: Letters that do not fall apart into a base letter and an accent.
LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "ħ": "h",
        "ŋ": "n",
    }
)
MOJIBAKE = re.compile(r"[ÃÂÅÄÐÑ][\u0080-\u00bf\u0152-\u2122]")
#: Categories that decorate a name: emoji, symbols, controls, what is not assigned.
DECORATION = frozenset({"So", "Sk", "Sc", "Sm", "Cc", "Cf", "Co", "Cn", "Cs"})


def mend(text: str) -> str:
    """Return the text with UTF-8 that was read as Windows-1252 read rightly, where that is what happened."""
    if not MOJIBAKE.search(text):
        return text
    return " ".join(_mended(word) for word in text.split(" "))


def _mended(text: str) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def plain(text: str) -> str:
    """Return the text composed, without emoji, symbols and control characters."""
    if text.isascii() and text.isprintable() and "&" not in text:
        return text
    composed = unicodedata.normalize("NFKC", mend(unescape(text)))
    return "".join(" " if unicodedata.category(letter) in DECORATION else letter for letter in composed)


def fold(text: str) -> str:
    """Return the text in small Latin letters without accents; other scripts are read, not translated."""
    return text.lower() if text.isascii() else _folded(text)


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    lowered = plain(text).casefold().translate(LETTERS)
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(letter)
    )
    if bare.isascii():
        return bare
    from anyascii import anyascii

    return str(anyascii(bare)).lower()


def script(text: str) -> str:
    """Return ``latin``, ``han``, ``kana``, ``hangul``, ``abjad``, ``other`` or, with no letter, ``none``."""
    if text.isascii():
        return "latin" if any(letter.isalpha() for letter in text) else "none"
    found = {_script(letter) for letter in text if letter.isalpha()}
    for name in ("han", "hangul", "kana", "abjad", "other", "latin"):
        if name in found:
            return name
    return "none"


RANGES = (
    (0x0041, 0x024F, "latin"),
    (0x1E00, 0x1EFF, "latin"),
    (0x0590, 0x08FF, "abjad"),
    (0xFB1D, 0xFEFC, "abjad"),
    # Indic scripts, Thai, Lao, Burmese, Khmer: read letter by letter they lack vowels as much.
    (0x0900, 0x0EFF, "abjad"),
    (0x1000, 0x109F, "abjad"),
    (0x1780, 0x17FF, "abjad"),
    (0x3040, 0x30FF, "kana"),
    (0x31F0, 0x31FF, "kana"),
    (0x3400, 0x4DBF, "han"),
    (0x4E00, 0x9FFF, "han"),
    (0xF900, 0xFAFF, "han"),
    (0x20000, 0x323AF, "han"),
    (0x1100, 0x11FF, "hangul"),
    (0xAC00, 0xD7AF, "hangul"),
)


def _script(letter: str) -> str:
    point = ord(letter)
    return next((name for first, last, name in RANGES if first <= point <= last), "other")
