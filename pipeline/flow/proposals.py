"""Lines of a profile proposed from an archive or a résumé, each with where it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.ingest.proposals import Proposal, propose_from
from pipeline.settings import load_settings
from pipeline.workspace import read_input

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def propose(path: Path) -> list[Proposal]:
    """Return what the file proposes; raises ``InputError`` when it is neither archive nor résumé."""
    read_input(path, load_settings().number("ingest.max_file_mib"))
    return propose_from(path)


def as_table(proposals: Sequence[Proposal]) -> dict[str, Any]:
    """Return the accepted proposals as a profile table; several lines of a list key are gathered."""
    table: dict[str, Any] = {}
    for proposal in proposals:
        if isinstance(proposal.value, (list, tuple)):
            table.setdefault(proposal.key, []).extend(proposal.value)
        else:
            table[proposal.key] = proposal.value
    return table
