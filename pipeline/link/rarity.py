"""How many people bear a name: where many do, name and organisation together prove nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.link.name import READ
from pipeline.link.scripts import simplified
from pipeline.link.tokens import lexicon, spelled
from pipeline.link.words import table

if TYPE_CHECKING:
    from pipeline.link.name import Name


@cache
def _common() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Return family names of whole peoples, common ones as spelled, common own names, Han names."""
    content = table("link_names")["common"]
    families = frozenset(spelled(word) for word in content["family"])
    return frozenset(content["everywhere"]), families, frozenset(content["given"]), frozenset(content["han"])


def is_common(name: Name) -> bool:
    """Return whether many people bear this name, so that name and organisation together prove nothing."""
    everywhere, families, own, han = _common()
    heard = lexicon().families
    if name.native and name.script in READ and not name.latin:
        return len(name.native) < 3 or simplified(name.native) in {simplified(one) for one in han}
    if not name.full:
        return True
    kin = [word for word in name.family if len(word) > 1]
    outer = kin if name.sure else [*kin, name.given[0]]
    if any(word in everywhere or word in heard for word in outer):
        return not any(_rare(word) for word in kin)
    turned = (tuple(kin), name.given) if not name.sure and len(name.tokens) == 2 else ()
    return any(
        all(spelled(word) in families or word in lexicon().own for word in last)
        and any(word in own for word in first)
        for first, last in ((name.given, kin), *([turned] if turned else []))
    )


@cache
def _borne() -> frozenset[str]:
    everywhere, _, own, _ = _common()
    return everywhere | own | lexicon().own


def is_plain(name: Name) -> bool:
    """Return whether many bear a part of the name, so that two titles beside it speak of two people."""
    words, families = _borne(), _common()[1]
    return any(word in words or spelled(word) in families for word in name.tokens)


def _rare(word: str) -> bool:
    everywhere, families, _, _ = _common()
    return (
        word not in everywhere
        and spelled(word) not in families
        and word not in lexicon().own
        and len(word) > 5
    )
