"""Three questions per target: one about them, one about the work, one about the next step."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.match.facts import circumstances, topics
from pipeline.match.messages import Message, message
from pipeline.match.wording import in_sentence, told
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
_WITHIN = ("interest", "topic", "pastime", "role", "major")
#: Whoever speaks at the event is asked about the talk before anything else, three times over.
_TALK = 3


@dataclass(frozen=True, slots=True)
class Question:
    """One question of ``config/questions.toml``.

    ``worth``: how much sooner than others it is asked, for facts that are the target's own, most for a talk.
    """

    name: str
    about: str
    kinds: frozenset[str]
    needs: tuple[str, ...]
    answered: tuple[str, ...]
    worth: float

    @classmethod
    def of(cls, name: str, entry: Mapping[str, Any]) -> Question:
        """Return the question of this entry of the file."""
        needs = tuple(entry["needs"])
        worth = 1.5 * len(frozenset(needs) - _COMMON) + _TALK * ("talk" in needs)
        return cls(
            name, entry["about"], frozenset(entry["kinds"]), needs, tuple(entry.get("answered", ())), worth
        )


@dataclass
class Asker:
    """Chooses questions for one user; what was asked often is asked less. ``said`` is shared by users."""

    said: dict[tuple[object, ...], Message] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    def choose(self, target: Target, lasting: Mapping[str, Cell]) -> list[Message]:
        """Return three questions at most; a question needs what it names and is never already answered.

        Each is about something else of the target, as long as there is something else.
        ``lasting`` are the facts that hold for all who apply alike.
        """
        row, chosen = target.row, []
        facts = {**lasting, **topics(target), **circumstances(target)}
        known, person = frozenset(facts), str(row["person_id"])
        stated_fields = frozenset(name for name in _answering() if row[name] and row[name] != "unknown")
        used: set[str | None] = set()
        spent: set[str] = set()
        for open_ones in _open(row["kind"], known, stated_fields):
            fresh = [item for item in open_ones if spent.isdisjoint(item.needs)] if spent else open_ones
            if open_ones:
                best = self._best(fresh or open_ones, person)
                self.asked[best.name] += 1
                used.update(facts[need]["value"] for need in best.needs)
                spent = {need for need, cell in facts.items() if cell["value"] in used} if used else spent
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
        asked = self.asked.get
        worth = [asked(item.name, 0) - item.worth for item in open_ones]
        least = min(worth)
        equal = [item for item, value in zip(open_ones, worth, strict=True) if value == least]
        if len(equal) == 1:
            return equal[0]
        lots = _lots(person)
        return min(equal, key=lambda item: lots[item.name])


@lru_cache(maxsize=20_000)
def _lots(person: str) -> dict[str, bytes]:
    names = (item.name for item in load_questions())
    return {name: hashlib.sha256(f"{person}:{name}".encode()).digest() for name in names}


@lru_cache(maxsize=1)
def load_questions() -> tuple[Question, ...]:
    """Return the questions that ship, in the order of their file."""
    table = read_toml(shared("config") / "questions.toml")
    return tuple(Question.of(name, entry) for name, entry in table.items() if isinstance(entry, dict))


@lru_cache(maxsize=1)
def _answering() -> frozenset[str]:
    """Return the fields of a record that answer some question."""
    return frozenset(name for item in load_questions() for name in item.answered)


@lru_cache(maxsize=20_000)
def _open(
    kind: str, known: frozenset[str], stated_fields: frozenset[str]
) -> tuple[tuple[Question, ...], ...]:
    """Return the questions that can be asked of a target of which this is known, by what they are about."""
    can = [
        item
        for item in load_questions()
        if kind in item.kinds and known.issuperset(item.needs) and stated_fields.isdisjoint(item.answered)
    ]
    return tuple(tuple(item for item in can if item.about == about) for about in ABOUT)


def _said(item: Question, facts: Mapping[str, Cell]) -> Message:
    used = [facts[need] for need in item.needs]
    values = {need: _in_sentence(need, facts[need]["value"]) for need in item.needs}
    return message(f"question.{item.name}", None, [cell for cell in used if cell["file"]], **values)


def _in_sentence(need: str, value: str) -> str:
    if need == "title":
        return in_sentence(value)
    return told(value) if need in _WITHIN else value
