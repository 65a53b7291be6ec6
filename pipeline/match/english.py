"""Work titles and studies in English words: ``config/titles.toml`` knows other languages and short forms."""

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
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_WORD = re.compile(r"[^\W_]+(?:[&.'][^\W_]+)*[+#.]?")
_SIGN = re.compile(r"[/(:*_\u00b7]")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
#: The longest run of words that is one entry, and the shortest beginning of a compound.
LONGEST_ENTRY, SHORTEST_PART = 5, 3
#: Titles are no longer than this; what is longer is no title and is read as it stands.
LONGEST_TITLE = 300
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
def in_english(text: str, *, short: bool = True) -> str:
    """Return a title or study with every entry in English; the text itself where it holds none.

    Without ``short``, short forms stay as they are.
    """
    titles = load_titles()
    if len(text) > LONGEST_TITLE:
        return text
    said = [str(word) for word in _WORD.findall(titles.marks.sub(" ", text) if _SIGN.search(text) else text)]
    keys = [bare(word) for word in said]
    if titles.starts.isdisjoint(keys) and not any(map(_alone, said)):
        return text
    found = list(_read(said, keys, titles, short=short))
    return _ordered(found) if any(known for _, known in found) else text


def _ordered(found: list[tuple[str, bool]]) -> str:
    """Return the pieces in English order: what stood after an "of" comes first."""
    done: list[str] = []
    turned = False
    for word, _ in found:
        if not word:
            turned = bool(done)
        elif turned:
            done.insert(0, word)
            turned = False
        else:
            done.append(word)
    return " ".join(done)


def _read(said: list[str], keys: list[str], titles: Titles, *, short: bool) -> Iterator[tuple[str, bool]]:
    """Yield each piece in English and whether an entry says so; an "of" is empty."""
    at = 0
    while at < len(keys):
        size, meaning = _longest(keys, at, titles)
        meaning = meaning or _alone(said[at])
        brief = said[at] in titles.capitals or tuple(keys[at : at + size]) in titles.brief
        spelt = brief and (not short or _spelt_out(said[at], keys))
        if meaning is not None and not spelt:
            yield meaning, meaning != keys[at]
        elif keys[at] in titles.of:
            yield "", False
        elif keys[at] not in titles.drop:
            yield said[at], False
        at += size


def _spelt_out(word: str, keys: list[str]) -> bool:
    """Return whether the other words of a title spell an acronym out: "Casino Shift Manager (CSM)"."""
    return bare(word) in "".join(key[:1] for key in keys)


def _longest(keys: list[str], at: int, titles: Titles) -> tuple[int, str | None]:
    if keys[at] in titles.starts:
        for size in range(min(LONGEST_ENTRY, len(keys) - at), 0, -1):
            meaning = titles.entries.get(tuple(keys[at : at + size]))
            if meaning is not None:
                return size, meaning
    return 1, None


@lru_cache(maxsize=100_000)
def _alone(said: str) -> str | None:
    """Return what one word says: an acronym, a plural, signs without spaces, a compound."""
    titles, key = load_titles(), bare(said)
    if said in titles.capitals:
        return titles.capitals[said]
    if (key,) in titles.entries:
        return titles.entries[(key,)]
    for ending in ("s", "es"):
        if len(key) > len(ending) + SHORTEST_PART and key.endswith(ending):
            meaning = titles.entries.get((key.removesuffix(ending),))
            if meaning is not None:
                return meaning
    return _signs(key, titles) if _IDEOGRAPHS.search(said) else _compound(key, titles)


def _signs(word: str, titles: Titles) -> str | None:
    """Return what a word of a script without spaces is made of; nothing when no part is known."""
    found, at, known = [], 0, False
    while at < len(word):
        for end in range(len(word), at, -1):
            meaning = titles.signs.get(word[at:end])
            if meaning is not None:
                found.append(meaning)
                at, known = end, True
                break
        else:
            found.append(word[at])
            at += 1
    return " ".join(found) if known else None


def _compound(word: str, titles: Titles) -> str | None:
    """Return the parts of a compound whose last part is known ("Softwareentwicklerin")."""
    for form in dict.fromkeys((word, word.removesuffix("in"), word.removesuffix("innen"))):
        if not form.endswith(titles.heads):
            continue
        head = max((head for head in titles.heads if form.endswith(head)), key=len)
        front = form.removesuffix(head)
        if len(front) >= SHORTEST_PART:
            return f"{_front(front, titles)} {titles.entries.get((head,), head)}"
    return None


def _front(front: str, titles: Titles) -> str:
    for link in ("", *titles.links):
        part = front.removesuffix(link)
        meaning = titles.parts.get(part) or titles.entries.get((part,))
        if meaning is not None:
            return meaning
    return front


@lru_cache(maxsize=100_000)
def bare(word: str) -> str:
    """Return a word in lower case without accents."""
    parts = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word[:LONGEST]).casefold())
    return "".join(letter for letter in parts if unicodedata.category(letter) != "Mn").strip(".")


def load_titles(path: Path | None = None) -> Titles:
    """Return the titles of this file, or the ones that ship."""
    return _load(str(path or shared("config") / "titles.toml"))


@lru_cache(maxsize=4)
def _load(path: str) -> Titles:
    from pathlib import Path

    table: dict[str, Any] = read_toml(Path(path))
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
    return tuple(bare(word) for word in _WORD.findall(form))


def _has_signs(key: Key) -> bool:
    return len(key) == 1 and bool(_IDEOGRAPHS.search(key[0]))


def _mark(text: str) -> str:
    """Return a pattern for a gender mark: at the end of a word where it begins with a sign."""
    return re.escape(text) + (r"(?![^\W_])" if text[-1].isalpha() else "")
