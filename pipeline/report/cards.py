"""Targets as cards: everything the inputs say that helps in the conversation, and room to write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.report.clean import printable, printables, safe_link
from pipeline.report.day import is_after_talk, talk_of
from pipeline.report.qr import qr_picture
from pipeline.report.rows import (
    booth_of,
    name_of,
    place_of,
    questions_of,
    reasons_of,
    said_of,
    sub_of,
    when_of,
)
from pipeline.report.view import Apply, Card, Fact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.report.inputs import Inputs
    from pipeline.report.target import Target
    from pipeline.report.words import Words

_Labelled = tuple[Fact, ...]
_LISTED = ("majors", "levels", "positions", "industry", "location")
_QUESTIONS = 3
#: A date in how somebody was met: a trace of a file or an event, whose dates have lines of their own.
_TRACE = re.compile(r"\d{4}-\d\d-\d\d")


def card_of(target: Target, inputs: Inputs, words: Words, *, story: str) -> Card:
    """Return the whole card of one target; what the inputs do not support is empty."""
    zone, days = inputs.event.zone, inputs.days
    said = said_of(target)
    same = words.once(("card", target.same), lambda: _same_of(target, words))
    return Card(
        short_id=target.short_id,
        name=same.name,
        sub=same.sub,
        booth=same.booth or place_of(target),
        when=when_of(target, words, zone, days=days),
        reasons=reasons_of(target, words),
        facts=_facts(target, same, inputs, words),
        questions=questions_of(target, words)[:_QUESTIONS],
        give=next(iter(_said(target, "give", words)), ""),
        story=story,
        said=said,
        look_up=0 if said else 2,
        apply=_apply(target, words),
    )


def _said(target: Target, column: str, words: Words) -> list[str]:
    found = (words.say(message) for message in (target.match or {}).get(column, ()))
    return list(dict.fromkeys(text for text in found if text))


@dataclass(frozen=True, slots=True)
class _Same:
    """What a card says of a target to everybody, worked out once for all users of an event."""

    name: str
    sub: str
    booth: str
    sponsorship: _Labelled
    listed: _Labelled
    skip: _Labelled


def _same_of(target: Target, words: Words) -> _Same:
    listed = {
        "people": _staff(target, words),
        "hiring": ", ".join(printables(target.best("positions"), limit=50, most=6)),
        "levels": ", ".join(printables(target.best("levels"), limit=40, most=5)),
        "majors": ", ".join(printables(target.best("majors"), limit=40, most=6)),
        "location": printable(target.best("location"), 80),
    }
    return _Same(
        name=name_of(target.person),
        sub=sub_of(target),
        booth=booth_of(target),
        sponsorship=_labelled({"sponsorship": _sponsorship(target, words)}, words),
        listed=_labelled(listed, words),
        skip=_labelled({"skip": _skip(target, words)}, words),
    )


def _facts(target: Target, same: _Same, inputs: Inputs, words: Words) -> _Labelled:
    own = {
        "hear" if is_after_talk(target, inputs) else "hear_later": talk_of(target.person_id, inputs, words),
        "mine": "; ".join(_promises(target, "mine", words)),
        "theirs": "; ".join(_promises(target, "theirs", words)),
        "noted": printable(_last_detail(target), 160),
        "known": _known(target, inputs, words),
    }
    common = {"common": _in_a_row(_said(target, "common_ground", words))}
    check = {
        "eligibility": _in_a_row(_eligibility(target, words)),
        "unknown": ", ".join(_unknowns(target, words)),
    }
    return (
        *_labelled(own, words),
        *same.sponsorship,
        *_labelled(common, words),
        *same.listed,
        *_labelled(check, words),
        *same.skip,
    )


def _labelled(texts: Mapping[str, str], words: Words) -> _Labelled:
    return tuple(Fact(words(f"paper.card.{label}"), text) for label, text in texts.items() if text)


def _in_a_row(sentences: list[str]) -> str:
    return "; ".join(text.removesuffix(".") for text in sentences)


def _known(target: Target, inputs: Inputs, words: Words) -> str:
    person = target.person
    if not person["known"]:
        return ""
    zone = inputs.event.zone
    parts = [words(f"paper.tie_one.{source}") for source in person["tie_sources"] if source != "field"]
    if person["how_met"] and not _TRACE.search(person["how_met"]):
        parts.append(printable(person["how_met"], 80))
    if person["connected_on"]:
        parts.append(words("paper.card.connected", day=words.day(person["connected_on"], "month")))
    if person["last_two_way"]:
        last = person["last_two_way"].astimezone(zone).date()
        parts.append(words("paper.card.last_seen", day=words.day(last, "plain")))
    return ", ".join(parts) or words("paper.card.known_only")


def _last_detail(target: Target) -> str | None:
    details = [row["detail"] for row in target.interactions if row["detail"]]
    return details[-1] if details else None


def _promises(target: Target, owner: str, words: Words) -> list[str]:
    open_ones = [row for row in target.promises if row["owner"] == owner and row["state"] == "open"]
    return [
        words("paper.card.promise_due", text=row["text"], day=words.day(row["due"], "short"))
        if row["due"]
        else printable(row["text"], 120)
        for row in open_ones
    ]


def _staff(target: Target, words: Words) -> str:
    people = [
        words("paper.card.person_at", name=name_of(row), title=row["title"]) if row["title"] else name_of(row)
        for row in target.staff[:3]
    ]
    return "; ".join(people)


def _sponsorship(target: Target, words: Words) -> str:
    employer = target.person if target.person["kind"] == "organization" else target.organization
    if employer is None:
        return ""
    stated, said = employer["work_authorization"] or "unknown", printable(employer["on_sponsorship"], 60)
    if said.casefold() in ("", stated):
        return words(f"paper.card.sponsorship_{stated}")
    return words(f"paper.card.sponsorship_said{'' if stated == 'yes' else '_ask'}", said=said)


def _eligibility(target: Target, words: Words) -> list[str]:
    """Return what to check before applying; sponsorship has its own line, the same on everybody's paper."""
    messages = (target.match or {}).get("eligibility", ())
    others = (item for item in messages if not item["key"].startswith("eligibility.sponsorship"))
    return [text for text in map(words.say, others) if text]


def _unknowns(target: Target, words: Words) -> list[str]:
    named = (words.get(f"paper.field.{name}") for name in (target.match or {}).get("unknowns", ()))
    return [text for text in named if text and text != words("paper.field.work_authorization")]


def _skip(target: Target, words: Words) -> str:
    listed = [words(f"paper.field.{name}") for name in _LISTED if target.best(name)]
    return words("paper.card.skip_text", facts=words.joined(listed)) if listed else ""


def stories_for(targets: Sequence[Target], stories: tuple[str, ...]) -> list[str]:
    """Return for each target the story that shares words with it, else one not told yet, else none."""
    if not stories:
        return [""] * len(targets)
    told: list[str] = []
    for target in targets:
        about = _word_set(target)
        shared = {story: len(about & _words_in(story)) for story in stories}
        best = max(stories, key=lambda story: shared[story], default="")
        unused = next((story for story in stories if story not in told), "")
        told.append(best if best and shared[best] else unused)
    return [printable(story, 200) for story in told]


def _word_set(target: Target) -> set[str]:
    texts: list[Any] = [target.best("industry"), target.person["title"], target.person["bio"]]
    for name in ("majors", "positions", "interests", "seeks"):
        texts += target.best(name)
    return set().union(*(_words_in(text) for text in texts if text))


def _words_in(text: str) -> set[str]:
    return {word for word in printable(text, 2000).casefold().split() if len(word) > 3}


def _apply(target: Target, words: Words) -> Apply | None:
    application = target.application
    url = safe_link(application["url"]) if application else None
    if application is None or url is None or not url.startswith("https://"):
        return None
    day = application["deadline"]
    deadline = words("paper.card.deadline", day=words.day(day, "short")) if day else ""
    return Apply(url, qr_picture(url, words("paper.card.qr_alt", url=url)), deadline)
