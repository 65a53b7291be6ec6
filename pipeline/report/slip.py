"""The change slip: half a page for somebody who holds an earlier print of the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.report.clean import printable
from pipeline.report.page import page_of
from pipeline.report.rows import name_of
from pipeline.report.words import load_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

    from pipeline.report.inputs import Inputs
    from pipeline.report.view import Page
    from pipeline.report.words import Words

_PLACE = 40
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
    reasons = _reasons(inputs, words)
    rows = list(changes)
    lines = tuple(
        SlipLine(
            word=words(f"paper.slip.{row['kind']}"),
            name=people.get(row["person_id"]) or printable(titles.get(row["session_id"])),
            short_id=ids.get(row["person_id"], ""),
            text=_sentence(row, words, zone, people, reasons),
        )
        for row in rows[:_MOST]
    )
    return SlipView(
        page=page_of(inputs, words, "paper.slip.title"),
        event=printable(inputs.event.name, 90),
        user=printable(inputs.profile.name, 60),
        corrects=words("paper.slip.corrects", day=words.day(printed.date()), time=f"{printed:%H:%M}"),
        lines=lines,
        more=words("paper.slip.more", count=len(rows) - _MOST) if len(rows) > _MOST else "",
    )


def _reasons(inputs: Inputs, words: Words) -> dict[str, str]:
    """Return the first reason to meet each person that can be said in words."""
    mine = inputs.matches.filter(pl.col("event") == inputs.event.slug).select("person_id", "reasons")
    said = {
        person_id: next((text for text in map(words.say, reasons) if text), "")
        for person_id, reasons in mine.iter_rows()
    }
    return {person_id: printable(text, _REASON) for person_id, text in said.items()}


def _gone(message: dict[str, Any], words: Words) -> str | None:
    """Return why somebody is gone; that others fit better is nothing to read over a shoulder."""
    return words("paper.slip.full") if message["key"] == "drop.no_room" else words.say(message)


def _sentence(
    row: Mapping[str, Any],
    words: Words,
    zone: ZoneInfo,
    people: Mapping[str, str],
    reasons: Mapping[str, str],
) -> str:
    if row["kind"] == "gone":
        return " ".join(text for text in (_gone(message, words) for message in row["why"]) if text)
    if row["kind"] == "other_time":
        if row["start"] is None:
            return words("paper.slip.no_time")
        return words("paper.slip.at", time=words.clock(row["start"], zone))
    place = printable(row["place"], _PLACE)
    after = people.get(row.get("after") or "", "")
    if row["kind"] in ("new", "other_order"):
        behind = words("paper.slip.after", name=after) if after else words("paper.slip.first")
        why = reasons.get(row["person_id"], "") if row["kind"] == "new" else ""
        told = row["person_id"] is not None and row["entry_kind"] == "meeting"
        return " ".join(filter(None, (f"{place}." if place else "", behind if told else "", why)))
    if not place:
        return ""
    before = printable(row["place_before"], _PLACE)
    return words("paper.slip.from_to", before=before, place=place) if before else place
