"""Which reading of bytes looks like names and places that people have."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WINDOW = 4000  # characters beyond ASCII that are looked at
_CLEAR_LEAD = 0.08
_PLAUSIBLE = 0.55
#: Two-byte ranges of the characters taught first: the makers of these sets sorted them by use.
_COMMON_BYTES = {
    "gb18030": (0xB0A1, 0xD7F9),
    "cp932": (0x889F, 0x9872),
    "big5": (0xA440, 0xC67E),
    "euc_jp": (0xB0A1, 0xCFD3),
    "cp949": (0xB0A1, 0xC8FE),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One codec, how plausible its text is (at most 1), and whether every other reading is clearly worse."""

    codec: str
    score: float
    sure: bool


@cache
def _letters() -> dict[str, dict[str, float]]:
    """Return per language the weight of each letter: 1 for the commonest, 0.8 for the last."""
    table: dict[str, Any] = read_toml(shared("config") / "encodings.toml")
    weights: dict[str, dict[str, float]] = {}
    for language, letters in table["letters"].items():
        step = 0.2 / max(len(letters), 1)
        weights[language] = {letter: 1.0 - index * step for index, letter in enumerate(letters)}
    return weights


def most_plausible(data: bytes, detected: Iterable[tuple[str, float]]) -> Reading:
    """Return the reading whose letters fit best; ``detected`` breaks ties."""
    codecs = list(read_toml(shared("config") / "encodings.toml")["codecs"])
    opinion = [codec for codec, _ in detected][:6]
    scored: list[tuple[float, int, str, str]] = []
    for order, codec in enumerate(codecs):
        text = _text(data, codec)
        if text is not None:
            bonus = 0.06 / (1 + opinion.index(codec)) if codec in opinion else 0.0
            scored.append((score(text, codec) + bonus, -order, codec, text))
    if not scored:
        return Reading("cp1252", 0.0, sure=False)
    scored.sort(reverse=True)
    best = scored[0]
    rival = next((item for item in scored[1:] if item[3] != best[3]), None)
    lead = best[0] - rival[0] if rival else 1.0
    return Reading(best[2], best[0], sure=lead >= _CLEAR_LEAD and best[0] >= _PLAUSIBLE)


def _text(data: bytes, codec: str) -> str | None:
    for cut in range(4):
        try:
            return data[: len(data) - cut].decode(codec)
        except UnicodeDecodeError as problem:
            if problem.start < len(data) - 4:
                return None
    return None


def score(text: str, codec: str) -> float:
    """Return how plausible a text is as a list of names and places: at most 1, far below 0 for rubbish."""
    foreign = [index for index, char in enumerate(text) if char > "\x7f"][:_WINDOW]
    if not foreign:
        return 1.0
    if codec in _COMMON_BYTES:
        return sum(_wide_weight(text, index, codec) for index in foreign) / len(foreign)
    return _narrow_score(text, foreign)


def _wide_weight(text: str, index: int, codec: str) -> float:
    char = text[index]
    point = ord(char)
    if 0x3040 <= point <= 0x30FF or 0x3000 <= point <= 0x3002 or 0xAC00 <= point <= 0xD7A3:
        return 1.0 if point < 0xAC00 or codec == "cp949" else -0.5
    if 0xFF61 <= point <= 0xFF9F or 0xE000 <= point <= 0xF8FF:
        return -0.8
    if 0xFF00 <= point <= 0xFF60 or unicodedata.category(char) in ("Po", "Ps", "Pe", "Pd"):
        return 0.5
    if not 0x4E00 <= point <= 0x9FFF:
        return -0.5
    code = int.from_bytes(char.encode(codec, errors="replace")[:2], "big")
    low, high = _COMMON_BYTES[codec]
    weight = 1.0 if low <= code <= high else 0.1
    around = text[max(index - 1, 0) : index] + text[index + 1 : index + 2]
    return weight - 0.6 * any(other.isascii() and other.isalpha() for other in around)


def _narrow_score(text: str, foreign: list[int]) -> float:
    odd = sum(_oddity(text, index) for index in foreign) / len(foreign)
    tables = list(_letters().values())
    by_language = [_covered(text, foreign, (weights,)) for weights in tables]
    # A list of several nations: the two languages that cover most, a little less plausible than one alone.
    first = max(range(len(tables)), key=by_language.__getitem__)
    pairs = [_covered(text, foreign, (tables[first], other)) for other in tables]
    return max(by_language[first], max(pairs) - 0.1) - odd


def _covered(text: str, foreign: list[int], tables: Sequence[dict[str, float]]) -> float:
    return sum(max(table.get(text[index], -0.4) for table in tables) for index in foreign) / len(foreign)


def _oddity(text: str, index: int) -> float:
    """Return 1 for a sign inside a word or a capital after a small letter, where no language has them."""
    char = text[index]
    before, after = text[index - 1] if index else " ", text[index + 1 : index + 2]
    if char.isalpha():
        mixed = not _latin(char) and (
            (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
        )
        return 0.7 if mixed or (char.isupper() and before.islower()) else 0.0
    inside = before.isalpha() and after.isalpha() and char not in "\u2019\u2018·"
    return 1.0 if inside or unicodedata.category(char) in ("Cc", "Co", "Cn", "So") else 0.3


def _latin(char: str) -> bool:
    return char < "\u0370" or "\u1e00" <= char < "\u1f00"
