"""Lists of things as arrays: codes of what is distinct, rows of one length."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    Ids = NDArray[np.int64]

Key = TypeVar("Key", bound="Hashable")


def distinct(keys: Iterable[Key]) -> tuple[list[Key], Ids]:
    """Return the different keys in the order they come, and the place of each item's key among them."""
    order: dict[Key, int] = {}
    codes = [order.setdefault(key, len(order)) for key in keys]
    return list(order), np.array(codes, np.int64)


def holders(lists: Sequence[Iterable[Key]]) -> dict[Key, Ids]:
    """Return the places of the lists that hold each thing, in order; a list holds a thing once."""
    found: dict[Key, list[int]] = {}
    for at, items in enumerate(lists):
        for item in items:
            found.setdefault(item, []).append(at)
    return {item: np.array(places, np.int64) for item, places in found.items()}


def padded(lists: Sequence[Sequence[int]], blank: int) -> Ids:
    """Return lists of ids as rows of one length, at least 1, filled up with ``blank``."""
    width = max((len(items) for items in lists), default=0) or 1
    found = np.full((len(lists), width), blank, np.int64)
    for row, items in zip(found, lists, strict=True):
        row[: len(items)] = items
    return found


def packed(owners: Ids, ids: Ids, count: int, blank: int) -> Ids:
    """Return ids as one row per owner, padded with ``blank``; owners are in runs, in their order."""
    sizes = np.bincount(owners, minlength=count)
    found = np.full((count, int(sizes.max(initial=0)) or 1), blank, np.int64)
    place = np.arange(len(ids)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    found[owners, place] = ids
    return found
