"""Targets as rows: booth, when, why, one question; the words that repeat least come first."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.report.clean import printable
from pipeline.report.view import Reason, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from pipeline.report.target import Target
    from pipeline.report.words import Words

_NAME = 90
_BRIEF = 56
_SUB = 80
_BOOTH = 32
_WEEK = 7


def name_of(person: dict[str, Any]) -> str:
    """Return the name to print: the person's, or what the list gives in place of one."""
    whole = person["name"] or " ".join(filter(None, (person["given_name"], person["family_name"])))
    return printable(whole or person["organization"], _NAME)


def brief_name(person: dict[str, Any]) -> str:
    """Return the name for a list of names: a long one without what stands in brackets behind it, then cut."""
    name = name_of(person)
    return printable(name.partition(" (")[0] if len(name) > _BRIEF else name, _BRIEF)


def booth_of(target: Target) -> str:
    """Return where the target stands, whole: what is cut here is not found in the hall."""
    return printable(target.best("booth"), _BOOTH)


def place_of(target: Target) -> str:
    """Return where to go: the booth, else the room in which the plan has the two meet."""
    return booth_of(target) or printable((target.entry or {}).get("place"), _BOOTH)


def sub_of(target: Target) -> str:
    """Return the second line: title and employer of a person, industry of an organisation."""
    person = target.person
    if person["kind"] == "organization":
        return printable(person["industry"], _SUB)
    parts = (printable(person["title"] or person["role"], _SUB), printable(person["organization"], _SUB))
    return ", ".join(part for part in parts if part and part != name_of(person))


def when_of(target: Target, words: Words, zone: ZoneInfo, *, days: int = 1) -> str:
    """Return the agreed minutes, else the time by about; with the day where an event has several."""
    entry = target.entry
    if not entry:
        return ""
    moment = entry["start"] if entry["agreed"] and entry["start"] else entry["by_about"]
    if moment is None:
        return ""
    clock = words.clock(moment, zone)
    if days > 1:
        clock = f"{words.day(moment.astimezone(zone).date(), day_style(days))}\u00a0{clock}"
    return f"{clock} {words('paper.agreed_mark')}" if entry["agreed"] else clock


def day_style(days: int) -> str:
    """Return how a day of an event of so many days is written: its weekday tells it within a week."""
    return "weekday" if days <= _WEEK else "short"


def reasons_of(target: Target, words: Words, most: int = 6) -> tuple[Reason, ...]:
    """Return the reasons in words, the user's side first, each with its source cell."""
    found = [_reason(message, words) for message in (target.match or {}).get("reasons", ())]
    order = {"you": 0, "them": 1}
    kept = sorted((item for item in found if item), key=lambda item: order.get(item.side, 2))
    return tuple(dict.fromkeys(kept))[:most]


def _reason(message: dict[str, Any], words: Words) -> Reason | None:
    text = words.say(message)
    return Reason(message["side"] or "both", text, source_of(message, words)) if text else None


def source_of(message: dict[str, Any], words: Words) -> str:
    """Return the first evidence cell as people read it: file, row, column."""
    cells = [cell for cell in message["evidence"] if cell["file"]]
    if not cells:
        return ""
    cell = cells[0]
    if cell["row"] is None:
        return words("paper.source_file", file=cell["file"])
    key, where = "paper.source" if cell["column"] else "paper.source_row", (cell["file"], cell["row"])
    return words.once(
        (key, *where, cell["column"]),
        lambda: words(key, file=where[0], row=where[1], column=cell["column"] or ""),
    )


def said_of(target: Target) -> tuple[str, ...]:
    """Return the user's own notes on this target, as they were typed."""
    notes = (printable(wish["text"], 200) for wish in target.wishes if wish["text"])
    return tuple(dict.fromkeys(notes))


def questions_of(target: Target, words: Words) -> tuple[str, ...]:
    """Return the questions in words, in the order match gave them."""
    found = (words.say(message) for message in (target.match or {}).get("questions", ()))
    return tuple(dict.fromkeys(text for text in found if text))


def rows_of(targets: Sequence[Target], words: Words, zone: ZoneInfo, *, days: int = 1) -> tuple[Row, ...]:
    """Return one row per target; of several reasons and questions each takes those that others use least."""
    reasons = [[item.text for item in reasons_of(target, words)] for target in targets]
    questions = [questions_of(target, words) for target in targets]
    whys, asks = _least_repeated(reasons), _least_repeated(questions)
    return tuple(
        Row(
            number=_number(target),
            short_id=target.short_id,
            name=name_of(target.person),
            sub=sub_of(target),
            booth=place_of(target),
            when=when_of(target, words, zone, days=days),
            why=why,
            ask=ask,
            said=next(iter(said_of(target)), ""),
            must=target.is_must,
        )
        for target, why, ask in zip(targets, whys, asks, strict=True)
    )


def _number(target: Target) -> str:
    order = (target.entry or {}).get("order")
    return "" if order is None else str(order)


def short_row(row: Row) -> Row:
    """Return the row as it stands on one line of the last page: who, where, when and why."""
    return replace(row, sub="", ask="", said="")


def named_row(row: Row) -> Row:
    """Return the row with who it is and nothing else."""
    return replace(row, number="", booth="", when="", why="", ask="", said="")


def _least_repeated(choices: Iterable[Sequence[str]]) -> list[str]:
    options = list(choices)
    offered = Counter(text for texts in options for text in set(texts))
    used: Counter[str] = Counter()
    picked = []
    for texts in options:
        best = min(texts, key=lambda text: (used[text], offered[text], texts.index(text)), default="")
        used[best] += 1
        picked.append(best)
    return picked
