"""From pairs to groups: closure over automatic edges only, refusing every union that would break a veto."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Pair = tuple[int, int]


@dataclass(slots=True)
class Groups:
    """A union-find over ``0..size-1`` that knows which members must stay apart."""

    size: int
    parent: list[int] = field(init=False)
    members: dict[int, list[int]] = field(init=False, default_factory=dict)
    apart: dict[int, set[int]] = field(init=False, default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        """Start with everybody alone."""
        self.parent = list(range(self.size))

    def find(self, item: int) -> int:
        """Return the representative of the group this item is in."""
        root = item
        while self.parent[root] != root:
            root = self.parent[root]
        while self.parent[item] != root:
            self.parent[item], item = root, self.parent[item]
        return root

    def forbid(self, a: int, b: int) -> None:
        """Keep two items apart; nothing happens when they already are one group."""
        left, right = self.find(a), self.find(b)
        if left != right:
            self.apart[left].add(b)
            self.apart[right].add(a)

    def join(self, a: int, b: int) -> bool:
        """Return whether both are one group now; false when a veto between two members refuses it."""
        left, right = self.find(a), self.find(b)
        if left == right:
            return True
        if self._vetoed(left, right):
            return False
        keep, gone = min(left, right), max(left, right)
        self.parent[gone] = keep
        self.members.setdefault(keep, [keep]).extend(self.members.pop(gone, [gone]))
        if gone in self.apart:
            self.apart[keep] |= self.apart.pop(gone)
        return True

    def _vetoed(self, left: int, right: int) -> bool:
        if len(self.apart.get(left, ())) > len(self.apart.get(right, ())):
            left, right = right, left
        return any(self.find(item) == right for item in self.apart.get(left, ()))

    def lists(self) -> list[list[int]]:
        """Return every group as a sorted list, in the order of its smallest member."""
        found: dict[int, list[int]] = defaultdict(list)
        for item in range(self.size):
            found[self.find(item)].append(item)
        return list(found.values())


def cluster(
    size: int,
    edges: Sequence[tuple[float, int, int]],
    *,
    vetoes: Iterable[Pair] = (),
    agreed: Iterable[Pair] = (),
) -> tuple[list[list[int]], list[Pair]]:
    """Return the groups over ``0..size-1`` and the edges that a veto refused.

    ``agreed`` pairs (the user's word) are joined first, then ``edges`` (score, a, b) from the strongest
    down; equal scores go by their numbers, so that the outcome depends on the set of edges alone.
    """
    groups = Groups(size)
    refused = []
    for a, b in vetoes:
        groups.forbid(a, b)
    for a, b in sorted(agreed):
        if not groups.join(a, b):
            refused.append((a, b))
    for _, a, b in sorted(edges, key=lambda edge: (-edge[0], edge[1], edge[2])):
        if not groups.join(a, b):
            refused.append((a, b))
    return groups.lists(), refused
