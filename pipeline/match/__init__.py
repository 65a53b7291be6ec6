"""Match: people and a profile in, a ranked list with true reasons for both sides out."""

from __future__ import annotations

from pipeline.match.coverage import coverage
from pipeline.match.similarity import similarity
from pipeline.match.stage import match

__all__ = ["coverage", "match", "similarity"]
