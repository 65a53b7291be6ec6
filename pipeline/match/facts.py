"""What is known of a target that a question can be made of, by the names ``questions.toml`` uses."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from pipeline.match.messages import cell_with
from pipeline.match.text import folded, plain, stated, words
from pipeline.match.wording import in_sentence, is_plain

if TYPE_CHECKING:
    from pipeline.match.messages import Cell
    from pipeline.match.reasons import Target

#: What may stand between a work title and the house, the place or the team it is for.
_HOUSE = re.compile(r"\s*[,|(@\u2013\u2014]\s*|\s+-\s+|\s+at\s+")
_NEEDS_SPONSOR = ("needs_now", "needs_later")


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
        if not _is_somebody(str(facts["role"]["value"]), target):
            facts["opening"] = facts.pop("role")
    title = _work_of(str(facts.pop("title")["value"]), target) if "title" in facts else None
    if title:
        facts["title"] = cell_with(row, "title", title)
    return facts


def _work_of(title: str, target: Target) -> str | None:
    """Return the work that a title names, without the house: "Analyst" of "Analyst at Acme, Oslo"."""
    alone = _HOUSE.split(title, maxsplit=1)[0].strip()
    return next((text for text in (alone, title) if text and _is_title(text, target)), None)


def _is_somebody(role: str, target: Target) -> bool:
    """Return whether a role names who does the work, one of them, so that "a good ..." can be said."""
    return is_plain(in_sentence(role)) and "," not in role and _head(role, target) in _people(target)


def _is_title(title: str, target: Target) -> bool:
    """Return whether a title says who does the work; "Finance" or "Student" lead to no question."""
    vocabulary = target.world.fields.vocabulary
    return bool(set(words(title)) & vocabulary["people"]) and folded(title) not in vocabulary["says_nothing"]


def _head(role: str, target: Target) -> str:
    """Return the last word before a word of place or an "of": the head of "Director of Sales"."""
    ends = target.world.fields.vocabulary["place_words"] | {"of"}
    before = list(takewhile(lambda word: word not in ends, words(role)))
    return before[-1] if before else ""


def _people(target: Target) -> frozenset[str]:
    return target.world.fields.vocabulary["people"]


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


def topics(target: Target) -> dict[str, Cell]:
    """Return the first interest of each kind that a target states, with its cell."""
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
    """Return as what others could ask about it: work ("topic"), a liking ("pastime"), or neither known."""
    concepts = target.world.concepts
    concept = concepts.of(text)
    if concept is not None and concept.known:
        return "topic" if concept.name in concepts.professional else "pastime"
    return "topic" if target.world.fields.of_text(text) else "named"


def circumstances(target: Target) -> dict[str, Cell]:
    """Return what this user and the target are to each other; it stands in no cell."""
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
