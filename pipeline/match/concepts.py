"""Interests as concepts: ``config/aliases.toml`` says which words mean the same and what belongs to what."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.errors import SettingsError
from pipeline.match.text import Stems, stems
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: Texts whose meaning is remembered.
MOST_SEEN = 100_000


@dataclass(frozen=True, slots=True)
class Concept:
    """What one interest means: a known concept, or (``known`` false) its own words and nothing else."""

    name: str
    parent: str | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Concepts:
    """All concepts by the stems of their names and aliases; ``filler`` words change no meaning."""

    by_stems: Mapping[Stems, Concept]
    parents: Mapping[str, str]
    filler: frozenset[str]
    ambiguous: frozenset[str]
    professional: frozenset[str]
    _seen: dict[str, Concept | None] = field(default_factory=dict, repr=False, compare=False)

    def of(self, text: str) -> Concept | None:
        """Return what an interest means; words without an entry mean themselves, no words mean nothing."""
        if text not in self._seen:
            if len(self._seen) > MOST_SEEN:
                self._seen.clear()
            self._seen[text] = self._read(text)
        return self._seen[text]

    def _read(self, text: str) -> Concept | None:
        found = stems(text)
        if not found:
            return None
        bare = tuple(word for word in found if word not in self.filler)
        known = self.by_stems.get(found) or self.by_stems.get(bare)
        if known is not None:
            return known
        return Concept(" ".join(sorted(set(bare or found))), known=False)

    def kin(self, one: str, other: str) -> bool:
        """Return whether two concepts are parent and child or share a parent that is no mere heading."""
        mine, theirs = self.parents.get(one), self.parents.get(other)
        return (
            other == mine or one == theirs or (mine is not None and mine == theirs and mine in self.parents)
        )


def load_concepts(path: Path | None = None) -> Concepts:
    """Return the concepts of this file, or the ones that ship.

    Raises ``SettingsError`` when one alias stands for two concepts.
    """
    return _load(str(path or shared("config") / "aliases.toml"))


@lru_cache(maxsize=4)
def _load(path: str) -> Concepts:
    from pathlib import Path

    table: dict[str, Any] = read_toml(Path(path))
    table.pop("spelling", None)
    listed = table.pop("filler")
    filler, ambiguous = (
        frozenset(stem for word in listed[name] for stem in stems(word)) for name in ("words", "ambiguous")
    )
    by_stems: dict[Stems, Concept] = {}
    parents: dict[str, str] = {}
    for parent, name, aliases in _entries(table):
        concept = Concept(name, parent)
        if parent:
            parents[name] = parent
        for alias in (name, *aliases):
            _enter(by_stems, stems(alias), concept, path)
    work = {name for group in table.get("professional", {}).values() for name in group}
    return Concepts(by_stems, parents, filler, ambiguous, frozenset(work))


def _entries(table: Mapping[str, Any]) -> Iterator[tuple[str | None, str, list[str]]]:
    """Return parent, name and aliases of each concept; a heading (professional) is nobody's parent."""
    for headed in table.values():
        for parent, group in headed.items():
            for name, aliases in group.items():
                yield parent, name, aliases


def _enter(by_stems: dict[Stems, Concept], key: Stems, concept: Concept, path: str) -> None:
    known = by_stems.setdefault(key, concept)
    if known.name != concept.name:
        raise SettingsError(
            f"{' '.join(key)!r} stands for both {known.name!r} and {concept.name!r}",
            where=path,
            do="Take it from one of them.",
        )
