"""What a day is made of, as tasks of the solver, each with the row of the plan that it stands for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.plan.hours import merged, starts_in, within, without
from pipeline.plan.problem import Problem, Task
from pipeline.plan.walk import ENTRANCE, Ground

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.event import Event
    from pipeline.plan.hours import Clock, Span
    from pipeline.plan.own import OwnEntry
    from pipeline.plan.talks import Talk
    from pipeline.plan.targets import Target
    from pipeline.settings import Settings

_HOUR = 60
#: A meal is worth several conversations, time to write more than one; a must-meet is worth more than both.
_MEAL_PRIZE, _NOTES_PRIZE = 400, 150
_LONG_DAY = 4 * _HOUR
#: What a minute of delay costs against a minute of walking, when the order of a day is settled.
_EAGER, _CALM = 0.05, 0.004


@dataclass(frozen=True, slots=True)
class Part:
    """One row of the plan to be: what it is, whom it is with, and its minutes when these stand fixed."""

    kind: str
    name: str
    target: Target | None = None
    talk: Talk | None = None
    own: OwnEntry | None = None
    agreed: bool = False
    place: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A problem with the part behind each free task, and the parts that stand fixed."""

    problem: Problem
    parts: tuple[Part | None, ...]
    fixed: tuple[Part, ...] = field(default=())


def minutes_for(target: Target, settings: Settings) -> int:
    """Return the minutes of a conversation with somebody of this tier."""
    return settings.integer(f"plan.minutes_{target.tier.lower()}")


def agreed_parts(targets: Sequence[Target], clock: Clock, settings: Settings) -> list[Part]:
    """Return the agreed slots, each as long as the setting says, whether inside the hours or not."""
    length = settings.integer("plan.minutes_agreed")
    return [
        Part(
            "meeting",
            f"agreed/{target.person_id}/{number}",
            target,
            agreed=True,
            place=target.booth,
            span=(clock.minute(start), clock.minute(start) + length),
        )
        for target in targets
        for number, start in enumerate(target.agreed)
    ]


def own_part(entry: OwnEntry) -> Part:
    """Return the row of an own appointment."""
    return Part("class", entry.session_id, own=entry, place=entry.place, span=(entry.start, entry.end))


def talk_part(target: Target | None, talk: Talk, clock: Clock) -> Part:
    """Return the row of a talk that the user should hear; ``target`` is who gives it, if it is a target."""
    span = (clock.minute(talk.start), clock.minute_up(talk.end))
    return Part("talk", f"{talk.title}/{talk.session_id}", target, talk=talk, place=talk.place, span=span)


def lay_out(
    targets: Sequence[Target],
    fixed: Sequence[Part],
    *,
    clock: Clock,
    ground: Ground,
    event: Event,
    settings: Settings,
    anywhere: Collection[str] = (),
) -> Layout:
    """Return the problem of a day: fixed parts as blocks; walk-ups, breaks and notes may move.

    Speakers without a booth are caught after their talks; those ``anywhere`` (person_ids) at any hour.
    """
    builder = _Builder(clock, ground, event, settings)
    builder.block([part for part in fixed if part.span])
    builder.pauses([part.span for part in fixed if part.span])
    for target in targets:
        if not target.agreed:
            builder.walk_up(target, after_talks=target.person_id not in anywhere)
    start, end = clock.open[0][0], clock.open[-1][1]
    queue = settings.integer("plan.queue_minutes") if event.kind == "fair" else 0
    problem = Problem(tuple(builder.tasks), _ways(ground, queue), start, end, ENTRANCE)
    return Layout(problem, tuple(builder.parts), tuple(fixed))


def _ways(ground: Ground, queue: int) -> tuple[tuple[int, ...], ...]:
    """Return minutes between places: each once with an appointment, once with its queue, and a pause.

    Who comes to a booth without an appointment queues first; who stays there does not queue again, so that
    the people of one booth are met one after the other. A pause (the last place) is taken wherever one is:
    half of the longest way there and back covers every way past it.
    """
    size = len(ground.minutes)
    half = -(-max((max(row) for row in ground.minutes), default=0) // 2)
    rows = []
    for here in range(2 * size):
        plain = ground.minutes[here % size]
        queued = [way if here % size == there > 1 else way + queue for there, way in enumerate(plain)]
        rows.append((*plain, *queued, half))
    return (*rows, (*(half for _ in range(size)), *(half + queue for _ in range(size)), 0))


class _Builder:
    def __init__(self, clock: Clock, ground: Ground, event: Event, settings: Settings) -> None:
        self.clock, self.ground, self.event, self.settings = clock, ground, event, settings
        self.tasks: list[Task] = []
        self.parts: list[Part | None] = []
        self.pause_place = 2 * len(ground.minutes)

    def add(self, task: Task, part: Part | None) -> None:
        self.tasks.append(task)
        self.parts.append(part)

    def block(self, parts: Sequence[Part]) -> None:
        """Turn everything that stands fixed, and the nights, into blocks that do not overlap."""
        first, last = self.clock.open[0][0], self.clock.open[-1][1]
        spans = [(max(first, part.span[0]), min(last, part.span[1])) for part in parts if part.span]
        places = [self.ground.of(part.place) if not part.own else ENTRANCE for part in parts if part.span]
        nights = zip(self.clock.open, self.clock.open[1:], strict=False)
        for (_, closing), (opening, _) in nights:
            spans.append((closing, opening))
            places.append(ENTRANCE)
        known = [(span, place) for span, place in zip(spans, places, strict=True) if span[1] > span[0]]
        for start, end in merged(span for span, _ in known):
            inside = sorted((span, place) for span, place in known if start <= span[0] < end)
            leave = max(inside, key=lambda item: (item[0][1], item[0][0]))[1]
            self.add(Task(end - start, 0, inside[0][1], ((start, start),), fixed=True, leave=leave), None)

    def walk_up(self, target: Target, *, after_talks: bool) -> None:
        """Add a target that is met without an appointment; at a booth there is a queue before it."""
        minutes = minutes_for(target, self.settings)
        place, spans = self._where_and_when(target, after_talks=after_talks)
        windows = starts_in(spans, minutes)
        lateness = _EAGER * (1 + target.fit) if target.must else _CALM
        queued = len(self.ground.minutes) if place == target.booth else 0
        task = Task(minutes, target.prize, self.ground.of(place) + queued, windows, lateness=lateness)
        self.add(task, Part("meeting", target.person_id, target, place=place))

    def _where_and_when(self, target: Target, *, after_talks: bool) -> tuple[str | None, list[Span]]:
        """Return a booth and all hours but those of talks; without a booth, the room after a talk."""
        speaking = [(self.clock.minute(talk.start), self.clock.minute_up(talk.end)) for talk in target.talks]
        if target.booth is None and speaking and after_talks:
            after = self.settings.integer("plan.after_talk_minutes")
            spans = [(end, end + after) for _, end in speaking]
            inside = [(max(a, c), min(b, d)) for a, b in spans for c, d in self.clock.open if a < d and b > c]
            long_enough = starts_in(inside, minutes_for(target, self.settings))
            if long_enough:
                return target.talks[0].place, inside
        early = self.settings.integer("plan.end_early_minutes")
        hours = [(start, end - early) for start, end in self.clock.open]
        if target.there is not None:
            hours = within(hours, [(self.clock.minute_up(a), self.clock.minute(b)) for a, b in target.there])
        return target.booth, without(hours, speaking)

    def pauses(self, taken: Sequence[Span]) -> None:
        """Add a meal on a long day, and time to write after every hour that was not mostly taken already."""
        for day, (start, end) in enumerate(self.clock.open, start=1):
            meal = self.settings.integer("plan.break_minutes")
            if meal and end - start >= _LONG_DAY:
                self._pause("break", f"break/{day}", meal, self._meal_span(start, end), _MEAL_PRIZE)
            notes = self.settings.integer("plan.notes_minutes")
            for number, about in enumerate(range(start + _HOUR, end - _HOUR // 3, _HOUR) if notes else ()):
                free = sum(b - a for a, b in without([(about - _HOUR, about)], taken))
                if free * 2 >= _HOUR:
                    name = f"notes/{day}/{number}"
                    self._pause("notes", name, notes, (about - 15, about + 25), _NOTES_PRIZE)

    def _pause(self, kind: str, name: str, minutes: int, span: Span, prize: int) -> None:
        windows = starts_in([span], minutes)
        if windows:
            self.add(Task(minutes, prize, self.pause_place, windows), Part(kind, name))

    def _meal_span(self, start: int, end: int) -> Span:
        """Return from 11:30 to 13:45 on the clock of the event, else an hour and a half around the middle."""
        day = self.clock.moment(start).astimezone(self.event.zone).date()
        noon = [
            self.clock.minute(dt.datetime.combine(day, time, self.event.zone).astimezone(dt.UTC))
            for time in (dt.time(11, 30), dt.time(13, 45))
        ]
        first, last = max(start, noon[0]), min(end, noon[1])
        if last - first >= _HOUR:
            return first, last
        middle = (start + end) // 2
        return middle - 45, middle + 45


def message(key: str, **params: Any) -> dict[str, Any]:
    """Return a message of the plan as the tables hold it; ``report`` puts it into words."""
    pairs = [{"name": name, "value": None if value is None else str(value)} for name, value in params.items()]
    return {"side": None, "key": key, "params": pairs, "evidence": []}
