"""Users in partitions that a late registrant does not shift, and the share of one of several machines."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def parts_for(users: int, size: int) -> int:
    """Return how many partitions keep them at about this size: a power of two, so that few users shift it."""
    parts = 1
    while users / parts > size:
        parts *= 2
    return parts


def part_of(user_id: str, parts: int) -> int:
    """Return the partition of a user, from 0."""
    return int.from_bytes(hashlib.blake2b(user_id.encode(), digest_size=4).digest(), "big") % parts


def partitions(user_ids: Iterable[str], parts: int) -> list[list[str]]:
    """Return the users of each partition, sorted; some may be empty."""
    found: list[list[str]] = [[] for _ in range(parts)]
    for user_id in sorted(user_ids):
        found[part_of(user_id, parts)].append(user_id)
    return found


def in_tasks(items: Sequence[str], size: int) -> list[tuple[str, ...]]:
    """Return the items in tasks of at most this size, in their order."""
    return [tuple(items[at : at + size]) for at in range(0, len(items), size)]


def parse_shard(text: str | None) -> tuple[int, int]:
    """Return (k, n) of ``k/n``, k from 1; without a text this is the only machine.

    Raises ``UsageError`` when the text says anything else.
    """
    if not text:
        return 1, 1
    first, slash, last = text.partition("/")
    if slash and first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last):
        return int(first), int(last)
    raise UsageError(f"{text!r} is no shard", do="Write k/n, as 1/4, 2/4, 3/4 and 4/4 on four machines.")


def of_shard(user_ids: Iterable[str], shard: tuple[int, int]) -> list[str]:
    """Return the users of this shard, sorted; the shards of one n share nothing and miss nobody."""
    which, count = shard
    return [user_id for user_id in sorted(user_ids) if part_of(user_id, count) == which - 1]
