"""Whom the day is for: matches and the user's word, joined to booth, talks and agreed slots."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.plan.talks import plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from pipeline.event import Event
    from pipeline.plan.presence import Times
    from pipeline.plan.talks import Talk
    from pipeline.settings import Settings

#: Prize of the best possible fit; a must-meet weighs more than a day of others, a pick more than a must.
FULL_FIT = 100
MUST, PICKED = 2_000, 6_000
#: What a list says of somebody beside the name; an agenda says none of it.
_TOLD = ("emails", "phones", "organization", "title", "linkedin", "booth", "school")


@dataclass(frozen=True, slots=True)
class Target:
    """One person or organisation that could be met."""

    person_id: str
    name: str
    kind: str
    booth: str | None
    tier: str
    rank: int
    fit: float
    picked: bool = False
    must: bool = False
    agreed: tuple[dt.datetime, ...] = ()
    talks: tuple[Talk, ...] = ()
    known: bool = False
    there: Times | None = None
    told: bool = True

    @property
    def prize(self) -> int:
        """Return what meeting this target is worth to the solver."""
        worth = 1 + round(self.fit * FULL_FIT)
        return worth + (PICKED if self.picked else MUST if self.must else 0)


@dataclass(frozen=True, slots=True)
class Word:
    """What the user last said about one person, as far as the day goes."""

    said: str | None = None
    agreed: tuple[dt.datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The targets by rank, those the user passed on, and bare names beside the namesake they give way to."""

    targets: tuple[Target, ...] = ()
    passed: tuple[str, ...] = field(default=())
    doubles: tuple[Target, ...] = ()


def words_of(wishes: pl.DataFrame, event: Event) -> dict[str, Word]:
    """Return what the user said per person: pick or pass (the later one holds), and the agreed times."""
    mine = wishes.filter(pl.col("event").is_null() | (pl.col("event") == event.slug))
    found: dict[str, Word] = {}
    for row in mine.sort("said_at", "person_id", "kind", "start").iter_rows(named=True):
        word = found.get(row["person_id"], Word())
        if row["kind"] in ("pick", "pass"):
            word = Word(row["kind"], word.agreed)
        elif row["kind"] == "agree" and row["start"] is not None:
            word = Word(word.said, tuple(sorted({*word.agreed, row["start"]})))
        found[row["person_id"]] = word
    return found


def choose(
    matches: pl.DataFrame,
    people: pl.DataFrame,
    talks: Mapping[str, tuple[Talk, ...]],
    words: Mapping[str, Word],
    *,
    there: Mapping[str, Times],
    event: Event,
    settings: Settings,
) -> Chosen:
    """Return the targets of this event, best first; the user's word beats rank and being set aside.

    ``there`` says when somebody is at the event, where a list does. A name of which nothing else is known is
    left out beside a namesake of whom more is: nobody is walked to twice for one name.
    """
    persons = {row["person_id"]: row for row in people.iter_rows(named=True)}
    rows = {
        row["person_id"]: row for row in matches.filter(pl.col("event") == event.slug).iter_rows(named=True)
    }
    wanted = [
        person_id
        for person_id in sorted({*rows, *words} & persons.keys())
        if _is_wanted(rows.get(person_id), words.get(person_id, Word()))
    ]
    last = len(rows) + 1
    targets = [
        replace(
            _target(persons[one], persons, rows.get(one), words.get(one, Word()), last),
            talks=talks.get(one, ()),
            there=there.get(one),
        )
        for one in wanted
    ]
    targets.sort(key=lambda target: (not (target.agreed or target.picked), target.rank, target.person_id))
    passed = (
        one for one, word in words.items() if word.said == "pass" and one in persons and not word.agreed
    )
    doubles = _doubles(targets, persons)
    kept = [target for target in targets if target.person_id not in doubles]
    musts = _with_musts(kept, settings.integer("plan.must_meet"))
    named = tuple(target for target in targets if target.person_id in doubles)
    return Chosen(tuple(musts), tuple(sorted(passed)), named)


def _doubles(targets: Sequence[Target], persons: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """Return who is a bare name that somebody else bears, of whom more is known; the user's word excepted."""
    told = {one.person_id: any(persons[one.person_id][name] for name in _TOLD) for one in targets}
    known = {plain(one.name) for one in targets if told[one.person_id] and one.kind == "person"}
    return {
        one.person_id
        for one in targets
        if one.kind == "person" and not told[one.person_id] and plain(one.name) in known
        if not (one.picked or one.agreed or one.known)
    }


def _is_wanted(row: Mapping[str, Any] | None, word: Word) -> bool:
    if word.agreed or word.said == "pick":
        return True
    return word.said != "pass" and row is not None and row["rank"] is not None and row["tier"] != "set_aside"


def _target(
    person: Mapping[str, Any],
    persons: Mapping[str, Mapping[str, Any]],
    row: Mapping[str, Any] | None,
    word: Word,
    last: int,
) -> Target:
    employer = persons.get(person["organization_id"] or "", {})
    tier = row["tier"] if row and row["tier"] != "set_aside" else "B"
    return Target(
        person_id=person["person_id"],
        name=person["name"] or person["organization"] or person["person_id"],
        kind=person["kind"],
        booth=person["booth"] or employer.get("booth"),
        tier=tier,
        rank=row["rank"] if row and row["rank"] is not None else last,
        fit=min(1.0, max(0.0, row["fit"])) if row else 0.0,
        picked=word.said == "pick",
        agreed=word.agreed,
        known=person["known"],
        told=_told(row),
    )


def _told(row: Mapping[str, Any] | None) -> bool:
    """Return whether the list states anything of a target, or of others at least."""
    return row is None or all(message["key"] != "reason.names_only" for message in row["reasons"])


def _with_musts(targets: list[Target], most: int) -> list[Target]:
    """Mark the must-meets: whom the user agreed with or picked, then the best until there are enough.

    A mere name of a list of mere names is nobody's must, unless they give a talk.
    """
    left = most - sum(1 for target in targets if target.agreed or target.picked)
    marked = []
    for target in targets:
        must = bool(target.agreed or target.picked)
        if not must and left > 0 and (target.told or target.talks):
            must, left = True, left - 1
        marked.append(replace(target, must=must))
    return marked
