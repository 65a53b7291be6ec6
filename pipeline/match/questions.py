"""Three questions per target: one about them, one about the work, one about the next step."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.match.messages import Message, cell_with, message
from pipeline.match.text import plain, stated
from pipeline.match.wording import in_sentence
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.match.messages import Cell
    from pipeline.match.reasons import Target

ABOUT = ("them", "work", "next")
#: Facts of nearly every target: a question made of them is not about this one any more than another.
_COMMON = frozenset({"organization", "same_field", "near_field", "other_field"})
#: Facts that stand unquoted within a sentence.
_WITHIN = ("interest", "topic", "pastime")
#: Whoever speaks at the event is asked about the talk before anything else, three times over.
_TALK = 3
_NEEDS_SPONSOR = ("needs_now", "needs_later")


@dataclass(frozen=True, slots=True)
class Question:
    """One question of ``config/questions.toml``."""

    name: str
    about: str
    kinds: frozenset[str]
    needs: tuple[str, ...]
    answered: tuple[str, ...]

    @property
    def own_words(self) -> frozenset[str]:
        """Return what it needs to know that is the target's own."""
        return frozenset(self.needs) - _COMMON

    @property
    def worth(self) -> float:
        """Return how much sooner than others it is asked: for facts of the target, most for a talk."""
        return 1.5 * len(self.own_words) + _TALK * ("talk" in self.needs)


@dataclass
class Asker:
    """Chooses questions for one user; what was asked often is asked less. ``said`` is shared by users."""

    said: dict[tuple[object, ...], Message] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    def choose(self, target: Target, lasting: Mapping[str, Cell]) -> list[Message]:
        """Return three questions at most; a question needs what it names and is never already answered.

        ``lasting`` are the facts that hold for all who apply alike.
        """
        row, chosen = target.row, []
        facts = {**lasting, **_topics(target), **_circumstances(target)}
        known, person = frozenset(facts), str(row["person_id"])
        stated_fields = frozenset(name for name in _answering() if row[name] and row[name] != "unknown")
        for about in ABOUT:
            open_ones = _open(about, row["kind"], known, stated_fields)
            if open_ones:
                best = self._best(open_ones, person)
                self.asked[best.name] += 1
                chosen.append(self._say(best, person, facts))
        return chosen

    def _say(self, item: Question, person: str, facts: Mapping[str, Cell]) -> Message:
        """Return a question about a person in words; the same one to several users is said once."""
        key = (item.name, person, *(facts[need]["value"] for need in item.needs))
        if key not in self.said:
            self.said[key] = _said(item, facts)
        return self.said[key]

    def _best(self, open_ones: Sequence[Question], person: str) -> Question:
        """Return the question asked least, those made of the target's own words first, else by lot."""
        worth = [self.asked.get(item.name, 0) - item.worth for item in open_ones]
        least = min(worth)
        equal = [item for item, value in zip(open_ones, worth, strict=True) if value == least]
        return equal[0] if len(equal) == 1 else min(equal, key=lambda item: _lot(person, item.name))


@lru_cache(maxsize=100_000)
def _lot(person: str, name: str) -> bytes:
    return hashlib.sha256(f"{person}:{name}".encode()).digest()


@lru_cache(maxsize=1)
def load_questions() -> tuple[Question, ...]:
    """Return the questions that ship, in the order of their file."""
    table = read_toml(shared("config") / "questions.toml")
    return tuple(
        Question(
            name,
            entry["about"],
            frozenset(entry["kinds"]),
            tuple(entry["needs"]),
            tuple(entry.get("answered", ())),
        )
        for name, entry in table.items()
        if isinstance(entry, dict)
    )


@lru_cache(maxsize=1)
def _answering() -> frozenset[str]:
    """Return the fields of a record that answer some question."""
    return frozenset(name for item in load_questions() for name in item.answered)


@lru_cache(maxsize=20_000)
def _open(
    about: str, kind: str, known: frozenset[str], stated_fields: frozenset[str]
) -> tuple[Question, ...]:
    """Return the questions that can be asked of a target of which this is known."""
    return tuple(
        item
        for item in load_questions()
        if item.about == about
        and kind in item.kinds
        and known.issuperset(item.needs)
        and stated_fields.isdisjoint(item.answered)
    )


def _said(item: Question, facts: Mapping[str, Cell]) -> Message:
    used = [facts[need] for need in item.needs]
    values = {need: _in_sentence(need, facts[need]["value"]) for need in item.needs}
    return message(f"question.{item.name}", None, [cell for cell in used if cell["file"]], **values)


def lasting_facts(target: Target) -> dict[str, Cell]:
    """Return what lists say of a target, by the names ``questions.toml`` uses, each with its cell."""
    row, hirer = target.row, target.hirer()
    facts = {}
    for name, column, source in (
        ("title", "title", row),
        ("organization", "organization", row),
        ("offer", "offers", row),
        ("need", "seeks", row),
        ("role", "positions", hirer),
        ("major", "majors", hirer),
    ):
        value = _value(target, name, column, source)
        if value:
            facts[name] = cell_with(source, column, value)
    if "role" in facts:
        facts["position"] = facts["role"]
    return facts


def _value(target: Target, name: str, column: str, source: dict[str, object]) -> str | None:
    raw = source[column]
    values = stated(
        [str(item) for item in raw] if isinstance(raw, list) else [str(raw or "")], _nothing(target)
    )
    if name == "role":
        fields = target.world.fields
        # "Full-time" is a kind of position and no work to ask about.
        close = target.hire.roles if target.hire is not None else ()
        return next((text for text in (*close, *values) if not fields.kinds(text, fields.positions)), None)
    if name == "major":
        return target.hire.majors[0] if target.hire is not None and target.hire.major == "same" else None
    return values[0] if values else None


def _nothing(target: Target) -> frozenset[str]:
    return target.world.fields.vocabulary["nothing"]


def _topics(target: Target) -> dict[str, Cell]:
    mine = target.seeker.concepts
    spoken = {plain(language) for language in target.seeker.profile.languages}
    found: dict[str, Cell] = {}
    for text in stated(target.row["interests"], _nothing(target)):
        concept = target.world.concepts.of(text)
        if plain(text) in spoken:
            continue
        name = "interest" if concept is not None and concept.name in mine else _topic(text, target)
        found.setdefault(name, cell_with(target.row, "interests", text))
    return found


def _topic(text: str, target: Target) -> str:
    """Return whether others could ask about it as work ("topic") or as what somebody likes ("pastime")."""
    concepts = target.world.concepts
    concept = concepts.of(text)
    if concept is not None and concept.known:
        return "topic" if concept.name in concepts.professional else "pastime"
    return "topic" if target.world.fields.of_text(text) else "pastime"


def _in_sentence(need: str, value: str) -> str:
    return in_sentence(value) if need in _WITHIN else value


def _circumstances(target: Target) -> dict[str, Cell]:
    row, world, profile = target.row, target.world, target.seeker.profile
    said: dict[str, str | None] = {}
    fit = {"same": "same_field", "adjacent": "near_field", "other": "other_field"}.get(target.field_fit)
    if fit and target.seeker.own:
        said[fit] = world.fields.labels[target.seeker.own[0]]
    talks = world.talks.get(row["person_id"])
    if talks and talks[0]["title"]:
        said["talk"] = talks[0]["title"]
    if (
        row["school"]
        and plain(row["school"]) == plain(profile.school)
        and "classmate" not in row["tie_sources"]
    ):
        said["alumni"] = row["school"]
    if "professor" in row["tie_sources"]:
        said["professor"] = row["name"]
    if any(item["kind"] in ("talked", "meeting") for item in world.interactions.get(row["person_id"], [])):
        said["again"] = row["name"]
    if profile.work_authorization in _NEEDS_SPONSOR:
        said["sponsor"] = profile.work_authorization
    blank = {"field": None, "file": None, "row": None, "column": None}
    return {name: {**blank, "value": value} for name, value in said.items()}
