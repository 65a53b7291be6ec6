"""The field map of ``config/fields.toml``: which fields a text names, and how close two fields are."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.errors import SettingsError
from pipeline.match.english import in_english
from pipeline.match.text import Stems, folded, stems, words
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

#: How sure each kind of phrase is of its field, and how sure a wide name ("engineering") is.
KINDS = {"titles": 1.0, "majors": 1.0, "parts": 1.0, "words": 0.8}
BROAD = 0.5
#: What stands before the deciding phrase of a title, or after a word of place, counts by this.
ASIDE = 0.5
_TABLES = frozenset({"broad", "vocabulary", "positions", "position_like", "levels", "level_like"})
_SPLIT = (",", ";", "|", "/", " - ", " \u2013 ", "(", " and ", " & ")


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase in a text that names a field, and how sure it is (0 to 1)."""

    field: int
    weight: float
    phrase: str
    part: str | None = None


@dataclass(frozen=True)
class FieldMap:
    """All fields: ``labels[i]`` names field i, ``closeness[i, j]`` is 1 on the diagonal and symmetric."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    closeness: NDArray[np.float32]
    phrases: Mapping[Stems, tuple[Hit, ...]]
    longest: int
    vocabulary: Mapping[str, frozenset[str]]
    positions: Mapping[str, tuple[Stems, ...]]
    position_like: Mapping[str, frozenset[str]]
    levels: Mapping[str, tuple[Stems, ...]]
    level_like: Mapping[str, frozenset[str]]
    signs: dict[str, tuple[Any, ...]] = field(default_factory=dict, repr=False, compare=False)
    _seen: dict[tuple[str, bool], dict[int, Hit]] = field(default_factory=dict, repr=False, compare=False)
    _kinds: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def hits(self, text: str) -> list[Hit]:
        """Return every field a text names, the longest phrases first taken, in the order of the text."""
        found = stems(text)
        return [hit for _, group in _scan(found, self.phrases, self.longest) for hit in group]

    def of_text(self, text: str) -> dict[int, Hit]:
        """Return the surest hit per field of a topic, industry, major or role; all phrases count alike."""
        return self._remembered(text, title=False)

    def of_title(self, title: str) -> dict[int, Hit]:
        """Return the surest hit per field of a work title; the last phrase of its first part decides."""
        return self._remembered(title, title=True)

    def _remembered(self, text: str, *, title: bool) -> dict[int, Hit]:
        key = (text, title)
        if key not in self._seen:
            if len(self._seen) > 200_000:
                self._seen.clear()
            self._seen[key] = self._read(in_english(text, short=False), title=title)
            if max((hit.weight for hit in self._seen[key].values()), default=0.0) < 1:
                self._seen[key] = self._read(in_english(text), title=title) or self._seen[key]
        return self._seen[key]

    def _read(self, text: str, *, title: bool) -> dict[int, Hit]:
        if title:
            return self._title(text)
        found = self.hits(text)
        # "Computer Systems Technician" is of computing; "technician" alone is a trade.
        anybody = self.vocabulary["people"] & self.vocabulary["says_nothing"]
        return _surest([hit for hit in found if hit.phrase not in anybody] or found)

    def _title(self, title: str) -> dict[int, Hit]:
        found: list[Hit] = []
        decided = False
        for segment in self._segments(title):
            groups = [group for _, group in _scan(stems(segment), self.phrases, self.longest)]
            groups = [group for group in groups if max(hit.weight for hit in group) > BROAD] or groups
            for index, group in enumerate(groups):
                last = index == len(groups) - 1 and not decided
                factor = 1.0 if last else ASIDE
                factor = ASIDE if max(hit.weight for hit in group) <= BROAD else factor
                found += [Hit(hit.field, hit.weight * factor, hit.phrase, hit.part) for hit in group]
            decided = decided or any(hit.weight > BROAD for group in groups for hit in group)
        return _surest(found)

    def _segments(self, title: str) -> Iterator[str]:
        """Return the parts of a title; words of place ("at", "for") begin a new one."""
        text = f" {folded(title)} "
        for mark in _SPLIT[:-2]:
            text = text.replace(mark, "\n")
        for line in text.split("\n"):
            part: list[str] = []
            for word in line.split():
                if word in self.vocabulary["place_words"]:
                    yield " ".join(part)
                    part = []
                else:
                    part.append(word)
            yield " ".join(part)

    def speaks_for_employer(self, title: str | None) -> bool:
        """Return whether a title is one that finds people for the employer, whatever the field."""
        found = stems(title or "")
        return any(_within(stems(phrase), found) for phrase in self.vocabulary["speaks_for_employer"])

    def is_any_major(self, text: str) -> bool:
        """Return whether a list's words open it to every study."""
        return " ".join(words(text)) in self.vocabulary["any_major"]

    def studies(self, title: str | None) -> bool:
        """Return whether a title says that somebody studies or looks for a first position."""
        said = words(title or "")
        head = next((at for at, word in enumerate(said) if word in self.vocabulary["place_words"]), len(said))
        return head > 0 and said[head - 1] in self.vocabulary["studies"]

    def kinds(self, text: str, table: Mapping[str, tuple[Stems, ...]]) -> frozenset[str]:
        """Return the kinds of position or levels that a text names."""
        key = (text, id(table))
        if key not in self._kinds:
            if len(self._kinds) > 200_000:
                self._kinds.clear()
            self._kinds[key] = self._kinds_of(text, table)
        return self._kinds[key]

    def _kinds_of(self, text: str, table: Mapping[str, tuple[Stems, ...]]) -> frozenset[str]:
        read = [self._with_kinds(text), self._with_kinds(in_english(text))]
        return frozenset(
            kind
            for kind, phrases in table.items()
            if any(
                _within(item, found) and self._means_kind(item, found) for item in phrases for found in read
            )
        )

    def _means_kind(self, phrase: Stems, text: Stems) -> bool:
        """Return whether a word that means a kind of position in one language alone does so here."""
        if " ".join(phrase) not in self.vocabulary["kind_alone"] or text == phrase:
            return True
        return text[: len(phrase)] == phrase and text[len(phrase)] in self.vocabulary["kind_joints"]

    def _with_kinds(self, text: str) -> Stems:
        """Return the stems of a text; none for a role that only looks like a kind ("stage manager")."""
        found = stems(text)
        return () if any(_within(stems(phrase), found) for phrase in self.vocabulary["no_kind"]) else found


def _within(phrase: Stems, text: Stems) -> bool:
    size = len(phrase)
    return size > 0 and any(text[at : at + size] == phrase for at in range(len(text) - size + 1))


def _scan(
    text: Stems, phrases: Mapping[Stems, tuple[Hit, ...]], longest: int
) -> Iterator[tuple[int, tuple[Hit, ...]]]:
    at = 0
    while at < len(text):
        for size in range(min(longest, len(text) - at), 0, -1):
            group = phrases.get(text[at : at + size])
            if group:
                yield at, group
                at += size
                break
        else:
            at += 1


def _surest(hits: list[Hit]) -> dict[int, Hit]:
    best: dict[int, Hit] = {}
    for hit in hits:
        if hit.field not in best or hit.weight > best[hit.field].weight:
            best[hit.field] = hit
    return best


@lru_cache(maxsize=4)
def load_fields(path: Path | None = None) -> FieldMap:
    """Return the field map of this file, or the one that ships.

    Raises ``SettingsError`` when a neighbour or a wide name points to no field.
    """
    where = str(path or shared("config") / "fields.toml")
    table: dict[str, Any] = read_toml(Path(where))
    names = tuple(name for name in table if name not in _TABLES)
    index = {name: at for at, name in enumerate(names)}
    phrases = _phrases(table, index, where)
    vocabulary = {
        name: frozenset(folded(item) for item in items) for name, items in table["vocabulary"].items()
    }
    vocabulary["any_major"] = frozenset(" ".join(words(item)) for item in vocabulary["any_major"])
    return FieldMap(
        names=names,
        labels=tuple(str(table[name]["label"]) for name in names),
        closeness=_closeness(table, index, where),
        phrases=phrases,
        longest=max(map(len, phrases), default=0),
        vocabulary=vocabulary,
        positions=_stemmed(table["positions"]),
        position_like={name: frozenset(items) for name, items in table["position_like"].items()},
        levels=_stemmed(table["levels"]),
        level_like={name: frozenset(items) for name, items in table["level_like"].items()},
    )


def _stemmed(table: Mapping[str, list[str]]) -> dict[str, tuple[Stems, ...]]:
    return {name: tuple(stems(item) for item in items) for name, items in table.items()}


def _closeness(table: Mapping[str, Any], index: Mapping[str, int], path: str) -> NDArray[np.float32]:
    close = np.eye(len(index), dtype=np.float32)
    for name, at in index.items():
        for other, degree in table[name].get("neighbours", {}).items():
            there = _known(other, index, f"{path}: [{name}] neighbours")
            close[at, there] = close[there, at] = max(close[at, there], float(degree))
    return close


def _phrases(table: Mapping[str, Any], index: Mapping[str, int], path: str) -> dict[Stems, tuple[Hit, ...]]:
    found: dict[Stems, dict[int, Hit]] = {}
    for name, at in index.items():
        for phrase, weight, part in _listed(table[name]):
            _keep(found, Hit(at, weight, phrase, part))
        _keep(found, Hit(at, 1.0, str(table[name]["label"])))
        _keep(found, Hit(at, 1.0, name.replace("_", " ")))
    for phrase, names in table["broad"].items():
        for name in names:
            _keep(found, Hit(_known(name, index, f"{path}: [broad]"), BROAD, phrase))
    return {key: tuple(hits.values()) for key, hits in found.items()}


def _listed(entry: Mapping[str, Any]) -> Iterator[tuple[str, float, str | None]]:
    for kind, weight in KINDS.items():
        if kind == "parts":
            for part, phrases in entry.get("parts", {}).items():
                yield part, weight, part
                yield from ((phrase, weight, part) for phrase in phrases)
        else:
            yield from ((phrase, weight, None) for phrase in entry.get(kind, []))


def _keep(found: dict[Stems, dict[int, Hit]], hit: Hit) -> None:
    group = found.setdefault(stems(hit.phrase), {})
    known = group.get(hit.field)
    if known is None or (hit.weight, hit.part is not None) > (known.weight, known.part is not None):
        group[hit.field] = hit


def _known(name: str, index: Mapping[str, int], where: str) -> int:
    if name not in index:
        raise SettingsError(
            f"{name!r} is no field of the map", where=where, do=f"Fields: {', '.join(index)}."
        )
    return index[name]
