"""Which talks are heard: those the user marked, then those of the people who matter most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.plan.tasks import Part, talk_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.event import Event
    from pipeline.plan.hours import Clock
    from pipeline.plan.talks import Talk
    from pipeline.plan.targets import Chosen, Target
    from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Heard:
    """The talks that are heard, and those that are missed with what stands in their way."""

    parts: tuple[Part, ...]
    clashes: tuple[tuple[Part, Part], ...]


def talks_to_hear(
    chosen: Chosen,
    marked: Sequence[Talk],
    fixed: Sequence[Part],
    *,
    clock: Clock,
    event: Event,
    settings: Settings,
) -> Heard:
    """Return the talks to hear inside the hours, around what stands ``fixed``.

    First the user's own choice, then talks of must-meets. Talks of people the user knows, and at a conference
    of the best matches, come in while they take no more than ``plan.talk_share`` of a day; nothing is said of
    those that do not.
    """
    heard: list[Part] = []
    clashes: list[tuple[Part, Part]] = []
    for target, talk in (*_marked(chosen, marked), *_of(chosen, lambda target: target.must)):
        part = talk_part(target, talk, clock)
        other = next((one for one in (*fixed, *heard) if overlap(one, part)), None)
        if not _inside(part, clock) or (other and _is_same(other, part)):
            continue
        if other is None:
            heard.append(part)
        else:
            clashes.append((part, other))
    share = settings.number("plan.talk_share")
    for target, talk in _of(chosen, lambda target: _is_worth_it(target, event)):
        part = talk_part(target, talk, clock)
        free = not any(overlap(one, part) for one in (*fixed, *heard))
        if free and _inside(part, clock) and _leaves_room(part, heard, clock, share):
            heard.append(part)
    return Heard(tuple(heard), tuple(clashes))


def _marked(chosen: Chosen, marked: Sequence[Talk]) -> Iterator[tuple[Target | None, Talk]]:
    for talk in marked:
        yield next((one for one in chosen.targets if _gives(one, talk)), None), talk


def _gives(target: Target, talk: Talk) -> bool:
    return any(one.session_id == talk.session_id for one in target.talks)


def _of(chosen: Chosen, wanted: Callable[[Target], bool]) -> Iterator[tuple[Target, Talk]]:
    for target in chosen.targets:
        if wanted(target):
            yield from ((target, talk) for talk in target.talks)


def _is_worth_it(target: Target, event: Event) -> bool:
    return not target.must and (target.known or (event.kind == "conference" and target.tier == "A"))


def _is_same(other: Part, part: Part) -> bool:
    return bool(other.talk and part.talk and other.talk.session_id == part.talk.session_id)


def _inside(part: Part, clock: Clock) -> bool:
    begin, end = part.span or (0, 0)
    return any(a <= begin and end <= b for a, b in clock.open)


def _leaves_room(part: Part, heard: Sequence[Part], clock: Clock, share: float) -> bool:
    for start, end in clock.open:
        if part.span and start <= part.span[0] < end:
            taken = sum(
                b - a for a, b in (one.span for one in (*heard, part) if one.span) if start <= a < end
            )
            return taken <= share * (end - start)
    return False


def overlap(one: Part, other: Part) -> bool:
    """Return whether two parts that stand fixed are at one time."""
    return bool(one.span and other.span and one.span[0] < other.span[1] and one.span[1] > other.span[0])
