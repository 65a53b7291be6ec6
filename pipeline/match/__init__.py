"""Match: people and a profile in, a ranked list with true reasons for both sides out.

The names load on first use, so that importing the package costs no more than the tables it speaks in.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.match.likeness import similarity
    from pipeline.match.many import bulk
    from pipeline.match.sources import coverage
    from pipeline.match.stage import match

__all__ = ["bulk", "coverage", "match", "similarity"]

_HOME = {"bulk": "many", "coverage": "sources", "match": "stage", "similarity": "likeness"}


def __getattr__(name: str) -> Any:
    """Return one of the public functions; raises ``AttributeError`` for any other name."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
