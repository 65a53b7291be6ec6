"""The lists and limits of ``config/batch.toml``."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pipeline.settings import read_toml
from pipeline.shared import shared


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return read_toml(shared("config") / "batch.toml")


def words_of(section: str) -> dict[str, Any]:
    """Return one section of the lists that batch runs go by."""
    return dict(_table()[section])
