"""The change slip: half a page for somebody who holds an earlier print of the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.report.clean import printable
from pipeline.report.page import page_of
from pipeline.report.rows import day_style, name_of
from pipeline.report.words import load_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.report.inputs import Inputs
    from pipeline.report.view import Page
    from pipeline.report.words import Words

_PLACE = 40
_TITLE = 60
_REASON = 110
#: Half a page holds this many lines; beyond them a new sheet is the better paper.
_MOST = 9


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One change: what happened in one word, to whom, their printed ID, and the sentence."""

    word: str
    name: str
    short_id: str
    text: str


@dataclass(frozen=True, slots=True)
class SlipView:
    """The slip: which print it corrects, each change, the most disturbing first, and what did not fit."""

    page: Page
    event: str
    user: str
    corrects: str
    lines: tuple[SlipLine, ...]
    more: str = ""


def change_slip(inputs: Inputs, changes: Iterable[Mapping[str, Any]], printed_at: dt.datetime) -> SlipView:
    """Return the slip for these changes: kind, person or session, places and times (UTC)."""
    words = load_words()
    zone = inputs.event.zone
    printed = printed_at.astimezone(zone)
    people = {row["person_id"]: name_of(row) for row in inputs.people.iter_rows(named=True)}
    titles = dict(inputs.sessions.select("session_id", "title").iter_rows())
    ids = dict(inputs.issued.select("person_id", "short_id").iter_rows())
    told = _Told(words, inputs, people, {key: printable(text, _TITLE) for key, text in titles.items()})
    subjects: dict[str, list[Mapping[str, Any]]] = {}
    for row in changes:
        subjects.setdefault(row["person_id"] or row["entry_id"], []).append(row)
    lines = tuple(
        SlipLine(
            word=words(f"paper.slip.{rows[0]['kind']}"),
            name=people.get(rows[0]["person_id"]) or told.titles.get(rows[0]["session_id"], ""),
            short_id=ids.get(rows[0]["person_id"], ""),
            text=told.of(rows),
        )
        for rows in list(subjects.values())[:_MOST]
    )
    return SlipView(
        page=page_of(inputs, words, "paper.slip.title"),
        event=printable(inputs.event.name, 90),
        user=printable(inputs.profile.name, 60),
        corrects=words("paper.slip.corrects", day=words.day(printed.date()), time=f"{printed:%H:%M}"),
        lines=lines,
        more=words("paper.slip.more", count=len(subjects) - _MOST) if len(subjects) > _MOST else "",
    )


def _reasons(inputs: Inputs, words: Words) -> dict[str, str]:
    """Return the first reason to meet each person that can be said in words."""
    return inputs.once("reasons of the slip", lambda one: _first_reasons(one, words))


def _first_reasons(inputs: Inputs, words: Words) -> dict[str, str]:
    mine = inputs.matches.filter(pl.col("event") == inputs.event.slug).select("person_id", "reasons")
    said = {
        person_id: next((text for text in map(words.say, reasons) if text), "")
        for person_id, reasons in mine.iter_rows()
    }
    return {person_id: printable(text, _REASON) for person_id, text in said.items()}


@dataclass(frozen=True, slots=True)
class _Told:
    """Writes the sentences of a slip."""

    words: Words
    inputs: Inputs
    people: Mapping[str, str]
    titles: Mapping[str, str]

    def of(self, rows: Sequence[Mapping[str, Any]]) -> str:
        """Return all that changed of one person or talk, but for the kind of the first change."""
        parts = []
        for number, row in enumerate(rows):
            word = self.words(f"paper.slip.{row['kind']}") if number else ""
            talk = row["entry_kind"] == "talk" and row["person_id"] and self.titles.get(row["session_id"])
            parts += [self.words("paper.slip.talk", title=talk) if talk else "", word, self._sentence(row)]
        return " ".join(filter(None, parts))

    def _sentence(self, row: Mapping[str, Any]) -> str:
        kind, words = row["kind"], self.words
        if kind == "gone":
            return " ".join(filter(None, map(self._why_gone, row["why"])))
        if kind == "other_time":
            return self._time(row["start"])
        place = printable(row["place"], _PLACE)
        if kind == "moved":
            before = printable(row["place_before"], _PLACE)
            return words("paper.slip.from_to", before=before, place=place) if place and before else place
        walk_up = row["entry_kind"] == "meeting" and not row.get("fixed")
        after = self.people.get(row.get("after") or "", "")
        behind = words("paper.slip.after", name=after) if after else words("paper.slip.first")
        why = _reasons(self.inputs, words).get(row["person_id"], "") if kind == "new" else ""
        when = self._time(row["start"]) if kind == "new" and not walk_up else self._day(row)
        return " ".join(filter(None, (when, f"{place}." if place else "", behind if walk_up else "", why)))

    def _time(self, start: dt.datetime | None) -> str:
        """Return at what time, and on which day of several."""
        if start is None:
            return self.words("paper.slip.no_time")
        zone, days = self.inputs.event.zone, self.inputs.days
        time = self.words.clock(start, zone)
        if days == 1:
            return self.words("paper.slip.at", time=time)
        day = self.words.day(start.astimezone(zone).date(), day_style(days))
        return self.words("paper.slip.on_at", day=day, time=time)

    def _day(self, row: Mapping[str, Any]) -> str:
        """Return the day of an event that has several, and the one it was moved to."""
        moment = row.get("at")
        if moment is None or (self.inputs.days == 1 and row["kind"] != "other_day"):
            return ""
        day = self.inputs.event.day_of(moment)
        return self.words("paper.slip.on", day=self.words.day(day, day_style(self.inputs.days)))

    def _why_gone(self, message: dict[str, Any]) -> str | None:
        """Return why somebody is gone; that others fit better is nothing to read over a shoulder."""
        full = message["key"] == "drop.no_room"
        return self.words("paper.slip.full") if full else self.words.say(message)
