"""A name as printed, taken apart: own names, family names, and what stands around them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline.link.around import bare, bared, is_brought, is_joint, salutation
from pipeline.link.fold import plain, script
from pipeline.link.name import READ, Name
from pipeline.link.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Nobody's name is longer; the rest is cut before it costs time.
LONGEST = 200
MOST_TOKENS = 12
#: Two words, the first perhaps a letter, perhaps with a letter between: most lists hold little else.
SIMPLE = re.compile(r"([A-Z][a-zà-öø-ÿ]+|[A-Z]\.) (?:([A-Z])\. )?([A-Z][a-zà-öø-ÿ]+)")
#: "Guest of", "Plus one": somebody whom the bearer of the other name brings along.
GUEST_OF = frozenset({"of", "one", "from", "by", "for", "von", "de"})
PLUS_ONE = re.compile(r"\+\s?\d\b")
MARK = "['`\u2019\u02bc\u00b4]"
#: A letter, or a sign above, below or behind one, as vowels are written in many scripts.
SIGNS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u0670\u0900-\u0903\u093a-\u0963\u0981-\u0e4e"
LETTER = rf"(?:[^\W\d_]|[{SIGNS}\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3])"
TOKEN = re.compile(rf"[^\W\d_]{LETTER}*(?:(?:{MARK}|[-\u2010\u2011])[^\W\d_]{LETTER}*)*\.?|\d\w*")


def parse(text: str | None, given: str | None = None, family: str | None = None) -> Name:
    """Return the name taken apart; the columns for own and family name decide where a source has them.

    Titles, credentials, pronouns and emoji are dropped; a quoted nickname, a name before marriage and a
    generation are kept apart. Never raises.
    """
    if (given or "").strip() and (family or "").strip():
        return _from_columns(str(given), str(family), text)
    simple = SIMPLE.fullmatch(text or "")
    if simple:
        words_ = [_letters(word) for word in simple.groups() if word]
        if _special().isdisjoint(words_):
            return Name(tuple(words_), tuple(words_[:-1]), (words_[-1],), script="latin", latin=True)
    return _from_text((text or "").strip() or " ".join(part for part in (given, family) if part))


@cache
def _special() -> frozenset[str]:
    known = words("names")
    lists: Iterable[frozenset[str]] = known.sets.values()
    return frozenset().union(*lists, known.maps["generations"])


def _from_columns(given: str, family: str, text: str | None) -> Name:
    first, last = _part(given), _part(family)
    whole = _from_text(text) if text else Name()
    own = first.tokens
    names = last.tokens
    return Name(
        parts=first.parts + last.parts,
        given=own,
        family=names,
        sure=bool(own and names),
        generation=last.generation or first.generation or whole.generation,
        nick=first.nick + whole.nick,
        former=last.former + whole.former,
        native=last.native + first.native if first.native and last.native else whole.native,
        script=last.script if last.script != "none" else first.script,
        latin=first.latin and last.latin,
        placeholder=first.placeholder or (whole.placeholder and not own),
        chained=first.chained or last.chained or whole.chained,
        joint=first.joint or last.joint,
        address=whole.address or first.address,
    )


@lru_cache(maxsize=20_000)
def _part(text: str) -> Name:
    """Return a column for one part of a name, read once: the same own names stand in many rows."""
    return _from_text(text)


def _from_text(text: str) -> Name:
    cleaned = plain(text[:LONGEST])
    if "@" in cleaned:
        cleaned = ""
    cleaned, nick, former = bared(cleaned)
    joint = is_joint(cleaned)
    head, *tail = [part.strip() for part in re.split(r"[,;|/]", cleaned)]
    tail = [part for part in tail if not _is_credential(part)]
    generation = None
    marked = False
    if tail:
        found = words("names").maps["generations"].get(bare(tail[0]))
        if found:
            generation = found
        elif head:
            cleaned, marked = f"{head} {' '.join(_stripped(tail[0].split()))}", True
    else:
        cleaned = head
    if generation:
        cleaned = head
    name = _build(
        cleaned, nick=nick, former=former, generation=generation, comma=len(_raw(head)) if marked else 0
    )
    address, brought = salutation(text), is_brought(text)
    if not (joint or address or brought):
        return name
    return replace(name, joint=joint, address=address, placeholder=name.placeholder or brought)


def _is_credential(part: str) -> bool:
    tokens = [bare(token) for token in re.split(r"[\s()-]+", part)]
    known = words("names")
    return all(token in known["credentials"] or token in known["behind"] or not token for token in tokens)


def _raw(text: str) -> list[str]:
    return TOKEN.findall(text)


def _build(
    text: str, *, nick: tuple[str, ...], former: tuple[str, ...], generation: str | None, comma: int
) -> Name:
    known = words("names")
    written = script(text)
    tokens = _stripped(_raw(text)[:MOST_TOKENS])
    found = [known.maps["generations"].get(bare(token)) for token in tokens]
    while len(tokens) > 2 and found[-1]:
        generation = generation or found[-1]
        tokens, found = tokens[:-1], found[:-1]
    placeholder = any(bare(token) in known["placeholders"] for token in tokens[:1]) and (
        len(tokens) == 1 or any(token.isdigit() or bare(token) in GUEST_OF for token in tokens[1:])
    )
    nobody = bool(tokens) and all(bare(token) in known["placeholders"] for token in tokens)
    desk = len(tokens) > 1 and bare(tokens[-1]) in known["desks"]
    placeholder = placeholder or nobody or desk or bool(PLUS_ONE.search(text))
    scripts = ["latin" if token.isalpha() and token.isascii() else script(token) for token in tokens]
    native = [token for token, one in zip(tokens, scripts, strict=True) if one in READ]
    alphabetic = [token for token, one in zip(tokens, scripts, strict=True) if one in ("latin", "other")]
    given, family, sure = _split(alphabetic, comma) if alphabetic else _read_aloud(native)
    return Name(
        parts=tuple(piece for token in alphabetic for piece in _pieces(token)),
        given=given,
        family=family,
        sure=sure,
        generation=generation,
        nick=nick,
        former=former,
        native="".join(native),
        script=script("".join(native)) if native else written,
        latin=bool(alphabetic),
        placeholder=placeholder,
        chained=any(_letters(token) in known["patronymics"] for token in alphabetic[1:-1]),
    )


def _letters(token: str) -> str:
    return re.sub(r"[^a-z0-9]", "", bare(token))


def _pieces(token: str) -> list[str]:
    """Return the folded words of a token; a hyphen joins two words of one role."""
    return [piece for part in re.split(r"[-\u2010\u2011]", token) if (piece := _letters(part))]


def _read_aloud(tokens: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Return own and family name of a name in a script that is read aloud; the family name stands first.

    The reading finds records that may belong together; it never decides that they do.
    """
    if not tokens:
        return (), (), False
    if script(tokens[0]) == "abjad":
        return _split(tokens, 0)
    if len(tokens) == 1:
        cut = 2 if len(tokens[0]) > 3 else 1
        tokens = [part for part in (tokens[0][:cut], tokens[0][cut:]) if part]
    family, *given = [_letters(token) for token in tokens]
    return tuple(part for part in given if part), (family,) if family else (), False


def _stripped(tokens: Sequence[str]) -> list[str]:
    """Return the tokens without titles before and credentials behind the name."""
    known = words("names")
    kept = list(tokens)
    while (
        len(kept) > 1
        and all(bare(piece) in known["titles"] for piece in kept[0].split("-"))
        and (kept[0].endswith(".") or len(kept[0]) > 1)
    ):
        kept.pop(0)
    while len(kept) > 2 and (
        bare(kept[-1]) in known["behind"] or (bare(kept[-1]) in known["credentials"] and kept[-1].isupper())
    ):
        kept.pop()
    return kept


def _split(tokens: Sequence[str], comma: int) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Return own names, family names and whether the source marks which is which."""
    known = words("names")
    kept = [(token, pieces) for token in tokens if (pieces := _pieces(token))]
    shouted = [token.isupper() and len(pieces[0]) > 1 for token, pieces in kept]

    def names(items: Iterable[tuple[str, list[str]]]) -> tuple[str, ...]:
        every = [(piece, len(piece) > 1 or token.islower()) for token, pieces in items for piece in pieces]
        kept_words = [piece for piece, whole in every if not (whole and piece in known["particles"])]
        return tuple(kept_words or [piece for piece, _ in every])

    if 0 < comma < len(kept):
        return names(kept[comma:]), names(kept[:comma]), True
    if any(shouted) and not all(shouted):
        quiet = [item for item, up in zip(kept, shouted, strict=True) if not up]
        return names(quiet), names([item for item, up in zip(kept, shouted, strict=True) if up]), True
    if len(kept) < 2:
        return names(kept), (), False
    return names(kept[:-1]), names(kept[-1:]), False
