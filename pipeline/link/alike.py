"""How two names relate: word by word first, then as a whole, with a label that rules can speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.link.align import FAMILY, GIVEN, RANK, Aligned, Role, align, glued, spellings
from pipeline.link.scripts import across_scripts
from pipeline.link.tokens import closeness, lexicon, spelled
from pipeline.link.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.link.name import Name

#: Words that hold nearly all their letters in common, though no single word does.
NEAR_FROM = 85.0


def relation(a: Name, b: Name) -> str:
    """Return how two names relate, as a label of ``config/link.toml``, in either order."""
    said = None if a.bare and b.bare else _at_sight(a, b) or across_scripts(a, b)
    if said:
        return said
    if a.tokens == b.tokens and a.full and not (a.chained or b.chained):
        return "equal"
    if (a.chained or b.chained) and _turned(a, b):
        return "conflict"
    if (b.tokens, b.given) < (a.tokens, a.given):
        a, b = b, a
    return (_two_words(a, b) if a.plain and b.plain else None) or _latin(a, b)


def _at_sight(a: Name, b: Name) -> str | None:
    """Return what shows before any word is compared: nobody, two in one row, two ways to address them."""
    if a.placeholder or b.placeholder:
        return "placeholder"
    if not a.tokens or not b.tokens:
        return "missing"
    if a.joint != b.joint:
        return "joint" if set(a.tokens) & set(b.tokens) else "unlike"
    return "family_only" if a.address and b.address and a.address != b.address else None


def _two_words(a: Name, b: Name) -> str | None:
    """Return what ``_latin`` says of two names of one own and one family name, where that is plain to see."""
    own = closeness(a.given[0], b.given[0], own=True)
    kin = closeness(a.family[0], b.family[0], own=False)
    if own in PLAIN and kin in PLAIN:
        worst = own if RANK[own] > RANK[kin] else kin
        return LABELS.get(worst, worst)
    if (
        "initial" in (own, kin)
        or closeness(a.given[0], b.family[0], own=True) != "differ"
        or closeness(a.family[0], b.given[0], own=True) != "differ"
    ):
        return None
    if own == kin == "differ":
        return None if _written_as_one(a, b) else "near" if _near(a, b) else "unlike"
    if kin != "differ" and own == "differ":
        return "family_only"
    return "given_only" if own != "differ" and kin == "differ" else None


def _written_as_one(a: Name, b: Name) -> bool:
    """Return whether the two words of one name may be one word of the other."""
    return any(spelled("".join(x.tokens)) in spellings(y.tokens) for x, y in ((a, b), (b, a)))


def _turned(a: Name, b: Name) -> bool:
    """Return whether two names that name the father hold the same words in another order."""
    small = words("names")["particles"]
    left, right = ([spelled(part) for part in name.parts if part not in small] for name in (a, b))
    return left != right and sorted(left) == sorted(right)


def _latin(a: Name, b: Name) -> str:
    left, right = glued(a, b), glued(b, a)
    aligned = align(left, right, a, b)
    if not aligned.left and not aligned.right:
        return _whole(aligned, a, b)
    if not aligned.left or not aligned.right:
        shorter, longer = (left, right) if not aligned.left else (right, left)
        return _part(aligned, shorter=shorter, first=longer[0])
    return _apart(aligned, a, b)


#: Relations of two words that leave no doubt which words belong together.
PLAIN = frozenset({"equal", "spelling", "short", "typo", "shared"})
LABELS = {"short": "nick", "shared": "nick_ambiguous"}


def _whole(aligned: Aligned, a: Name, b: Name) -> str:
    """Return how two names of as many related words relate."""
    worst = aligned.worst()
    crossed = any(x[1] != y[1] for x, y, _ in aligned.pairs) and len(aligned.pairs) > 1
    if aligned.mixed() and worst in ("equal", "spelling", "short"):
        return "swap_given"
    if worst == "initial":
        return _initials(aligned)
    if len(aligned.pairs) == 1:
        return "mononym" if aligned.pairs[0][0][1] == aligned.pairs[0][1][1] == GIVEN else "surname_alone"
    if crossed and {*a.family, *b.family} and not (_marked(a, b) and worst in ("equal", "spelling")):
        return _swap(aligned, worst)
    if crossed and worst in ("equal", "spelling"):
        return "order"
    return LABELS.get(worst, worst)


def _marked(a: Name, b: Name) -> bool:
    return a.sure or b.sure


def _swap(aligned: Aligned, worst: str) -> str:
    known = lexicon().own
    both_own = all(x[0] in known and y[0] in known for x, y, _ in aligned.pairs)
    if worst not in ("equal", "spelling"):
        return "sound"
    return "swap_given" if both_own else "swap"


def _initials(aligned: Aligned) -> str:
    """Return which part stands behind a letter: the own name, the family name, or both."""
    written = [(x, y) for x, y, how in aligned.pairs if how != "initial"]
    if not written:
        return "initials"
    hidden = [x[1] if len(x[0]) == 1 else y[1] for x, y, how in aligned.pairs if how == "initial"]
    if all(x[1] == GIVEN for x, y in written) and FAMILY in hidden:
        return "hidden"
    if len(written) > 1:
        loosest = max(
            (how for _, _, how in aligned.pairs if how != "initial"), key=RANK.__getitem__, default="equal"
        )
        return "subset" if RANK[loosest] < RANK["typo"] else "sound"
    return "initial"


def _part(aligned: Aligned, *, shorter: Sequence[Role], first: Role) -> str:
    """Return how a name relates to one that says more, and of which ``first`` is the first word."""
    if len(shorter) == 1:
        return _single(aligned, shorter[0])
    worst = aligned.worst()
    if worst == "initial":
        # Wendy A. Stern is not Aileen Stern: the letter is of a second name.
        other = len(first[0]) > 1 and first in (*aligned.left, *aligned.right)
        return "middle" if other else _initials(aligned)
    if not (aligned.matched(FAMILY) and aligned.matched(GIVEN)):
        return _half(aligned)
    return _with_more(aligned.left or aligned.right, worst, first)


def _with_more(rest: Sequence[Role], worst: str, first: Role) -> str:
    """Return how a full name relates to one that says these words more."""
    if all(len(word) == 1 for word, _ in rest) and worst in ("equal", "spelling"):
        return worst
    if first in rest or (len(rest) > 1 and all(len(word) > 1 for word, _ in rest)):
        return "subset_swapped"
    return "subset" if worst in ("equal", "spelling", "short") else "sound"


def _single(aligned: Aligned, word: Role) -> str:
    """Return what a name of one word is to a longer one that holds it."""
    left, right, how = aligned.pairs[0]
    if how in ("initial", "sound"):
        return "unlike"
    return "mononym" if (right if left == word else left)[1] == GIVEN else "surname_alone"


def _half(aligned: Aligned) -> str:
    """Return how a name relates to a longer one of which it shares one part only."""
    if aligned.matched(FAMILY):
        return "family_only"
    if not _crossed(aligned):
        return "given_only"
    one = len(aligned.left or aligned.right) == 1
    return "subset" if one and aligned.left_out_last() else "subset_swapped"


def _crossed(aligned: Aligned) -> bool:
    return any(x[1] != y[1] for x, y, how in aligned.pairs if how != "initial")


def _apart(aligned: Aligned, a: Name, b: Name) -> str:
    """Return how two names relate of which each says something the other does not."""
    own, kin = aligned.matched(GIVEN), aligned.matched(FAMILY)
    if own and kin:
        return "middle"
    if kin:
        return "family_only"
    if own and not _crossed(aligned):
        return "given_only"
    return "near" if _near(a, b) else "unlike"


def _near(a: Name, b: Name) -> bool:
    from rapidfuzz.fuzz import token_sort_ratio

    return bool(token_sort_ratio(" ".join(a.tokens), " ".join(b.tokens)) >= NEAR_FROM)
