"""The word lists and evidence tables of linking, read once from ``config/link*.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.relations import Ladder, as_ladder
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Words:
    """Sets and maps by name, of one table of ``config/link_words.toml``."""

    sets: Mapping[str, frozenset[str]]
    maps: Mapping[str, Mapping[str, str]]

    def __getitem__(self, name: str) -> frozenset[str]:
        """Return a set of words."""
        return self.sets[name]


@cache
def table(name: str) -> dict[str, Any]:
    """Return the content of ``config/<name>.toml``."""
    return read_toml(shared("config") / f"{name}.toml")


@cache
def words(section: str, *, file: str = "link_words") -> Words:
    """Return the words of one section."""
    content = table(file)[section]
    return Words(
        {key: frozenset(value) for key, value in content.items() if isinstance(value, list)},
        {key: dict(value) for key, value in content.items() if isinstance(value, dict)},
    )


@cache
def ladder() -> Ladder:
    """Return the ladder of ``config/ladder.toml``."""
    return as_ladder(table("ladder"))
