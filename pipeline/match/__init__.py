"""Match: people and a profile in, a ranked list with true reasons for both sides out.

The names load on first use, so that importing the package costs no more than the tables it speaks in.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.match.likeness import similarity
    from pipeline.match.many import bulk
    from pipeline.match.scene import Scene, User, is_listed, read_scene
    from pipeline.match.sources import coverage
    from pipeline.match.stage import Many, match, match_many
    from pipeline.match.ties import Ties, read_ties

__all__ = [
    "Many",
    "Scene",
    "Ties",
    "User",
    "bulk",
    "coverage",
    "is_listed",
    "match",
    "match_many",
    "read_scene",
    "read_ties",
    "similarity",
]

_HOME = {
    **dict.fromkeys(("Scene", "User", "is_listed", "read_scene"), "scene"),
    **dict.fromkeys(("Many", "match", "match_many"), "stage"),
    **dict.fromkeys(("Ties", "read_ties"), "ties"),
    "bulk": "many",
    "coverage": "sources",
    "similarity": "likeness",
}


def __getattr__(name: str) -> Any:
    """Return one of the public functions; raises ``AttributeError`` for any other name."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
