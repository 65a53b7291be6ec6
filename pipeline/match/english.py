"""Work titles and studies in English words: ``config/titles.toml`` knows other languages and short forms."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.match.title_words import SIGNS, WORD, bare, load_titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.match.title_words import Titles

_SIGN = re.compile(r"[/(:*_\u00b7]")
#: The longest run of words that is one entry, and the shortest beginning of a compound.
LONGEST_ENTRY, SHORTEST_PART = 5, 3
#: Titles are no longer than this; what is longer is no title and is read as it stands.
LONGEST_TITLE = 300


@lru_cache(maxsize=100_000)
def in_english(text: str, *, short: bool = True) -> str:
    """Return a title or study with every entry in English; the text itself where it holds none.

    Without ``short``, short forms stay as they are.
    """
    titles = load_titles()
    if len(text) > LONGEST_TITLE:
        return text
    said = [str(word) for word in WORD.findall(titles.marks.sub(" ", text) if _SIGN.search(text) else text)]
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
    return _signs(key, titles) if SIGNS.search(said) else _compound(key, titles)


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
