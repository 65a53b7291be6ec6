"""Names in scripts that are read aloud in several ways: what they say beside each other and beside Latin."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from pipeline.link.name import READ
from pipeline.link.tokens import lexicon, sounded, spelled
from pipeline.link.words import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.link.name import Name


#: Scripts whose consonants are read in one way; Han and what stands beside it is not.
HEARD, HEARD_FROM = frozenset({"abjad", "kana"}), 0.5
#: Syllables of Mandarin in Latin letters.
PINYIN = re.compile(
    "(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:[iu]?ang?|i?ong|[eiu]ng?|i?ao|u?ai|[eu]i|[io]u|i[ae]|u[aoe]|er|[aeiou])|[nl]ve?)+"
)


def across_scripts(a: Name, b: Name) -> str | None:
    """Return how names in scripts other than Latin relate; null when their Latin letters compare."""
    if not (a.script in READ or b.script in READ):
        return None
    if a.native and b.native and a.script == b.script:
        same = simplified(a.native) == simplified(b.native)
        return "equal" if same else "conflict"
    if a.latin and b.latin:
        return None
    left, right = ("".join(name.tokens) for name in (a, b))
    turned = "".join((*a.family, *a.given)), "".join(b.tokens)
    agree = spelled(left) == spelled(right) or spelled(turned[0]) == spelled(turned[1]) or _korean(a, b)
    if not agree and "abjad" in (a.script, b.script):
        agree = sounded(left) == sounded(right)
    if agree:
        return "reading"
    return "family_only" if _another(a, b) or _heard_apart(a, b) else "foreign"


def _another(a: Name, b: Name) -> bool:
    """Return whether a name in Han and one in pinyin share the family name only; Vivian may be hers too."""
    read, other = (a, b) if a.script == "han" else (b, a)
    if read.script != "han" or not (read.family and other.family and other.given):
        return False
    pinyin = all(PINYIN.fullmatch(word) for word in other.given)
    return pinyin and spelled(read.family[0]) == spelled(other.family[0])


def _heard_apart(a: Name, b: Name) -> bool:
    """Return whether an own name that is read aloud without doubt sounds like no word of the other name."""
    read, other = (a, b) if a.script in HEARD else (b, a)
    own = _consonants("".join(read.given))
    if read.script not in HEARD or not own or not other.latin or len(other.tokens) < 2:
        return False
    words = [_consonants(word) for word in other.tokens if len(word) > 1]
    return max((OSA.normalized_similarity(own, word) for word in words), default=1.0) < HEARD_FROM


def _consonants(word: str) -> str:
    """Return the consonants of a word that are written in any script, in one spelling."""
    return re.sub("[aeiouhvwy]", "", spelled(word))


def _korean(a: Name, b: Name) -> bool:
    """Return whether a name in Hangul may be written like the other: family names have many spellings."""
    read, other = (a, b) if a.script == "hangul" else (b, a)
    if read.script != "hangul" or not (read.family and read.given):
        return False
    known, kin, own = lexicon().families, read.family[0], _rolled(read.given)
    ends = ((other.tokens[0], other.tokens[1:]), (other.tokens[-1], other.tokens[:-1]))
    return any(
        (known.get(kin, frozenset()) & known.get(one, frozenset()) or spelled(kin) == spelled(one))
        and _rolled(rest) == own
        for one, rest in ends
    )


def _rolled(words: Sequence[str]) -> str:
    """Return how words sound whose one letter is written l or r."""
    return sounded("".join(words).replace("r", "l"))


@cache
def _simpler() -> Mapping[int, str]:
    pairs = table("link_names")["han"]["simplified"]
    return str.maketrans({old: new for old, new in zip(pairs[::2], pairs[1::2], strict=True) if old != new})


def simplified(text: str) -> str:
    """Return Han characters in their simplified form, so that two ways of writing one name are equal."""
    return text.translate(_simpler())
