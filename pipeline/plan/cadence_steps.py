"""Which steps are due with whom, and in which window: the rules of the cadence, before any day is chosen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.plan.cadence import Message, Step, cadence, message

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from zoneinfo import ZoneInfo

    from pipeline.plan.cadence_people import Standing
    from pipeline.profile import Profile

_DAY = dt.timedelta(days=1)
#: Promises come first on a day, then thanks, then the rest.
_RANK = {"type_back": 0, "favour": 1, "promise": 2, "deadline": 3, "thanks": 4, "linkedin": 5, "landed": 6}
_LAST_RANK = 9


@dataclass(slots=True)
class Wanted:
    """A step that ought to be taken: in a window, or on the day the user named."""

    step: Step
    event: str | None
    person_id: str | None
    name: str
    first: dt.date
    last: dt.date
    fixed: bool = False
    promise_id: str | None = None
    mark: str | None = None
    why: list[Message] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)

    @property
    def rank(self) -> int:
        """Return its place within a day."""
        return _RANK.get(self.step.key, _LAST_RANK)

    @property
    def basis(self) -> str:
        """Return what its timing rests on."""
        return "you_said" if self.fixed else self.step.basis


@dataclass(frozen=True, slots=True)
class Rules:
    """What the user decided about the cadence."""

    profile: Profile
    zone: ZoneInfo
    where: str | None
    stop_after: int
    after_stop: str
    not_met: str
    today: dt.date
    notes_granted: Collection[tuple[str | None, str]]


def wanted_for(standing: Standing, rules: Rules) -> list[Wanted]:
    """Return every step with one person, from one event; promises always, the rest where it is welcome."""
    steps = [_mine(promise, standing, rules) for promise in standing.mine]
    if standing.consent("may_keep") == "no":
        return [*steps, _step("forget", standing, rules, _talk_day(standing, rules))]
    if standing.consent("may_contact") == "no":
        for item in steps:
            item.warnings.append(message("warn.no_contact", name=standing.name))
        return steps
    if standing.talks and standing.sorting == "let_go":
        return steps
    if standing.unanswered >= rules.stop_after:
        return steps + _after_stop(standing, rules)
    if not standing.talks:
        return (
            steps
            + _unmet(standing, rules)
            + [_theirs(promise, standing, rules) for promise in standing.theirs]
        )
    steps += [_theirs(promise, standing, rules) for promise in standing.theirs]
    return steps + (_pursued(standing, rules) if standing.latest else [])


def _after_stop(standing: Standing, rules: Rules) -> list[Wanted]:
    welcome = standing.talks and standing.sorting == "pursue" and standing.latest
    if rules.after_stop != "quarterly" or not welcome:
        return []
    day = _day(standing.last_out, rules)
    return [_step("quarterly", standing, rules, day, mark=day.isoformat())]


def _pursued(standing: Standing, rules: Rules) -> list[Wanted]:
    talk = _talk_day(standing, rules)
    steps = _thanked(standing, rules, talk)
    if standing.sorting != "pursue":
        return steps
    last = _day(standing.last_two_way, rules)
    if last <= talk:
        thanked = cadence().steps["thanks"].first * _DAY
        steps.append(_step("second", standing, rules, _day(standing.last_out, rules, talk + thanked)))
    steps += [_step(key, standing, rules, last) for key in ("question", "update")]
    steps.append(_step("quarterly", standing, rules, last, mark=last.isoformat()))
    for at, text in standing.received:
        steps.append(_step("outcome", standing, rules, _day(at, rules), mark=text, text=text))
    return steps


def _thanked(standing: Standing, rules: Rules, talk: dt.date) -> list[Wanted]:
    channel = str(standing.said("channel") or "").casefold()
    granted = (standing.event, standing.person_id) in rules.notes_granted
    by_note = "linkedin" in channel
    steps = []
    if not (by_note and granted):
        steps.append(_step("thanks", standing, rules, talk))
        if by_note and standing.person["connected_on"] is None:
            steps[-1].warnings.append(message("warn.no_note_left", name=standing.name))
    if granted:
        steps.append(_step("linkedin", standing, rules, talk))
    if not standing.said("detail"):
        for item in steps:
            item.warnings.append(message("warn.no_detail", name=standing.name))
    return steps


def _unmet(standing: Standing, rules: Rules) -> list[Wanted]:
    """Return the honest note to somebody planned and not met: their sorting decides, else the setting."""
    if standing.not_met is None:
        return []
    wished = {"pursue": "note", "thanks": "drop", "let_go": "drop"}.get(standing.not_met["sorting"])
    if (wished or rules.not_met) != "note":
        return []
    return [_step("not_met", standing, rules, _day(standing.not_met["at"], rules))]


def _mine(promise: dict[str, Any], standing: Standing, rules: Rules) -> Wanted:
    made = _day(promise["made_at"], rules)
    text = promise["text"]
    if promise["due_said"] and promise["due"] is not None:
        key = "favour" if promise["due"] == made and is_five_minutes(text) else "promise"
        item = _step(key, standing, rules, promise["due"], promise_id=promise["promise_id"], text=text)
        item.first = item.last = promise["due"]
        item.fixed = True
        return item
    key = "favour" if is_five_minutes(text) else "promise"
    item = _step(key, standing, rules, made, promise_id=promise["promise_id"], text=text)
    item.warnings.append(message("warn.no_date", text=text))
    return item


def is_five_minutes(text: str) -> bool:
    """Tell whether a promise can be kept in five minutes, by its first word."""
    first = (
        "".join(letter for letter in text.split(maxsplit=1)[0] if letter.isalpha()) if text.split() else ""
    )
    return first.casefold() in cadence().five_minute_words


def _theirs(promise: dict[str, Any], standing: Standing, rules: Rules) -> Wanted:
    text, promise_id = promise["text"], promise["promise_id"]
    if promise["due"] is not None:
        return _step("their_promise", standing, rules, promise["due"], promise_id=promise_id, text=text)
    made = _day(promise["made_at"], rules)
    return _step("their_promise_undated", standing, rules, made, promise_id=promise_id, text=text)


def _step(
    key: str,
    standing: Standing,
    rules: Rules,
    anchor: dt.date,
    *,
    promise_id: str | None = None,
    mark: str | None = None,
    text: str | None = None,
) -> Wanted:
    step = cadence().steps[key]
    return Wanted(
        step=step,
        event=standing.event,
        person_id=standing.person_id,
        name=standing.name,
        first=anchor + step.first * _DAY,
        last=anchor + step.last * _DAY,
        promise_id=promise_id,
        mark=mark,
        why=_why(step, standing, rules, text),
    )


def _why(step: Step, standing: Standing, rules: Rules, text: str | None) -> list[Message]:
    """Return who and why now, what they care about, and what the user could give where both sides said so."""
    why = [message(f"step.{step.key}", name=standing.name, text=text)]
    where = rules.where or standing.event
    if where and standing.talks:
        why.append(message("step.met_at", name=standing.name, event=where))
    if not step.message:
        return why
    detail, give = standing.said("detail"), _give(standing, rules.profile)
    if detail:
        why.append(message("step.cares", name=standing.name, detail=detail))
    if give:
        why.append(message("step.give", name=standing.name, give=give[0], need=give[1]))
    channel = standing.said("channel")
    if channel:
        why.append(message("step.channel", name=standing.name, channel=channel))
    return why


def _give(standing: Standing, profile: Profile) -> tuple[str, str] | None:
    """Return an offer of the user and the need it meets: all words of the shorter are in the longer."""
    for need in standing.person["seeks"]:
        for offer in profile.offers:
            shorter, longer = sorted((_words(need), _words(offer)), key=len)
            if shorter and shorter <= longer:
                return offer, need
    return None


def _words(text: str) -> set[str]:
    return {word.strip(".,;:!?()") for word in text.casefold().split()} - {""}


def _talk_day(standing: Standing, rules: Rules) -> dt.date:
    rows: Sequence[dict[str, Any]] = standing.talks or ([standing.not_met] if standing.not_met else [])
    return _day(max(row["at"] for row in rows), rules)


def _day(at: dt.datetime | None, rules: Rules, default: dt.date | None = None) -> dt.date:
    if at is None:
        return default or dt.date.min
    return at.astimezone(rules.zone).date()
