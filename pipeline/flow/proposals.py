"""Lines of a profile proposed from an archive or a résumé, each with where it was read."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from pipeline.flow.origin import digest_of, opened
from pipeline.ingest import Source
from pipeline.ingest import proposals as reading
from pipeline.profile import Profile
from pipeline.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.proposals import Proposal


def propose(word: str) -> list[Proposal]:
    """Return what a file proposes; raises ``InputError`` when it is neither archive nor résumé."""
    settings = load_settings()
    with opened(word, settings) as origin:
        source = Source(path=origin.path, name=origin.name, sha256=digest_of(origin.content), owner="mine")
        return reading.propose(source, settings)


def profile_table(proposals: Sequence[Proposal]) -> dict[str, Any]:
    """Return the accepted proposals as a profile table; several of a list key are gathered."""
    lists = {item.name for item in fields(Profile) if str(item.type).startswith("tuple")}
    table: dict[str, Any] = {}
    for proposal in proposals:
        if proposal.key in lists:
            given = proposal.value if isinstance(proposal.value, (list, tuple)) else [proposal.value]
            table[proposal.key] = [*table.get(proposal.key, []), *given]
        else:
            table.setdefault(proposal.key, proposal.value)
    return table
