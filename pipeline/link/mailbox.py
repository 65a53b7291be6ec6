"""What two addresses say about each other and about the names beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from pipeline.link.words import words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.link.name import Name


def slipped(left: Sequence[str], right: Sequence[str]) -> bool:
    """Return whether two addresses differ by one slip of the pen in the mailbox or in the domain."""
    for a, b in ((one, other) for one in left for other in right):
        (box, domain), (other_box, other_domain) = a.split("@", 1), b.split("@", 1)
        one_box = box.replace(".", "") == other_box.replace(".", "")
        if one_box and OSA.distance(domain, other_domain, score_cutoff=2) <= 2:
            return True
        if domain == other_domain and min(len(box), len(other_box)) > 5 and OSA.distance(box, other_box) == 1:
            return True
    return False


def named_by(address: str, a: Name, b: Name) -> str:
    """Return what an address names: the own name of both (``given``), a household (``home``), or a name.

    The family name alone is ``kin``, any other written name ``named``, nothing of all that ``none``.
    """
    box = address.partition("@")[0]
    own = [word for word in a.given if word in b.given and len(word) > 2]
    kin = {word for name in (a, b) for word in name.family if len(word) > 2}
    if any(word in box for word in own) and not any(word in box for word in kin):
        return "given"
    if _is_home(box, kin):
        return "home"
    if re.sub(r"[^a-z]", "", box) in kin:
        return "kin"
    written = [word for name in (a, b) if name.latin for word in name.tokens if len(word) > 2]
    return "named" if any(word in box for word in written) else "none"


def _is_home(box: str, kin: Collection[str]) -> bool:
    """Return whether several may read a mailbox: ``the.limas``, ``lima-family``."""
    parts = [part for part in re.split(r"[^a-z]+", box) if part]
    homes, whole = words("emails")["homes"], "".join(parts)
    many = {f"{the}{word}{end}" for word in kin for the, end in (("the", ""), ("the", "s"), ("", "s"))}
    many |= {made for word in kin for home in homes for made in (f"{word}{home}", f"{home}{word}")}
    return bool(homes & {*parts} or whole in many)
