"""Names of organisations and schools in the one form in which they can be compared."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline.link.fold import fold
from pipeline.link.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WORD = re.compile(r"[^\W_]+")
MARKS = re.compile("[\u2122\u00ae\u00a9\u2120]")


@lru_cache(maxsize=100_000)
def organization(text: str) -> str | None:
    """Return the name without legal form and punctuation; nothing when it names no employer."""
    return _named(_without_tail(_tokens(text), words("organizations")["forms"]))


def _named(tokens: Sequence[str]) -> str | None:
    """Return the words as one; nothing where they say that there is no employer."""
    known = words("organizations")
    joined, said = "".join(tokens), {*tokens}
    nobody = joined in known["none"] or (said & known["idle"] and said <= known["idle"] | known["beside"])
    return None if nobody else joined or None


@lru_cache(maxsize=100_000)
def former(text: str) -> str | None:
    """Return the name that a firm bore earlier where it stands behind today's: "Tidal (formerly Brook)"."""
    found = _formerly().search(text)
    return organization(found[1]) if found else None


@cache
def _formerly() -> re.Pattern[str]:
    said = "|".join(re.escape(word) for word in sorted(words("organizations")["formerly"], key=len)[::-1])
    return re.compile(rf"\s*[,;(\[\u2013-]\s*(?:{said})\b\.?:?\s+([^)\]]+)[)\]]?\s*$", re.IGNORECASE)


@lru_cache(maxsize=100_000)
def short(text: str) -> str | None:
    """Return the same without a country or ``group`` at its end: ``Google Germany GmbH`` gives ``google``.

    Two names are one only when the short form of one is the whole of the other: Air Canada is not Air France.
    """
    known = words("organizations")
    tokens = _without_tail(_tokens(text), known["forms"])
    kept = _without_tail(tokens, known["tail"] | known["forms"])
    if kept[-1:] and kept[-1] in known["small"]:
        kept = tokens
    return _named(kept)


@lru_cache(maxsize=100_000)
def _tokens(text: str) -> tuple[str, ...]:
    told = MARKS.sub("", _formerly().sub("", text) or text)
    cleaned = fold(_basename(told)).replace("&", " and ")
    cleaned = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", cleaned)
    return tuple(WORD.findall(cleaned))


def _basename(text: str) -> str:
    """Return the text without the legal forms at its end, taken off as ``cleanco`` takes them off.

    Only the forms whose last word stands in the text are tried, and most names end in none.
    """
    from cleanco.clean import normalized, strip_punct, strip_tail

    last = fold(text.rsplit(None, 1)[-1] if text.strip() else "")
    if re.sub(r"[^a-z0-9]", "", last) not in _last_words():
        return text
    name: str = strip_tail(text)
    folded = name.lower() if name.isascii() else normalized(name)
    kept, spoken = name.split(), [strip_punct(word) for word in folded.split()]
    for _, form in sorted(form for word in {*spoken} for form in _legal_forms().get(word, ())):
        if tuple(spoken[-len(form) :]) == form:
            del spoken[-len(form) :], kept[-len(form) :]
    return str(strip_tail(" ".join(kept))) or text


@cache
def _legal_forms() -> Mapping[str, list[tuple[int, tuple[str, ...]]]]:
    """Return the legal forms by their last word, each with its place in the order they are tried in."""
    from cleanco.clean import prepare_default_terms

    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    terms: list[tuple[int, list[str]]] = prepare_default_terms()
    for place, (_, parts) in enumerate(terms):
        found.setdefault(parts[-1], []).append((place, tuple(parts)))
    return found


@cache
def _last_words() -> frozenset[str]:
    """Return the last words of all legal forms, so that names that end otherwise need no search."""
    return frozenset(re.sub(r"[^a-z0-9]", "", fold(word)) for word in _legal_forms())


def _without_tail(tokens: Sequence[str], tail: frozenset[str]) -> list[str]:
    kept = list(tokens)
    while len(kept) > 1 and kept[0] in words("organizations")["heads"]:
        kept.pop(0)
    while len(kept) > 1 and kept[-1] in tail:
        kept.pop()
    return kept


@lru_cache(maxsize=50_000)
def school(text: str) -> str | None:
    """Return the words that carry the name, abbreviations written out; nothing when there are none."""
    return " ".join(school_words(text)) or None


def school_words(text: str) -> list[str]:
    """Return the words that carry a name, in their order, abbreviations written out."""
    known = words("organizations")
    longer = known.maps["abbreviations"]
    return [longer.get(word, word) for word in WORD.findall(fold(text)) if word not in known["small"]]


def one_school(a: str, b: str) -> bool:
    """Return whether two schools, read by ``school``, are one: the same words, or their first letters."""
    left, right = a.split(), b.split()
    if sorted(left) == sorted(right):
        return True
    short, full = sorted((left, right), key=len)
    return (
        len(short) == 1 and len(short[0]) == len(full) > 1 and short[0] == "".join(word[0] for word in full)
    )


def one_work(a: str, b: str) -> str:
    """Return ``same``, ``similar`` or ``differ`` for two titles; the rank in them says nothing.

    Only who begins and who heads a firm are two.
    """
    if a == b:
        return "same"
    known = words("titles")
    ranks, said = known["ranks"], ({*a.split()}, {*b.split()})
    if any(x & known["beginners"] and y & known["heads"] for x, y in (said, said[::-1])):
        return "differ"
    left, right = ({word for word in text.split() if word not in ranks} for text in (a, b))
    alike = left & right or not (left and right)
    return "similar" if alike else "differ"
