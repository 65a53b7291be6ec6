"""How a list's words stand inside a sentence: in lower case, unless they are a name or an acronym."""

from __future__ import annotations

from functools import lru_cache

from pipeline.match.text import filler, folded
from pipeline.settings import read_toml
from pipeline.shared import shared

#: A text of more words than this is no name of a thing and stands in quotation marks.
MOST_WORDS = 6
_MARKS = frozenset('?!;:"\u201c\u201d()/|')


def in_sentence(text: str) -> str:
    """Return the text with ordinary words in lower case; names, acronyms, unknown words stay.

    What is written with capitals behind a small "the" is a name: "conservation at the National Archive".
    """
    head, the, name = text.partition(" the ")
    named = the + name if name[:1].isupper() else ""
    return " ".join(_word(word) for word in (head if named else text).split(" ")) + named


def told(text: str) -> str:
    """Return the text as it stands within a sentence; in quotation marks where it may not be a plain phrase.

    A capital that may belong to a name or may just begin the cell cannot be told apart: the list's own words.
    """
    said = in_sentence(text)
    return said if is_plain(said) else f"\u201c{text}\u201d"


def is_plain(said: str) -> bool:
    """Return whether a text reads as part of a sentence: few words, no marks, no capital that is unclear."""
    bare = [word.strip(".,") for word in said.split()]
    unclear = any(word[:1].isupper() and word[1:].islower() and folded(word) not in _names() for word in bare)
    own = not _first_person().isdisjoint(folded(word) for word in bare)
    return not unclear and not own and len(bare) <= MOST_WORDS and _MARKS.isdisjoint(said)


def _word(word: str) -> str:
    bare = word.strip(".,;:()")
    ordinary = bare[:1].isupper() and bare[1:].islower() and bare.casefold() in _ordinary()
    return word.casefold() if ordinary else word


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    """Return the words that concepts and fields always write in lower case, and those without meaning."""
    small, _ = _written()
    table = read_toml(shared("config") / "fields.toml")
    entries = [entry for entry in table.values() if isinstance(entry, dict)]
    listed = [
        text for entry in entries for kind in ("titles", "majors", "people") for text in entry.get(kind, ())
    ]
    return (small | {word for text in listed for word in text.split()}) - _names()


@lru_cache(maxsize=1)
def _first_person() -> frozenset[str]:
    """Return the words by which a text speaks of who wrote it: somebody else can only quote it."""
    return frozenset(filler("first_person"))


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Return the words that the concepts write with a capital, as names are."""
    return _written()[1]


@lru_cache(maxsize=1)
def _written() -> tuple[frozenset[str], frozenset[str]]:
    table = read_toml(shared("config") / "aliases.toml")
    words = {word for text in filler("stop") for word in text.split()}
    capital: set[str] = set()
    for head in ("professional", "personal", "exchange"):
        for text in _texts(table.get(head)):
            for word in text.replace("/", " ").split():
                (words if word == folded(word) else capital).add(folded(word))
    return frozenset(words), frozenset(capital)


def _texts(table: object) -> list[str]:
    if isinstance(table, dict):
        return [text for name, below in table.items() for text in (str(name), *_texts(below))]
    return [str(text) for text in table] if isinstance(table, list) else []
