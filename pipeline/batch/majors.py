"""Majors as students and registrars write them, written out for print and for the map of fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.batch.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Below it, capitals alone are an abbreviation and stay.
_SHOUTED = 5
#: What stands before a comma, a hyphen or a blank, and capitals after it.
_LAST = re.compile(r"(\S.*?)(?:\s*[,-]\s*|\s)([A-Z][A-Za-z.]{1,5})")
_CODE = re.compile(r"\s*\([A-Z][A-Z.&/ -]{1,7}\)$")


def majors_of(values: Iterable[str]) -> tuple[str, ...]:
    """Return each major once and in order, written out; nothing for one that says there is none yet.

    A semicolon ends a major. Degrees before and codes behind it ("B.S. in", "(BSME)") go, and a name that is
    all capitals or all small letters is written like a title. The words stand in ``config/batch.toml``.
    """
    parts = (part.strip() for value in values for part in re.split(r"[;\n]", value))
    found = (_written_out(part) for part in parts if part)
    return tuple(dict.fromkeys(major for major in found if major))


def _written_out(text: str) -> str | None:
    words = words_of("majors")
    plain = _without_degree(_CODE.sub("", " ".join(text.split())), words["degrees"])
    key = plain.replace(".", "").casefold()
    if key in words["none_yet"] or plain.casefold() in words["none_yet"]:
        return None
    known: dict[str, str] = words["short"]
    return known.get(key) or _titled(_whole_words(plain, words["words"]), words["small"])


def _without_degree(text: str, degrees: list[str]) -> str:
    """Return "Finance" for "B.S. in Finance" and "Finance, BS"; a degree alone stays."""
    head, _, rest = text.partition(" ")
    if head.replace(".", "").casefold() in degrees and rest:
        text = re.sub(r"^(?:in|of)\s+", "", rest, flags=re.IGNORECASE)
    found = _LAST.fullmatch(text)
    return found[1] if found and found[2].replace(".", "").casefold() in degrees else text


def _whole_words(text: str, known: dict[str, str]) -> str:
    """Return a name of several words with those that are cut short written out."""
    parts = text.split(" ")
    if len(parts) == 1:
        return text
    return " ".join(known.get(part.rstrip(".").casefold(), part) for part in parts)


def _titled(text: str, small: list[str]) -> str:
    """Return a name in capitals or small letters alone like a title; any other as it is."""
    if not text.islower() and not (text.isupper() and len(text) >= _SHOUTED):
        return text
    words = [word if word in small else word[:1].upper() + word[1:] for word in text.lower().split()]
    return " ".join(words)
