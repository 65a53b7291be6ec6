"""Whom the day is for: matches and the user's word, joined to booth, talks and agreed slots."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from pipeline.event import Event
    from pipeline.settings import Settings

#: Prize of the best possible fit; a must-meet weighs more than a day of others, a pick more than a must.
FULL_FIT = 100
MUST, PICKED = 2_000, 6_000
_SURE_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Talk:
    """A session of the agenda in which a target speaks."""

    session_id: str
    title: str
    start: dt.datetime
    end: dt.datetime
    place: str | None


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
    """The targets by rank, and those the user passed on."""

    targets: tuple[Target, ...] = ()
    passed: tuple[str, ...] = field(default=())


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
    event: Event,
    settings: Settings,
) -> Chosen:
    """Return the targets of this event, best first; the user's word beats rank and being set aside."""
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
        _target(persons[one], persons, rows.get(one), words.get(one, Word()), talks.get(one, ()), last)
        for one in wanted
    ]
    targets.sort(key=lambda target: (not (target.agreed or target.picked), target.rank, target.person_id))
    passed = (
        one for one, word in words.items() if word.said == "pass" and one in persons and not word.agreed
    )
    return Chosen(tuple(_with_musts(targets, settings.integer("plan.must_meet"))), tuple(sorted(passed)))


def _is_wanted(row: Mapping[str, Any] | None, word: Word) -> bool:
    if word.agreed or word.said == "pick":
        return True
    return word.said != "pass" and row is not None and row["rank"] is not None and row["tier"] != "set_aside"


def _target(
    person: Mapping[str, Any],
    persons: Mapping[str, Mapping[str, Any]],
    row: Mapping[str, Any] | None,
    word: Word,
    talks: tuple[Talk, ...],
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
        talks=talks,
    )


def _with_musts(targets: list[Target], most: int) -> list[Target]:
    """Mark the must-meets: whom the user agreed with or picked, then the best until there are enough."""
    from dataclasses import replace

    left = most - sum(1 for target in targets if target.agreed or target.picked)
    marked = []
    for target in targets:
        must = bool(target.agreed or target.picked)
        if not must and left > 0:
            must, left = True, left - 1
        marked.append(replace(target, must=must))
    return marked


def talks_of(
    sessions: pl.DataFrame, appearances: pl.DataFrame, event: Event, settings: Settings
) -> dict[str, tuple[Talk, ...]]:
    """Return the talks of each person in the event's agenda that are sure enough, by start.

    What lasts for hours (a clinic, an open stand) is no talk: nobody hears it whole, and its host can be met.
    """
    length = pl.col("end_utc") - pl.col("start_utc")
    short = length <= pl.duration(minutes=settings.integer("plan.longest_talk_minutes"))
    mine = pl.col("event").eq(event.slug) & pl.col("owner").eq("event")
    agenda = sessions.filter(mine, ~pl.col("all_day"), short)
    speaking = appearances.filter(pl.col("role") == "speaker", pl.col("confidence") >= _SURE_ENOUGH)
    joined = speaking.join(agenda, on="session_id").sort("person_id", "start_utc", "session_id")
    found: dict[str, dict[tuple[str, dt.datetime], Talk]] = {}
    for row in joined.iter_rows(named=True):
        talk = Talk(row["session_id"], row["title"] or "", row["start_utc"], row["end_utc"], row["place"])
        found.setdefault(row["person_id"], {}).setdefault((talk.title, talk.start), talk)
    return {person_id: tuple(talks.values()) for person_id, talks in found.items()}
