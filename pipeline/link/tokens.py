"""How two words of a name relate: equal, another spelling, a short form, a slip of the pen, or different."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from pipeline.link.words import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: From the closest to none; ``short`` is a short form of one name only, ``shared`` of several names.
CLOSENESS = ("equal", "spelling", "short", "typo", "shared", "sound", "initial", "differ")
#: Slips count only in words at least this long: in short ones a letter makes another name.
SLIP_FROM, TWO_SLIPS_FROM = 6, 11
#: In a family name shorter than this a slip makes another family's name as often: Hovland, Hoveland.
SURE_FROM = 9
#: A short form that no list knows has this many letters of the full name.
CUT_FROM = 3
VOWELS = frozenset("aeiou")
#: Monica and Monika are spelled the same; in shorter words that is chance: Ian and Jan.
ONE_FROM = 5
#: Two spellings of one name are at least this alike; what is less alike is its form in another language.
SPELLING_FROM = 0.7


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Personal names: short forms, spellings, and which words are own names at all."""

    full_of: Mapping[str, frozenset[str]]
    groups: Mapping[str, frozenset[int]]
    families: Mapping[str, frozenset[int]]
    own: frozenset[str]
    kin: frozenset[str]
    apart: frozenset[frozenset[str]]
    related: frozenset[str]
    steps: tuple[tuple[str, str], ...]
    rough: tuple[tuple[str, str], ...]
    slips: frozenset[frozenset[str]]


@cache
def lexicon() -> Lexicon:
    """Return what ``config/link_names.toml`` knows about own names and spellings."""
    content = table("link_names")
    full_of: dict[str, set[str]] = defaultdict(set)
    for full, forms in content["nicknames"].items():
        for form in forms.split():
            full_of[form].add(full)
    for form in content["known"]["independent"]:
        full_of[form].add(form)
    groups = _groups(content["variants"]["own"])
    families = _groups(content["variants"]["family"])
    related = {*full_of, *content["nicknames"], *groups, *families}
    own = {*full_of, *content["nicknames"], *groups, *content["common"]["given"], *content["known"]["own"]}
    return Lexicon(
        full_of={form: frozenset(names) for form, names in full_of.items()},
        groups=groups,
        families=families,
        own=frozenset(own),
        kin=frozenset([*content["common"]["family"], *content["common"]["everywhere"]]).union(
            f"{begin}{end}" for end, begins in content["family_ends"].items() for begin in begins.split()
        ),
        apart=frozenset(frozenset(line.split()) for line in content["variants"]["apart"]),
        related=frozenset(related),
        steps=tuple((a, b) for a, b in content["spelling"]["steps"]),
        rough=tuple((a, b) for a, b in content["spelling"]["rough"]),
        slips=frozenset(frozenset(pair) for row in content["spelling"]["slips"] for pair in pairwise(row)),
    )


def _groups(lines: Sequence[str]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(lines):
        for word in line.split():
            found[word].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@lru_cache(maxsize=100_000)
def spelled(word: str) -> str:
    """Return the word in one way of writing sounds, whatever alphabet and language it came through."""
    for old, new in lexicon().steps:
        if old in word:
            word = word.replace(old, new)
    return _single(word[:-1] if len(word) > 3 and word.endswith("h") and word[-2] not in "cs" else word)


def _single(word: str) -> str:
    return "".join(letter for at, letter in enumerate(word) if not at or letter != word[at - 1])


@lru_cache(maxsize=100_000)
def sounded(word: str) -> str:
    """Return roughly how the word sounds: its first letter and the consonants, related ones as one."""
    sound = spelled(word)
    for old, new in lexicon().rough:
        sound = sound.replace(old, new)
    first = "a" if sound[:1] in VOWELS else sound[:1]
    return _single(first + "".join(letter for letter in sound[1:] if letter not in VOWELS and letter != "h"))


@lru_cache(maxsize=50_000)
def heard(word: str) -> str:
    """Return how the word sounds when that is enough to tell words apart, else how it is spelled."""
    sound = sounded(word)
    return sound if len(sound) > 2 else spelled(word)


def closeness(a: str, b: str, *, own: bool) -> str:
    """Return how two words relate, one of ``CLOSENESS``; ``own``: both stand where own names stand."""
    if a == b:
        return "equal"
    return _closeness(a, b, own) if a < b else _closeness(b, a, own)


@lru_cache(maxsize=100_000)
def _closeness(a: str, b: str, own: bool) -> str:  # noqa: FBT001 - a name for it makes each look-up larger
    if len(a) == 1 or len(b) == 1:
        return "initial" if a[:1] == b[:1] else "differ"
    if _apart(a, b, own=own):
        return "differ"
    return (_own(a, b) if own else None) or _family(a, b) or _unknown(a, b, own=own)


def _apart(a: str, b: str, *, own: bool) -> bool:
    """Return whether two words are known to be two names, or cannot be one by their first sound."""
    if own and frozenset((a, b)) in lexicon().apart:
        return True
    return a[0] != b[0] and _sounds_begin_apart(a, b) and not {a, b} <= lexicon().related


def _unknown(a: str, b: str, *, own: bool) -> str:
    """Return how two words relate of which no list says anything."""
    if own and _two_names(a, b):
        return "differ"
    written = _written(a, b, own=own)
    cut = own and min(len(a), len(b)) >= CUT_FROM and (a.startswith(b) or b.startswith(a))
    return "shared" if cut and written in ("sound", "differ") else written


def _sounds_begin_apart(a: str, b: str) -> bool:
    """Return whether two words can be neither spellings of one nor alike in sound."""
    return sounded(a)[:1] != sounded(b)[:1]


def _written(a: str, b: str, *, own: bool) -> str:
    if not own and {a, b} <= lexicon().kin:
        return "sound" if sounded(a) == sounded(b) else "differ"
    if spelled(a) == spelled(b):
        return "spelling"
    alike = len(sounded(a)) > 2 and sounded(a) == sounded(b)
    slip = None if own and sounded(a) == sounded(b) else _slip(a, b, own=own)
    return slip or ("sound" if alike else "differ")


def _own(a: str, b: str) -> str | None:
    """Return how two own names relate by what is known of names; nothing when nothing is known."""
    known = lexicon()
    if known.groups.get(a, frozenset()) & known.groups.get(b, frozenset()):
        return "spelling" if _one_spelling(a, b) else "shared"
    fulls = [known.full_of.get(word, frozenset()) for word in (a, b)]
    if a in fulls[1] or b in fulls[0]:
        return "short" if _one_name(fulls[1] if a in fulls[1] else fulls[0]) else "shared"
    if fulls[0] & fulls[1]:
        # Liz and Beth are two sisters as often as one Elizabeth; Liz and Lizzie are one.
        begun = a.startswith(b) or b.startswith(a)
        return "short" if begun and _one_name(fulls[0]) and _one_name(fulls[1]) else "shared"
    return (
        "shared"
        if any(_same_group(full, other) for full in fulls[0] for other in (b, *fulls[1]))
        or any(_same_group(full, a) for full in fulls[1])
        else None
    )


def _same_group(a: str, b: str) -> bool:
    known = lexicon().groups
    return bool(known.get(a, frozenset()) & known.get(b, frozenset()))


def _one_name(fulls: frozenset[str]) -> bool:
    """Return whether these full names are spellings of one, so that a short form of them is not ambiguous."""
    first = min(fulls)
    return all(full == first or (_same_group(full, first) and _one_spelling(full, first)) for full in fulls)


def _one_spelling(a: str, b: str) -> bool:
    # Elena and Helena are one name in two languages, and two people as often as one.
    if a[0] != b[0] and _sounds_begin_apart(a, b):
        return False
    ending = {a[-1], b[-1]} if a[:-1] == b[:-1] else {"i"}
    return min(len(a), len(b)) > 3 and ending <= set("ijy") | {"h"} and _alike(a, b)


def _alike(a: str, b: str) -> bool:
    return (
        max(OSA.normalized_similarity(a, b), OSA.normalized_similarity(spelled(a), spelled(b)))
        >= SPELLING_FROM
    )


def _family(a: str, b: str) -> str | None:
    known = lexicon().families
    return "sound" if known.get(a, frozenset()) & known.get(b, frozenset()) else None


def _two_names(a: str, b: str) -> bool:
    """Return whether both are own names that are known, or differ in the ending that tells men from women."""
    known = lexicon().own
    if a in known and b in known:
        return min(len(a), len(b)) < ONE_FROM or spelled(a) != spelled(b)
    short, long = sorted((a, b), key=len)
    ends = long[:-1] in {short, short[:-1]} and long[-1] in VOWELS
    return ends and (len(short) < len(long) or short[-1] in VOWELS)


def _slip(a: str, b: str, *, own: bool) -> str | None:
    """Return ``typo`` where one is the other with a slip of the pen within it.

    One letter in place of another that no finger and no eye takes for it makes another name as often:
    ``sound``, enough to ask.
    """
    shortest = min(len(a), len(b))
    if shortest < SLIP_FROM or a[0] != b[0] or (a[-1] != b[-1] and (own or {a[-1], b[-1]} & VOWELS)):
        return None
    slips = OSA.distance(a, b, score_cutoff=2)
    if slips > (2 if shortest >= TWO_SLIPS_FROM else 1):
        return None
    other = [frozenset(pair) for pair in zip(a, b, strict=False) if pair[0] != pair[1]]
    far = slips == 1 and len(a) == len(b) and len(other) == 1 and other[0] not in lexicon().slips
    short = not own and shortest < SURE_FROM
    return "sound" if far or short else "typo"
