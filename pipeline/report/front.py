"""Page 1 but for its two lists: who, where, when, why, the day, and what to carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.report.clean import printable, printables
from pipeline.report.day import cut_lines, day_of
from pipeline.report.roll import roll_for
from pipeline.report.rows import brief_name
from pipeline.report.timeline import day_picture
from pipeline.report.view import Front, Source
from pipeline.tables import TIE_SOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.inputs import Inputs
    from pipeline.report.target import Target
    from pipeline.report.words import Words

_GOAL = 200
_INTRO = 420
_NAMES = 2
#: So many days are drawn at most.
DRAWN = 3


def front_of(inputs: Inputs, planned: tuple[Target, ...], words: Words) -> Front:
    """Return the parts of page 1 that stand around the lists.

    Up to three days are drawn; in large print, and for more of them, they are told with their hours.
    """
    profile, event = inputs.profile, inputs.event
    drawn = len(event.hours) <= DRAWN and inputs.settings.text("report.layout") == "sheet"
    drawing = day_picture(inputs, words=words) if drawn else None
    return Front(
        event=printable(event.name, 90),
        hours=_hours(inputs, words),
        place=printable(event.place, 90),
        user=printable(profile.name, 60),
        about=_about(inputs, words),
        goal=printable(profile.goal, _GOAL),
        intro=printable(profile.intro, _INTRO),
        day=day_of(inputs, planned, words, doors=drawing is None),
        day_picture=drawing,
        cut_lines=cut_lines(inputs, planned, words),
        coverage=_coverage(inputs, words),
        carry=_carry(inputs, len(planned), words),
    )


def _hours(inputs: Inputs, words: Words) -> tuple[str, ...]:
    zone = inputs.event.zone
    return tuple(
        words(
            "paper.hours",
            day=words.day(opening.start.astimezone(zone).date()),
            start=words.clock(opening.start, zone),
            end=words.clock(opening.end, zone),
        )
        for opening in inputs.event.hours
    )


def _about(inputs: Inputs, words: Words) -> tuple[str, ...]:
    profile = inputs.profile
    parts = [printable(profile.headline, 80)]
    studies = words.joined(printables(profile.majors, limit=40, most=3))
    parts.append(", ".join(part for part in (printable(profile.degree_level, 30), studies) if part))
    if profile.field and not studies:
        parts.append(words("paper.own_field", field=printable(profile.field, 60)))
    if profile.minors:
        parts.append(words("paper.minors", minors=words.joined(printables(profile.minors, limit=40, most=2))))
    if profile.graduation_date and profile.graduation_date >= inputs.now.date():
        parts.append(words("paper.graduating", when=words.day(profile.graduation_date, "month")))
    if profile.positions:
        parts.append(words("paper.seeks", positions=_wanted(profile.positions, words)))
    shown = inputs.settings.flag("report.show_work_authorization")
    if shown and profile.work_authorization != "not_said":
        parts.append(words(f"paper.authorization.{profile.work_authorization}"))
    return tuple(part for part in parts if part)


def _wanted(positions: Sequence[str], words: Words) -> str:
    """Return what is looked for as it stands in a sentence: kinds of work, and as what."""
    kinds, roles = [], []
    for text in printables(positions, limit=40, most=4):
        kind = words.sentences.get(f"paper.work.{text.casefold()}")
        if kind or text.casefold().startswith(("a ", "an ")):
            kinds.append(kind or text)
        else:
            roles.append(text)
    work = words.joined(list(dict.fromkeys(kinds))) or words("paper.work.any")
    return words("paper.as_role", work=work, roles=words.joined(roles)) if roles else work


def _coverage(inputs: Inputs, words: Words) -> tuple[Source, ...]:
    mine = pl.col("event").eq(inputs.event.slug) & pl.col("user_id").eq(inputs.profile.user_id)
    rows = {row["tie_source"]: row for row in inputs.coverage.filter(mine).iter_rows(named=True)}
    keys = {key for row in rows.values() for key in (*row["here"], *row["known"])}
    people = roll_for(inputs, keys).rows if keys else {}
    shown = {
        source: [key for key in dict.fromkeys([*row["here"], *row["known"]]) if key in people][:_NAMES]
        for source, row in rows.items()
    }
    found = []
    for source in TIE_SOURCES:
        row = rows.get(source)
        if row is None:
            continue
        names = [brief_name(people[key]) for key in shown[source]]
        steps = (words.say(message) for message in row["next_step"])
        label = words(f"paper.tie.{source}")
        found.append(Source(label, ", ".join(names), "" if names else next(filter(None, steps), "")))
    return tuple(found)


def _carry(inputs: Inputs, planned: int, words: Words) -> tuple[str, ...]:
    spare = inputs.settings.integer("report.spare_copies")
    items = []
    if inputs.event.kind == "fair":
        items.append(words("paper.carry.copies", count=planned + spare, spare=spare))
    return (*items, words("paper.carry.sheet"), words("paper.carry.kit"), words("paper.carry.badge"))
