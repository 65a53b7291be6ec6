"""The user's day as entries of one timeline, and the lines that shorten it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pipeline.report.busy import busy_as_one, tentative
from pipeline.report.clean import printable
from pipeline.report.roll import roll_for
from pipeline.report.rows import brief_name, day_style
from pipeline.report.target import planned_rows
from pipeline.report.view import Moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.event import Opening
    from pipeline.report.inputs import Inputs
    from pipeline.report.target import Target
    from pipeline.report.words import Words

_ONE_HOUR, _TO_GET_THERE = 60, 5
_LAST_RANK = 1 << 30
_STEP = dt.timedelta(minutes=10)
#: Nobody begins so late by choice: the day was planned anew from some hour on.
_LATE = dt.timedelta(minutes=90)
_DAYS_TOLD = 3
#: Start, end, what, and whether its minutes are fixed.
_Item = tuple[dt.datetime, dt.datetime | None, str, bool]


def day_of(
    inputs: Inputs, targets: tuple[Target, ...], words: Words, *, doors: bool = True
) -> tuple[Moment, ...]:
    """Return opening hours, fixed entries and breaks by time; own entries without their titles.

    Only what is fixed has its minutes; breaks and times to write notes are "about", and several times to
    write stand together at the first of them. Without ``doors`` the opening hours are left out.
    """
    found: list[_Item] = []
    for opening in inputs.event.hours if doors else ():
        found.append((opening.start, None, words("paper.opens"), True))
        found.append((opening.end, None, words("paper.closes"), True))
    entries = _entries(inputs)
    found += [item for row in entries if (item := _entry(row, inputs, words))]
    for target in targets:
        entry = target.entry or {}
        if entry.get("agreed") and entry.get("start"):
            what = words("paper.agreed", name=brief_name(target.person))
            found.append((entry["start"], entry["end"], what, True))
    moments = [(item[0], item[2], _moment(item, inputs, words)) for item in found]
    notes = [row["start"] for row in entries if row["kind"] == "notes"]
    if notes:
        times = words.joined(_abouts(notes, inputs, words))
        what = words("paper.entry.notes")
        moments.append((notes[0], what, Moment(words("paper.about", times=times), what, fixed=False)))
    return tuple(moment for _, _, moment in sorted(moments, key=lambda item: item[:2]))


def _moment(item: _Item, inputs: Inputs, words: Words) -> Moment:
    start, end, what, fixed = item
    if fixed:
        return Moment(_span(start, end, inputs, words), what, fixed=True)
    return Moment(words("paper.about", times=_about(start, inputs, words)), what, fixed=False)


def _about(moment: dt.datetime, inputs: Inputs, words: Words) -> str:
    """Return the time rounded to ten minutes, with its day where the event has several."""
    rounded = _rounded(moment)
    return _dated(rounded, words.clock(rounded, inputs.event.zone), inputs, words)


def _abouts(moments: Sequence[dt.datetime], inputs: Inputs, words: Words) -> list[str]:
    """Return rounded times, each day named once."""
    told, zone = [], inputs.event.zone
    for before, moment in zip([None, *moments], moments, strict=False):
        same = before is not None and before.astimezone(zone).date() == moment.astimezone(zone).date()
        told.append(words.clock(_rounded(moment), zone) if same else _about(moment, inputs, words))
    return told


def _rounded(moment: dt.datetime) -> dt.datetime:
    return moment.replace(minute=0, second=0) + _STEP * round(moment.minute / 10)


def _dated(moment: dt.datetime, clock: str, inputs: Inputs, words: Words) -> str:
    if inputs.days == 1:
        return clock
    return f"{words.day(moment.astimezone(inputs.event.zone).date(), day_style(inputs.days))} {clock}"


def _entries(inputs: Inputs) -> list[dict[str, Any]]:
    return inputs.once("entries of the day", _joined_entries)


def _joined_entries(inputs: Inputs) -> list[dict[str, Any]]:
    kept = [row for row in planned_rows(inputs) if row["start"] is not None and row["kind"] != "meeting"]
    kept.sort(key=lambda row: (row["start"], row["entry_id"]))
    if not inputs.settings.flag("report.show_titles"):
        kept = busy_as_one(kept, soft=tentative(inputs))
    told = _sessions(inputs, {row["session_id"] for row in kept} - {None})
    speakers = {row["person_id"] for row in kept} - {None}
    people = roll_for(inputs, speakers).rows if speakers else {}
    nothing = {"title": None, "session_place": None}
    return [
        row
        | told.get(row["session_id"], nothing)
        | {"speaker": brief_name(people[row["person_id"]]) if row["person_id"] in people else ""}
        for row in kept
    ]


def _sessions(inputs: Inputs, asked: set[str]) -> dict[str, dict[str, Any]]:
    """Return title and place of these sessions."""
    if not asked:
        return {}
    columns = (inputs.sessions.get_column(name) for name in ("session_id", "title", "place"))
    return {
        key: {"title": title, "session_place": place}
        for key, title, place in zip(*columns, strict=True)
        if key in asked
    }


def is_after_talk(target: Target, inputs: Inputs) -> bool:
    """Return whether the day has a talk of this person end before the two meet; True where no time is set."""
    entry = target.entry or {}
    meeting = entry.get("start") or entry.get("by_about")
    ends = [
        row["end"]
        for row in _entries(inputs)
        if row["kind"] == "talk" and row["person_id"] == target.person_id
    ]
    return not (meeting and ends) or min(ends) <= meeting


def talk_of(person_id: str, inputs: Inputs, words: Words) -> str:
    """Return the talks of a person that are part of the day, each with its time and room; else nothing."""
    talks = [row for row in _entries(inputs) if row["kind"] == "talk" and row["person_id"] == person_id]
    told = (
        words("paper.card.hear_one", when=_span(row["start"], row["end"], inputs, words), talk=talk)
        for row in talks
        if (talk := _talk(row | {"speaker": ""}, words))
    )
    return "; ".join(told)


def _talk(row: dict[str, Any], words: Words) -> str:
    place = printable(row["place"] or row["session_place"], 40)
    title = printable(row["title"], 60)
    title = words("paper.talk_by", name=row["speaker"], title=title) if row["speaker"] else title
    return words("paper.fixed_talk", title=title, place=place) if place else title


def _entry(row: dict[str, Any], inputs: Inputs, words: Words) -> _Item | None:
    kind = row["kind"]
    if kind == "talk":
        what = _talk(row, words)
    elif kind == "class":
        titled = inputs.settings.flag("report.show_titles") and row["title"]
        what = printable(row["title"], 40) if titled else words("paper.busy")
        if row["session_id"] in tentative(inputs):
            what = words("paper.tentative", what=what)
    else:
        what = words("paper.entry.break") if kind == "break" else ""
    return (row["start"], row["end"], what, kind in {"talk", "class"}) if what else None


def _span(start: dt.datetime, end: dt.datetime | None, inputs: Inputs, words: Words) -> str:
    zone = inputs.event.zone
    clock = words.clock(start, zone)
    if end is not None and end > start:
        first, last = inputs.event.day_of(start), inputs.event.day_of(end)
        until = words.clock(end, zone)
        if last > first:
            style = day_style(inputs.days)
            return f"{words.day(first, style)} {clock}\N{EN DASH}{words.day(last, style)} {until}"
        clock = f"{clock}\N{EN DASH}{until}"
    return _dated(start, clock, inputs, words)


def cut_lines(inputs: Inputs, targets: tuple[Target, ...], words: Words) -> tuple[str, ...]:
    """Return, for each day, what to keep of these targets with only one hour, and when half of it is gone.

    Of an event of more than three days only the first that has anybody is told.
    """
    lines = [_cuts_of(opening, inputs, targets, words) for opening in inputs.event.hours]
    told = [text for texts in lines for text in texts]
    return tuple(told) if len(lines) <= _DAYS_TOLD else next((texts for texts in lines if texts), ())


def _cuts_of(opening: Opening, inputs: Inputs, everyone: tuple[Target, ...], words: Words) -> tuple[str, ...]:
    targets = tuple(
        one for one in everyone if _has_minutes(one) and opening.start <= _start(one) < opening.end
    )
    several = len(inputs.event.hours) > 1
    hour = best_hour(targets)
    lines = []
    if hour and len(hour) < len(targets):
        names = words.joined([_row_of(target, words) for target in hour])
        day = words.day(opening.start.astimezone(inputs.event.zone).date(), day_style(inputs.days))
        lines.append(words(f"paper.cut.one_hour{'_on' if several else ''}", names=names, day=day))
    middle = _middle(opening, inputs)
    later = [item for item in targets if _start(item) >= middle]
    late = [item for item in later if item.is_must] or sorted(later, key=weight)[:1]
    if late and len(late) < len(targets):
        names = words.joined([_row_of(target, words) for target in late])
        clock = _dated(middle, words.clock(middle, inputs.event.zone), inputs, words)
        lines.append(words("paper.cut.behind", time=clock, names=names))
    return tuple(lines)


def _middle(opening: Opening, inputs: Inputs) -> dt.datetime:
    """Return when half of a day is gone; of one planned from an hour on, half of what that left."""
    starts = [row["start"] for row in planned_rows(inputs) if row["start"] is not None]
    first = min((start for start in starts if opening.start <= start <= opening.end), default=opening.start)
    late = first > opening.start + _LATE
    begin = first if late else opening.start
    return begin + (opening.end - begin) / 2


def _start(target: Target) -> dt.datetime:
    moment: dt.datetime = (target.entry or {})["start"]
    return moment


def best_hour(targets: tuple[Target, ...]) -> list[Target]:
    """Return whom to meet when an hour is all there is, in the order of the day.

    Must-meets come before all others, who was picked or agreed with before them, then the better fit; each
    takes the minutes it has in the plan and five to get there. An agreed slot is kept by whoever can.
    """
    left, chosen = float(_ONE_HOUR), []
    for target in sorted(filter(_has_minutes, targets), key=weight):
        entry = target.entry or {}
        takes = (entry["end"] - entry["start"]) / dt.timedelta(minutes=1) + _TO_GET_THERE
        if takes <= left:
            left -= takes
            chosen.append(target)
    return sorted(chosen, key=lambda target: ((target.entry or {})["start"], target.person_id))


def _has_minutes(target: Target) -> bool:
    entry = target.entry or {}
    return entry.get("start") is not None and entry.get("end") is not None


def weight(target: Target) -> tuple[bool, bool, int, str]:
    """Return what sorts targets by how much they matter: must-meets, picked or agreed ones, then the fit."""
    entry, match = target.entry or {}, target.match or {}
    picked = entry.get("agreed") or any(wish["kind"] == "pick" for wish in target.wishes)
    return not target.is_must, not picked, match.get("rank") or _LAST_RANK, target.person_id


def _row_of(target: Target, words: Words) -> str:
    """Return the number in the day and the name, as "3 Ana Ferreira"."""
    order = (target.entry or {}).get("order")
    name = brief_name(target.person)
    return words("paper.cut.row", number=order, name=name) if order is not None else name
