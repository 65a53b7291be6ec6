"""What to do about letters that no font here can draw: Latin letters instead, and one note a script."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\s<>&\"'\x00-\x7f]+")
#: Names of characters begin with their script; these two words belong together.
_TWO_WORDS = frozenset({"CJK UNIFIED", "OLD ITALIC", "CANADIAN SYLLABICS"})
_SHOWN = 6


def in_latin(text: str, undrawn: Iterable[str]) -> str:
    """Return the text with every word that holds one of these characters in Latin letters.

    Only runs of letters outside ASCII change, so that markup around them stays what it was.
    """
    from anyascii import anyascii

    missing = frozenset(undrawn)

    def plain(word: re.Match[str]) -> str:
        if not missing & set(word[0]):
            return word[0]
        return _begun(word[0], _harmless(anyascii(word[0]))) or " ".join(
            f"U+{ord(letter):04X}" for letter in word[0][:_SHOWN]
        )

    return _WORD.sub(plain, text)


def _begun(word: str, spelt: str) -> str:
    """Return the spelling with a capital where the script has none: it may be a name."""
    return spelt[:1].upper() + spelt[1:] if word.upper() == word.lower() else spelt


def _harmless(text: str) -> str:
    return re.sub(r"[<>&\"'\\]", " ", text).strip()


def script_of(character: str) -> str:
    """Return the script of a character by its Unicode name: HANGUL, DEVANAGARI, CJK UNIFIED."""
    words = unicodedata.name(character, "UNNAMED").split(" ")
    return " ".join(words[:2]) if " ".join(words[:2]) in _TWO_WORDS else words[0]


def missing_notes(characters: Iterable[str]) -> tuple[str, ...]:
    """Return one sentence per script that no font can draw, naming its first characters with code points."""
    scripts: dict[str, list[str]] = defaultdict(list)
    for character in sorted(set(characters)):
        scripts[script_of(character)].append(character)
    return tuple(_note(script, found) for script, found in sorted(scripts.items()))


def _note(script: str, found: list[str]) -> str:
    named = (f"{one!r} (U+{ord(one):04X} {unicodedata.name(one, 'unnamed')})" for one in found[:_SHOWN])
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return (
        f"no font on this computer can draw {script.capitalize()}, so it is printed in Latin letters: "
        f"{', '.join(named)}{more}; 'meetwell check --system' says how to get a font"
    )
