"""What two addresses say about each other and about the names beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.link.name import Name


def slipped(left: Sequence[str], right: Sequence[str]) -> bool:
    """Return whether two addresses differ by one slip of the pen in the mailbox or in the domain."""
    for a, b in ((one, other) for one in left for other in right):
        (box, domain), (other_box, other_domain) = a.split("@", 1), b.split("@", 1)
        if box == other_box and OSA.distance(domain, other_domain, score_cutoff=2) <= 2:
            return True
        if domain == other_domain and min(len(box), len(other_box)) > 5 and OSA.distance(box, other_box) == 1:
            return True
    return False


def named_by(address: str, a: Name, b: Name) -> str:
    """Return ``given`` when an address names the own name of both, ``named`` for any written name."""
    box = address.partition("@")[0]
    own = [word for word in a.given if word in b.given and len(word) > 2]
    kin = {word for name in (a, b) for word in name.family if len(word) > 2}
    if any(word in box for word in own) and not any(word in box for word in kin):
        return "given"
    written = [word for name in (a, b) if name.latin for word in name.tokens if len(word) > 2]
    return "named" if any(word in box for word in written) else "none"
