"""Which words of two names belong together, and how closely."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.link.tokens import CLOSENESS, closeness, lexicon, spelled
from pipeline.link.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.link.name import Name

GIVEN, FAMILY = "given", "family"
Role = tuple[str, str]
RANK = {how: rank for rank, how in enumerate(CLOSENESS)}


@dataclass(frozen=True, slots=True)
class Aligned:
    """Which words of two names belong together and how closely, and what is left on either side."""

    pairs: tuple[tuple[Role, Role, str], ...]
    left: tuple[Role, ...]
    right: tuple[Role, ...]
    places: tuple[int, ...] = ()

    def matched(self, role: str) -> bool:
        """Return whether a word of this role is written out on both sides and related."""
        return any(a[1] == b[1] == role and how != "initial" for a, b, how in self.pairs)

    def left_out_last(self) -> bool:
        """Return whether one name begins the other: the second of two family names was left out."""
        ordered = all(how in ("equal", "spelling") for _, _, how in self.pairs) and len(self.pairs) > 1
        x, y, _ = self.pairs[-1]
        kin = x[0] not in lexicon().own and y[0] not in lexicon().own
        return ordered and kin and self.pairs[0][0][1] == self.pairs[0][1][1] == GIVEN

    def mixed(self) -> bool:
        """Return whether the words stand in another order, and not only begin with another one.

        José María is a man and María José a woman; two family names turned round name another mother.
        """
        return sum(after < before for before, after in pairwise((*self.places, self.places[0]))) > 1

    def worst(self) -> str:
        """Return the loosest relation of any two words."""
        return max((how for _, _, how in self.pairs), key=RANK.__getitem__, default="differ")


@lru_cache(maxsize=50_000)
def spellings(tokens: tuple[str, ...]) -> frozenset[str]:
    """Return every word in its one spelling."""
    return frozenset(map(spelled, tokens))


def glued(name: Name, other: Name) -> list[Role]:
    """Return the words with their role; words that the other name writes as one are one."""
    roles = [(word, GIVEN) for word in name.given] + [(word, FAMILY) for word in name.family]
    wanted = spellings(other.tokens)
    if spellings(name.tokens) <= wanted:
        return roles
    joined: list[Role] = []
    for word, role in roles:
        before = joined[-1] if joined and len(word) > 1 and len(joined[-1][0]) > 1 else None
        if spelled(word) in wanted:
            joined.append((word, role))
        elif before and spelled(before[0] + word) in wanted:
            joined[-1] = (before[0] + word, role)
        else:
            joined.append((_bared(word, other), role))
    return joined


def _bared(word: str, other: Name) -> str:
    """Return the word without the particle that the other name writes apart: elshennawy, El Shennawy."""
    particles = words("names")["particles"]
    if particles.isdisjoint(other.parts):
        return word
    before = ""
    for part in other.parts:
        if part in particles:
            before += part
        elif before and spelled(before + part) == spelled(word):
            return part
        else:
            before = ""
    return word


def align(left: Sequence[Role], right: Sequence[Role], a: Name, b: Name) -> Aligned:
    """Return the words paired from the closest relation down; words of one role before words of two."""
    options = [
        (RANK[how], x[1] != y[1], abs(i - j), i, j, how)
        for i, x in enumerate(left)
        for j, y in enumerate(right)
        if (how := _close(x, y, a, b)) != "differ"
    ]
    taken_left: dict[int, int] = {}
    taken_right: set[int] = set()
    closest: dict[int, str] = {}
    for *_, i, j, how in sorted(options):
        if i not in taken_left and j not in taken_right:
            taken_left[i], closest[i] = j, how
            taken_right.add(j)
    pairs = tuple((left[i], right[j], closest[i]) for i, j in sorted(taken_left.items()))
    rest = tuple(role for i, role in enumerate(left) if i not in taken_left)
    over = tuple(role for j, role in enumerate(right) if j not in taken_right)
    return Aligned(pairs, rest, over, tuple(j for _, j in sorted(taken_left.items())))


def _close(x: Role, y: Role, a: Name, b: Name) -> str:
    own = GIVEN in (x[1], y[1])
    how = closeness(x[0], y[0], own=own)
    if how in ("differ", "shared", "sound") and x[1] == y[1] == GIVEN and (x[0] in b.nick or y[0] in a.nick):
        return "short"
    if how == "differ" and x[1] == y[1] == FAMILY and (x[0] in b.former or y[0] in a.former):
        return "spelling"
    return how
