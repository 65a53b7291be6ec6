"""Printed IDs: three characters a person can copy by hand, the last one a check character.

The alphabet has no 0, O, 1, I or L. The first character is a digit, so that an ID looks like no tier;
IDs that are booths of the event, and plain numbers, are never issued. With positions a, b, c in the
alphabet an ID has ``3a + 8b + c = 0 (mod 31)``: as 31 is prime and the weights and their differences are
no multiples of it, one wrong character and one swap of neighbours are always seen.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_FIRST_PLAIN = ALPHABET[:8]
#: What a hand writes for what was printed.
_LOOKALIKE = str.maketrans({"0": "Q", "O": "Q", "1": "7", "I": "7", "L": "7"})


def check_character(head: str) -> str:
    """Return the check character of the first two characters."""
    first, second = (ALPHABET.index(character) for character in head)
    return ALPHABET[-(3 * first + 8 * second) % len(ALPHABET)]


def is_short_id(text: str) -> bool:
    """Tell whether this is a well-formed ID, whoever it belongs to."""
    return (
        len(text) == 3
        and all(character in ALPHABET for character in text)
        and check_character(text[:2]) == text[2]
    )


def tidy(text: str) -> str:
    """Return what was typed in the form it is printed in: capitals, no blanks, dots or hyphens."""
    return "".join(character for character in text.upper() if character.isalnum())


def issue(
    person_id: str,
    event: str,
    taken: Collection[str],
    booths: Collection[str] = (),
    *,
    elsewhere: Collection[str] = (),
) -> str:
    """Return a free ID for this person at this event: the same one wherever it is still free.

    IDs that begin with a digit come first (nearly 250 of them); a larger event goes on with letters. Those
    printed ``elsewhere`` come last, so that the paper of another event is known by its IDs.
    """
    blocked = set(taken) | {tidy(booth) for booth in booths}
    spare = None
    for short_id in _in_order(person_id, event):
        if short_id not in blocked and short_id not in elsewhere:
            return short_id
        if short_id not in blocked:
            spare = spare or short_id
    if spare is None:
        raise ValueError(f"all {len(ALPHABET) ** 2} printed IDs of {event} are taken")
    return spare


def _in_order(person_id: str, event: str) -> Iterator[str]:
    """Yield every ID in the order in which this person may have it at this event."""
    seed = int.from_bytes(hashlib.blake2b(f"{event}\0{person_id}".encode(), digest_size=8).digest(), "big")
    for firsts in (_FIRST_PLAIN, ALPHABET[8:]):
        heads = [first + second for first in firsts for second in ALPHABET]
        for step in range(len(heads)):
            head = heads[(seed + step) % len(heads)]
            short_id = head + check_character(head)
            if not short_id.isdigit():
                yield short_id


def nearest_meant(typed: str, issued: Iterable[str]) -> list[str]:
    """Return the issued IDs one character, one swap or a lookalike away from what was typed; sorted."""
    text = tidy(typed)
    plain = text.translate(_LOOKALIKE)
    return sorted({item for item in issued if item == plain or _is_near(text, item)})


def _is_near(typed: str, item: str) -> bool:
    if len(typed) != len(item):
        return len(typed) + 1 == len(item) and any(
            item[:index] + item[index + 1 :] == typed for index in range(len(item))
        )
    swaps = {item[:at] + item[at + 1] + item[at] + item[at + 2 :] for at in range(len(item) - 1)}
    return typed in swaps or sum(left != right for left, right in zip(typed, item, strict=True)) <= 1
