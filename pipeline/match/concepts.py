"""Interests as concepts: ``config/aliases.toml`` says which words mean the same and what belongs to what."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from pipeline.errors import SettingsError
from pipeline.match.arrays import holders
from pipeline.match.cores import is_rare
from pipeline.match.text import Stems, stem, stems, words
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

#: Words between a thing and what it is of.
_JOINTS = frozenset({"of", "for", "in", "with", "on"})
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
    filler_ends: frozenset[str]
    ambiguous: frozenset[str]
    professional: frozenset[str]
    exchange: frozenset[str]
    _seen: dict[str, Concept | None] = field(default_factory=dict, repr=False, compare=False)
    _rare: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def of(self, text: str) -> Concept | None:
        """Return what an interest means; words without an entry mean themselves, no words mean nothing."""
        if text not in self._seen:
            if len(self._seen) > MOST_SEEN:
                self._seen.clear()
            self._seen[text] = concept = self._read(text)
            if concept is not None and not concept.known and (word := rare_word(text)) not in self.ambiguous:
                self._rare[concept.name] = frozenset({word} if word else ())
        return self._seen[text]

    def _read(self, text: str) -> Concept | None:
        found = stems(text)
        if not found:
            return None
        bare = tuple(word for word in found if word not in self.filler)
        for form in (found, bare, self._ends_off(found), *_turned(found), *_turned(bare)):
            known = self.by_stems.get(form)
            if known is not None:
                return known
        return Concept(" ".join(sorted(set(bare or found))), known=False)

    def _ends_off(self, found: Stems) -> Stems:
        """Return the words between what fills the ends: "really into chess" has chess."""
        kept = [at for at, word in enumerate(found) if word not in self.filler_ends]
        return found[kept[0] : kept[-1] + 1] if kept else ()

    def kin(self, one: str, other: str) -> bool:
        """Return whether two concepts are parent and child or share a parent that is no mere heading.

        A rare word that is all of one interest is kin of an interest that names it among others.
        """
        if self._named(one, other) or self._named(other, one):
            return True
        mine, theirs = self.parents.get(one), self.parents.get(other)
        if mine is None or mine != theirs:
            return (mine is not None and mine == other) or (theirs is not None and theirs == one)
        return mine in self.parents

    def kinship(self, one: Sequence[str], other: Sequence[str]) -> NDArray[np.bool_]:
        """Return whether each of some concepts is kin of each other one, as ``kin`` says it of two."""
        codes: dict[str, int] = {}
        mine, theirs = (self._coded(side, codes) for side in (one, other))
        child = mine.up[:, None] == theirs.at[None, :]
        parent = mine.at[:, None] == theirs.up[None, :]
        siblings = (mine.up[:, None] == theirs.up[None, :]) & mine.below[:, None]
        within = self._within(one, other) | self._within(other, one).T
        return np.asarray(child | parent | siblings | within, np.bool_)

    def _within(self, one: Sequence[str], other: Sequence[str]) -> NDArray[np.bool_]:
        """Return where one rare word is all of an interest, and another names it among others."""
        found = np.zeros((len(one), len(other)), np.bool_)
        places = holders([name.split() if name in self._rare else () for name in other])
        for row, name in enumerate(one):
            for word in self._rare.get(name, ()):
                near = places.get(word, np.zeros(0, np.int64))
                found[row, near] = [self._named(name, other[at]) for at in near]
        return found

    def _named(self, one: str, other: str) -> bool:
        return (
            one != other
            and other in self._rare
            and any(word in other.split() for word in self._rare.get(one, ()))
        )

    def _coded(self, names: Sequence[str], codes: dict[str, int]) -> _Coded:
        at = [codes.setdefault(name, len(codes)) for name in names]
        parents = [self.parents.get(name) for name in names]
        up = [-1 if one is None else codes.setdefault(one, len(codes)) for one in parents]
        return _Coded(
            np.array(at), np.array(up), np.array([one in self.parents for one in parents], np.bool_)
        )


def rare_word(text: str) -> str:
    """Return the stem of the one word that an interest is, where it is a rare one; else nothing."""
    said = words(text)
    return stem(said[0]) if len(said) == 1 and is_rare(said[0]) else ""


class _Coded(NamedTuple):
    """Concepts as numbers: their own, that of the parent (-1 without), whether that is a concept itself."""

    at: NDArray[np.int64]
    up: NDArray[np.int64]
    below: NDArray[np.bool_]


def _turned(found: Stems) -> Iterator[Stems]:
    """Yield "design of games" as "games design", at each word that joins two parts so."""
    for at in range(1, len(found) - 1):
        if found[at] in _JOINTS:
            yield found[at + 1 :] + found[:at]


@lru_cache(maxsize=4)
def load_concepts(path: Path | None = None) -> Concepts:
    """Return the concepts of this file, or the ones that ship.

    Raises ``SettingsError`` when one alias stands for two concepts.
    """
    where = str(path or shared("config") / "aliases.toml")
    table: dict[str, Any] = read_toml(Path(where))
    table.pop("spelling", None)
    listed = table.pop("filler")
    filler, ends, ambiguous = (
        frozenset(stem for word in listed.get(name, ()) for stem in stems(word))
        for name in ("words", "ends", "ambiguous")
    )
    by_stems: dict[Stems, Concept] = {}
    parents: dict[str, str] = {}
    for parent, name, aliases in _entries(table):
        concept = Concept(name, parent)
        if parent:
            parents[name] = parent
        for alias in (name, *aliases):
            _enter(by_stems, stems(alias), concept, where)
    work, traded = (
        frozenset(name for group in table.get(head, {}).values() for name in group)
        for head in ("professional", "exchange")
    )
    return Concepts(by_stems, parents, filler, filler | ends, ambiguous, work, traded)


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
