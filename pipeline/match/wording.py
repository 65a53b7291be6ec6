"""How a list's words stand inside a sentence: in lower case, unless they are a name or an acronym."""

from __future__ import annotations

from functools import lru_cache

from pipeline.match.text import folded
from pipeline.settings import read_toml
from pipeline.shared import shared


def in_sentence(text: str) -> str:
    """Return the text with ordinary words in lower case; names, acronyms, unknown words stay."""
    return " ".join(_word(word) for word in text.split(" "))


def _word(word: str) -> str:
    bare = word.strip(".,;:()")
    ordinary = bare[:1].isupper() and bare[1:].islower() and bare.casefold() in _ordinary()
    return word.casefold() if ordinary else word


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    """Return the words that the concepts always write in lower case, and those without meaning."""
    table = read_toml(shared("config") / "aliases.toml")
    filler = table.get("filler")
    words = {word for text in (filler["stop"] if isinstance(filler, dict) else []) for word in text.split()}
    capital: set[str] = set()
    for head in ("professional", "personal", "exchange"):
        for text in _texts(table.get(head)):
            for word in text.replace("/", " ").split():
                (words if word == folded(word) else capital).add(folded(word))
    return frozenset(words - capital)


def _texts(table: object) -> list[str]:
    if isinstance(table, dict):
        return [text for name, below in table.items() for text in (str(name), *_texts(below))]
    return [str(text) for text in table] if isinstance(table, list) else []
