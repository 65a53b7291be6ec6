"""What the screen says about matches and plans: the paper's sentences, for ``explain`` the numbers too."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.errors import UsageError, cell
from pipeline.flow.stages import of_event
from pipeline.flow.waterfall import waterfall, waterfall_lines
from pipeline.report.clean import printable
from pipeline.report.words import Words, load_words
from pipeline.tables import Matches, People, Plan, Sessions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.event import Event
    from pipeline.flow.project import Project

Lines = tuple[str, ...]
DROPPED_SHOWN = 8
TITLE_SHOWN = 80
_PAUSES = {"notes": "write notes", "class": "busy"}


def match_answer(project: Project, event: Event, top: int) -> tuple[Lines, dict[str, Any]]:
    """Return the ranked list and who was set aside, with reasons, as lines and as data."""
    words = load_words()
    names = _people(project)
    matches = of_event(project.workspace.read("matches", Matches), event)
    ranked = matches.filter(pl.col("rank").is_not_null()).sort("rank")
    lines = []
    for row in ranked.head(top).iter_rows(named=True):
        lines.append(f"{row['rank']:>3}. {_label(names.get(row['person_id']))}")
        lines += [f"       {text}" for text in said(row["reasons"], words)[:3]]
    if ranked.height > top:
        lines.append(f"     … and {ranked.height - top} more (--top).")
    aside = matches.filter(pl.col("rank").is_null()).sort("person_id")
    named = aside.filter(~_only_beyond())
    for row in named.head(top).iter_rows(named=True):
        why = "; ".join(said(row["set_aside_because"], words)) or "set aside"
        lines.append(f"  set aside: {_label(names.get(row['person_id']))}: {why}")
    data = {
        "event": event.slug,
        "matches": [_match_data(row, names, words) for row in ranked.iter_rows(named=True)],
        "set_aside": [_match_data(row, names, words) for row in named.iter_rows(named=True)],
        "beyond": aside.height - named.height,
    }
    return tuple(lines) or ("The lists of this event name nobody.",), data


def _only_beyond() -> pl.Expr:
    """Return who is set aside only because the list is full: a number says it, names would not."""
    keys = pl.col("set_aside_because").list.eval(pl.element().struct.field("key"))
    return keys.list.eval(pl.element() == "aside.beyond").list.all() & (keys.list.len() > 0)


def explain_answer(project: Project, event: Event, person_id: str, name: str) -> tuple[Lines, dict[str, Any]]:
    """Return one person's match taken apart; raises ``UsageError`` when they are not at this event."""
    words = load_words()
    matches = of_event(project.workspace.read("matches", Matches), event)
    found = matches.filter(pl.col("person_id") == person_id)
    if not found.height:
        raise UsageError(
            f"{name} is not among those who come to {event.name}, by its lists",
            do="'meetwell match' lists who comes. Who cancelled or waits for a place is kept apart.",
        )
    row = found.row(0, named=True)
    steps = waterfall(row["signals"], project.settings)
    lines = [f"{name}: {_place(row, matches)}", *waterfall_lines(steps)]
    lines.append(f"  you to them {row['you_to_them']:.2f}, them to you {row['them_to_you']:.2f}")
    for title, column in (
        ("why", "reasons"),
        ("common ground", "common_ground"),
        ("you can give", "give"),
        ("eligibility", "eligibility"),
        ("set aside because", "set_aside_because"),
    ):
        lines += [f"  {title}: {text}" for text in _traced(row[column], words)]
    if row["unknowns"]:
        named = (words.get(f"paper.field.{name}") or name for name in row["unknowns"])
        lines.append(f"  no list says: {', '.join(named)}")
    data = _match_data(row, _people(project), words)
    return tuple(lines), {**data, "waterfall": steps, "neutral": project.settings.number("match.neutral")}


def plan_answer(project: Project, event: Event) -> tuple[Lines, dict[str, Any]]:
    """Return the day in order, and who was left out and why."""
    words = load_words()
    names = _people(project)
    sessions = project.workspace.read("sessions", Sessions)
    titles = dict(sessions.select("session_id", "title").iter_rows())
    soft = set(sessions.filter(pl.col("busy") == "soft")["session_id"])
    plan = of_event(project.workspace.read("plan", Plan), event)
    lines, entries = [], []
    day = None
    kept = plan.filter(pl.col("dropped_because").list.len() == 0).sort("start", "entry_id", nulls_last=True)
    for row in kept.iter_rows(named=True):
        what = _what(row, names, titles)
        if len(event.hours) > 1 and row["start"] and row["start"].astimezone(event.zone).date() != day:
            day = row["start"].astimezone(event.zone).date()
            lines.append(f"{day:%A %d %B}")
        place = _at(row["place"])
        told = (what or _PAUSES.get(row["kind"], row["kind"])).removesuffix(place)
        if row["kind"] == "class" and row["session_id"] in soft:
            told = words("paper.tentative", what=told)
        lines.append(f"{_when(row, event):<18} {told}{place}")
        entries.append({**_plain(row), "name": what})
    dropped = list(plan.filter(pl.col("dropped_because").list.len() > 0).iter_rows(named=True))
    for number, row in enumerate(dropped):
        name = _label(names.get(row["person_id"])) if row["person_id"] else _what(row, names, titles)
        name, why = name or "an appointment of yours", "; ".join(said(row["dropped_because"], words))
        entries.append({**_plain(row), "name": name, "dropped": why})
        if number < DROPPED_SHOWN:
            lines.append(f"not in the day: {name}: {why}")
    if len(dropped) > DROPPED_SHOWN:
        lines.append(f"not in the day: … and {len(dropped) - DROPPED_SHOWN} more (--format json names them).")
    return tuple(lines) or ("Nothing fits into this day.",), {"event": event.slug, "plan": entries}


def _what(row: Mapping[str, Any], names: Mapping[str, Any], titles: Mapping[str, str | None]) -> str | None:
    """Return whom or what an entry of the day is: a person, a talk and who gives it, or an appointment."""
    who = _label(names.get(row["person_id"])) if row["person_id"] else None
    title = printable(titles.get(row["session_id"]), TITLE_SHOWN)
    if row["kind"] == "talk":
        return f"talk: {title}" + (f" ({who})" if who else "")
    return who or title or None


def said(messages: list[dict[str, Any]], words: Words) -> list[str]:
    """Return messages as sentences; one without words is left out."""
    return [text for text in (words.say(message) for message in messages) if text]


def _traced(messages: list[dict[str, Any]], words: Words) -> list[str]:
    lines = []
    for message in messages:
        text = words.say(message)
        if text:
            found = (item for item in message["evidence"] if item["file"])
            cells = dict.fromkeys(cell(item["file"], item["row"], item["column"]) for item in found)
            lines.append(f"{text} [{', '.join(cells)}]" if cells else text)
    return lines


def _place(row: Mapping[str, Any], matches: pl.DataFrame) -> str:
    if row["rank"] is None:
        return f"set aside, fit {row['fit']:.2f}"
    return f"place {row['rank']} of {matches['rank'].count()}, fit {row['fit']:.2f}"


def _match_data(row: Mapping[str, Any], people: Mapping[str, Any], words: Words) -> dict[str, Any]:
    columns = ("reasons", "common_ground", "give", "questions", "eligibility", "set_aside_because")
    texts = {f"{name}_text": said(row[name], words) for name in columns}
    return {**_plain(row), "name": (people.get(row["person_id"]) or {}).get("name"), **texts}


def _people(project: Project) -> dict[str, dict[str, Any]]:
    people = project.workspace.read("people", People)
    kept = people.select("person_id", "kind", "name", "title", "organization", "booth")
    return {row["person_id"]: row for row in kept.iter_rows(named=True)}


def _label(person: Mapping[str, Any] | None) -> str:
    if not person:
        return "somebody no list names any more"
    parts = [person["name"] or "(no name)"]
    if person["kind"] == "person":
        parts += [part for part in (person["title"], person["organization"]) if part]
    return ", ".join(parts) + _at(person["booth"])


def _at(place: str | None) -> str:
    return f" ({place})" if place else ""


def _when(row: Mapping[str, Any], event: Event) -> str:
    if row["start"] and (row["agreed"] or row["kind"] in ("talk", "class")):
        return f"{row['start'].astimezone(event.zone):%H:%M}"
    if row["by_about"]:
        return f"by about {row['by_about'].astimezone(event.zone):%H:%M}"
    if row["start"] is None:
        return ""
    tens = dt.timedelta(minutes=10 * round(row["start"].minute / 10))
    return f"about {(row['start'].replace(minute=0) + tens).astimezone(event.zone):%H:%M}"


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
