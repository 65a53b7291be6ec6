"""Text from lists, made safe to print: no control or direction characters, no endless words, not too long."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Joiners that Arabic, Persian and Indic scripts need to be written right.
_NEEDED_FORMAT = frozenset("\u200c\u200d")
_BLANKS = re.compile(r"\s+")
#: A "word" longer than this is no word of any language; it gets places to break.
_LONGEST_WORD = 40
_BREAK = "\u200b"
_ACCENT = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED = re.compile(rf"({_ACCENT}{{4}}){_ACCENT}+")
#: Letters of scripts written from the right, and what stands between two of them in one name.
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_FROM_RIGHT = re.compile(rf"[{_RIGHT}](?:[ '\u2019.\u200b-\u200d-]*[{_RIGHT}])*")
_LINK = re.compile(r"(?:https://[^\s\"'<>\\^`{|}]+|mailto:[^\s\"'<>\\^`{|}?]+)", re.IGNORECASE)


def printable(text: str | None, limit: int = 300) -> str:
    """Return the text on one line, at most ``limit`` long, without control and direction characters.

    What is cut off ends in an ellipsis; of a longer text only the part that can be printed is looked at.
    """
    return _printable(text[: 4 * limit + 100], limit) if text else ""


@lru_cache(maxsize=16384)  # the sheets of one event say the same of the same people over and over
def _printable(window: str, limit: int) -> str:
    # A place to break has no width: it parts no word, and is set anew below.
    whole = window.replace(_BREAK, "")
    kept = "".join(character if _is_printable(character) else " " for character in whole)
    plain = _BLANKS.sub(" ", _PILED.sub(r"\1", kept)).strip()
    broken = " ".join(_breakable(word) for word in plain.split(" "))
    return broken if len(broken) <= limit else f"{broken[: limit - 1].rstrip()}\u2026"


def _is_printable(character: str) -> bool:
    return (
        unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"} or character in _NEEDED_FORMAT
    )


def _breakable(word: str) -> str:
    pieces = (word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD))
    return word if len(word) <= _LONGEST_WORD else _BREAK.join(pieces)


def isolated(text: str) -> str:
    """Return the text with each name written from the right kept apart: numbers beside it stay there."""
    return _FROM_RIGHT.sub("\u2068\\g<0>\u2069", text)


def printables(texts: Iterable[str] | None, *, limit: int = 80, most: int = 12) -> tuple[str, ...]:
    """Return the non-empty texts, each cleaned and cut, without repeats, in their order, at most ``most``."""
    clean = (printable(text, limit) for text in texts or ())
    return tuple(dict.fromkeys(text for text in clean if text))[:most]


def safe_link(url: str | None) -> str | None:
    """Return an https or mailto address that is safe to print as a link, else None."""
    if not url or len(url) > 500:
        return None
    return url if _LINK.fullmatch(url.strip()) else None
