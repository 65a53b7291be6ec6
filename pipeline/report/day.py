"""The user's day as entries of one timeline, and the lines that shorten it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.report.clean import printable
from pipeline.report.rows import brief_name
from pipeline.report.view import Moment

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.report.inputs import Inputs
    from pipeline.report.target import Target
    from pipeline.report.words import Words

_ONE_HOUR = 60


def day_of(inputs: Inputs, targets: tuple[Target, ...], words: Words) -> tuple[Moment, ...]:
    """Return opening hours, fixed entries and breaks by time; own entries without their titles."""
    found: list[tuple[dt.datetime, dt.datetime | None, str, bool]] = []
    for opening in inputs.event.hours:
        found.append((opening.start, None, words("paper.opens"), True))
        found.append((opening.end, None, words("paper.closes"), True))
    found += [item for row in _entries(inputs) if (item := _entry(row, inputs, words))]
    for target in targets:
        entry = target.entry or {}
        if entry.get("agreed") and entry.get("start"):
            what = words("paper.agreed", name=brief_name(target.person))
            found.append((entry["start"], entry["end"], what, True))
    found.sort(key=lambda item: (item[0], item[2]))
    several = len(inputs.event.hours) > 1
    return tuple(
        Moment(_span(start, end, inputs, words, day=several), what, fixed)
        for start, end, what, fixed in found
    )


def _entries(inputs: Inputs) -> list[dict[str, Any]]:
    mine = pl.col("event").eq(inputs.event.slug) & pl.col("user_id").eq(inputs.profile.user_id)
    kept = inputs.plan.filter(mine, pl.col("dropped_because").list.len() == 0, pl.col("start").is_not_null())
    sessions = inputs.sessions.select("session_id", "title", pl.col("place").alias("session_place"))
    joined = kept.filter(pl.col("kind") != "meeting").join(sessions, on="session_id", how="left")
    return list(joined.sort("start", "entry_id").iter_rows(named=True))


def _entry(
    row: dict[str, Any], inputs: Inputs, words: Words
) -> tuple[dt.datetime, dt.datetime | None, str, bool] | None:
    kind = row["kind"]
    place = printable(row["place"] or row["session_place"], 40)
    if kind == "talk":
        title = printable(row["title"], 60)
        what = words("paper.fixed_talk", title=title, place=place) if place else title
    elif kind == "class":
        titled = inputs.settings.flag("report.show_titles") and row["title"]
        what = printable(row["title"], 40) if titled else words("paper.busy")
    else:
        what = words(f"paper.entry.{kind}")
    return (row["start"], row["end"], what, kind in {"talk", "class"}) if what else None


def _span(start: dt.datetime, end: dt.datetime | None, inputs: Inputs, words: Words, *, day: bool) -> str:
    zone = inputs.event.zone
    clock = words.clock(start, zone)
    if end is not None:
        clock = f"{clock}\N{EN DASH}{words.clock(end, zone)}"
    return f"{words.day(start.astimezone(zone).date(), 'short')} {clock}" if day else clock


def cut_lines(inputs: Inputs, targets: tuple[Target, ...], words: Words) -> tuple[str, ...]:
    """Return what to keep when there is only one hour, and when half of the day is gone."""
    musts = [target for target in targets if target.is_must]
    fitting = max(1, int(_ONE_HOUR // (inputs.settings.number("plan.minutes_a") + 5)))
    lines = []
    if len(musts) > fitting:
        agreed_first = sorted(musts, key=lambda target: not (target.entry or {}).get("agreed"))
        names = words.joined([brief_name(target.person) for target in agreed_first[:fitting]])
        lines.append(words("paper.cut.one_hour", names=names))
    opening = inputs.event.hours[0]
    middle = opening.start + (opening.end - opening.start) / 2
    late = [item for item in musts if item.entry and (item.entry["by_about"] or opening.start) >= middle]
    if late and len(late) < len(targets) and len(inputs.event.hours) == 1:
        names = words.joined([brief_name(target.person) for target in late])
        lines.append(words("paper.cut.behind", time=words.clock(middle, inputs.event.zone), names=names))
    return tuple(lines)
