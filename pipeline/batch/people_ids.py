"""IDs of users: ten characters that are printed on every page, made from what names a person in the list."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: No vowels, so that no ID is a word; no 0, 1, I, L, O, so that it can be typed from paper.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
LENGTH = 10
USER_ID = re.compile(rf"\bS-[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}\b")


def user_ids(keys: Iterable[str]) -> dict[str, str]:
    """Return an ID for each key; it depends on the key alone, except where two keys would share one."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key in sorted(set(keys)):
        salt = 0
        while (made := _user_id(key, salt)) in taken:
            salt += 1
        taken.add(made)
        found[key] = made
    return found


def _user_id(key: str, salt: int) -> str:
    number = int.from_bytes(hashlib.blake2b(f"{key}\0{salt}".encode(), digest_size=16).digest(), "big")
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return f"S-{''.join(letters[:5])}-{''.join(letters[5:])}"
