"""Reasons: sentences made of the same values that scored, each with the cells it was read from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.match.bios import common_topics, excerpt
from pipeline.match.messages import Cell, Message, cells, message
from pipeline.match.text import folded, stated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.match.crowd import Crowd, Ragged
    from pipeline.match.field_signs import Sign
    from pipeline.match.hiring import Hire
    from pipeline.match.messages import Row
    from pipeline.match.said import Met
    from pipeline.match.seeker import Seeker
    from pipeline.match.world import World

#: Columns that name the work itself; one word of them is not yet the field.
_WORK = ("title", "positions")
#: The sentence has the word already: "All Engineering majors" would be majors twice.
_MAJORS = re.compile(r"(?<=\S)\s+majors?$", re.IGNORECASE)
_SPOKEN = {"talks": "reason.interest.talk", "tracks": "reason.interest.track"}
_SAID = (
    "title",
    "positions",
    "majors",
    "industry",
    "talks",
    "tracks",
    "interests",
    "bio",
    "organization",
    "name",
)


@dataclass(frozen=True, slots=True)
class Target:
    """One target of a crowd with everything its sentences are made from.

    ``needed`` says how well the user's offers meet what the crowd seeks, ``offered`` how well what it offers
    meets the user's needs.
    """

    at: int
    row: Row
    crowd: Crowd
    seeker: Seeker
    world: World
    needed: Met
    offered: Met
    hire: Hire | None
    field_fit: str

    def hirer(self) -> Row:
        """Return whose hiring the target stands for."""
        return self.crowd.hires[self.at] or self.row


def work_reasons(target: Target) -> Iterator[Message]:
    """Yield what the work gives for reasons: field and hiring, the same to all who apply alike."""
    yield from field_reasons(target)
    yield from hire_reasons(target)


def own_reasons(target: Target) -> Iterator[Message]:
    """Yield what this user and the target give each other for reasons: needs, interests, texts."""
    yield from need_reasons(target)
    yield from interest_reasons(target)
    yield from bio_reasons(target)


def field_reasons(target: Target) -> Iterator[Message]:
    """Yield the surest sign that the target works in the user's field, or next to it."""
    if target.field_fit not in ("same", "adjacent"):
        return
    seeker, fields = target.seeker, target.world.fields
    best = max(
        (sign for sign in target.crowd.signs[target.at] if _counts(sign, target)),
        key=lambda sign: (
            sign.strength * float(seeker.close[sign.field]),
            -_SAID.index(sign.column),
            sign.value,
        ),
        default=None,
    )
    if best is None or _told_by_majors(best, target):
        return
    source = target.crowd.employers[target.at] if best.via else target.row
    near = "" if best.field in seeker.own else "_near"
    weak = best.column in _WORK and best.field in seeker.own and target.field_fit != "same"
    near = "_related" if best.related or weak else near
    place = "employer_" if best.via else ""
    column = "wished" if seeker.wished else best.column
    yield message(
        f"reason.field.{place}{column}{near}",
        "you",
        cells(source or target.row, best.column, [best.value]),
        value=best.value,
        field=fields.labels[best.field],
        own=_named(best.field, target),
        organization=(source or target.row)["name"],
    )


def _named(field: int, target: Target) -> str:
    """Return the user's own fields; where interests stand for them, the interest nearest to this one."""
    seeker, fields = target.seeker, target.world.fields
    if not seeker.wished:
        return " and ".join(fields.labels[at] for at in seeker.own)
    nearest = max(seeker.own, key=lambda at: float(fields.closeness[field, at]))
    return next(text for text in seeker.profile.interests if nearest in fields.of_text(text))


def _told_by_majors(best: Sign, target: Target) -> bool:
    """Return whether the reason about majors already says it."""
    return best.column == "majors" and target.hire is not None and target.hire.major in ("same", "near")


def _counts(sign: Sign, target: Target) -> bool:
    own = sign.field in target.seeker.own
    return own if target.field_fit == "same" else bool(target.seeker.close[sign.field] > 0)


def hire_reasons(target: Target) -> Iterator[Message]:
    """Yield what the target hires that the user is, and offers that the user wants."""
    hire, hirer = target.hire, target.hirer()
    if hire is None:
        return
    who = hirer["name"]
    if hire.major in ("same", "near", "any"):
        yield _major_reason(hire, hirer, target)
    told = any(
        sign.column == "positions" and sign.field in target.seeker.own
        for sign in target.crowd.signs[target.at]
    )
    if hire.roles and not told:
        shown = cells(hirer, "positions", hire.roles)
        key = "reason.hire.roles_wished" if target.seeker.wished else "reason.hire.roles"
        yield message(key, "you", shown, roles=_and(hire.roles), who=who)
    if hire.position == "yes":
        shown = cells(hirer, "positions", hire.positions)
        own = _and(target.seeker.profile.positions)
        yield message("reason.hire.position", "you", shown, positions=_and(hire.positions), own=own, who=who)
    if hire.level == "yes" and hire.major in ("same", "near", "any"):
        shown = cells(hirer, "levels", hire.levels)
        yield message("reason.hire.level", "them", shown, levels=_and(hire.levels), who=who)


def _major_reason(hire: Hire, hirer: Row, target: Target) -> Message:
    """Return whom the target hires: the user's own study or field first, else what is near or takes it in."""
    seeker, fields = target.seeker, target.world.fields
    said, own = hire.majors, _and(seeker.profile.majors)
    how: str = hire.major
    if how == "near":
        named = {text: _own_fields_named(text, target) for text in said}
        labels = sorted({label for found in named.values() for label in found})
        if labels:
            said = tuple(text for text in said if named[text])
            how, own = "field", _and(labels)
        elif not own:
            how, own = "wide", _and([fields.labels[at] for at in seeker.own])
    shown = cells(hirer, "majors", said)
    named_as = _and([_MAJORS.sub("", text) for text in said])
    return message(f"reason.hire.major_{how}", "them", shown, majors=named_as, own=own, who=hirer["name"])


def _own_fields_named(study: str, target: Target) -> list[str]:
    """Return the user's own fields that a study names outright; a wide name such as "Business" names none."""
    hits, fields = target.world.fields.of_text(study), target.world.fields
    return [fields.labels[at] for at in target.seeker.own if at in hits and hits[at].weight >= 1]


def bio_reasons(target: Target) -> Iterator[Message]:
    """Yield the topics that both a target's bio and the user's own texts speak of."""
    bio, own = target.row["bio"], target.seeker.texts
    topics = common_topics(bio, own) if bio and own else []
    if topics:
        part = excerpt(bio, topics[0])
        shown = [{**cell, "value": part} for cell in cells(target.row, "bio")]
        yield message("reason.bio", None, shown, topics=_and(topics))


def need_reasons(target: Target) -> Iterator[Message]:
    """Yield the best pair each way of something offered and something needed, where they truly meet."""
    row, seeker = target.row, target.seeker
    need = _meets(target, target.crowd.seeks, target.needed)
    if need is not None:
        said, offer = target.crowd.phrases[need], seeker.offers[int(target.needed.by[need])]
        yield message("reason.need", "them", cells(row, "seeks", [said]), need=said, offer=offer)
    offer_id = _meets(target, target.crowd.offers, target.offered)
    if offer_id is not None:
        said, want = target.crowd.phrases[offer_id], seeker.seeks[int(target.offered.by[offer_id])]
        yield message("reason.offer", "you", cells(row, "offers", [said]), need=want, offer=said)


def give_of(target: Target) -> list[Message]:
    """Return the one thing the user can give: their stated need that the user's offer meets, else nothing."""
    need = _meets(target, target.crowd.seeks, target.needed)
    if need is None:
        return []
    said, offer = target.crowd.phrases[need], target.seeker.offers[int(target.needed.by[need])]
    return [message("give.need", "them", cells(target.row, "seeks", [said]), need=said, offer=offer)]


def _meets(target: Target, phrases: Ragged, met: Met) -> int | None:
    """Return the phrase of the target that is met best, or nothing below ``match.need_threshold``."""
    ids = phrases.of(target.at)
    if not len(ids):
        return None
    best = int(ids[int(met.values[ids].argmax())])
    return best if met.values[best] >= target.world.settings.number("match.need_threshold") else None


def interest_reasons(target: Target) -> Iterator[Message]:
    """Yield each interest in common, or where there is none, one that is related and said to be."""
    concepts, mine = target.world.concepts, target.seeker.concepts
    related: list[Message] = []
    shared = False
    for text in stated(target.row["interests"], target.world.fields.vocabulary["nothing"]):
        concept = concepts.of(text)
        if concept is None:
            continue
        shown: list[Cell] = cells(target.row, "interests", [text])
        if concept.name in mine:
            shared = True
            own = mine[concept.name][1]
            same = folded(own).strip() == folded(text).strip()
            key = "reason.interest.same" if same else "reason.interest.alias"
            yield message(key, None, shown, theirs=text, mine=own, concept=concept.name)
        else:
            kin = sorted(own for name, (_, own) in mine.items() if concepts.kin(concept.name, name))
            related += [
                message("reason.interest.related", None, shown, theirs=text, mine=own) for own in kin[:1]
            ]
    for name, (column, said) in target.crowd.spoken[target.at].items():
        if name in mine:
            shared = True
            shown = cells(target.row, column, [said])
            yield message(_SPOKEN[column], None, shown, theirs=said, mine=mine[name][1])
    if not shared:
        yield from related[:1]


def _and(values: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(values[:-1]), values[-1]))) if values else ""
