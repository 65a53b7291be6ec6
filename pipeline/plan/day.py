"""Matches and calendars to the day: who, where, in which order, by about when, around what is fixed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.plan.hours import clock_of
from pipeline.plan.keep import kept
from pipeline.plan.own import own_entries
from pipeline.plan.polish import in_good_order
from pipeline.plan.problem import Older, Visit
from pipeline.plan.rows import Rows, entry_id, starts_of
from pipeline.plan.solve import solve
from pipeline.plan.targets import choose, talks_of, words_of
from pipeline.plan.tasks import Layout, Part, agreed_parts, lay_out, own_part, talk_part
from pipeline.plan.walk import ground_of
from pipeline.tables import Plan, as_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import polars as pl

    from pipeline.event import Event
    from pipeline.plan.hours import Clock, Span
    from pipeline.plan.own import OwnEntry
    from pipeline.plan.problem import Problem, Solution
    from pipeline.plan.targets import Chosen, Talk, Target
    from pipeline.plan.walk import Ground
    from pipeline.profile import Profile
    from pipeline.settings import Settings

#: How eager a warm-up is to come first, the minutes kept for it, and the iterations that place musts alone.
_FIRST, _WARM_UP, _MUSTS_ONLY = 0.3, 14, 100


def plan(  # noqa: PLR0913 - the seam of all stages
    matches: pl.DataFrame,
    people: pl.DataFrame,
    sessions: pl.DataFrame,
    appearances: pl.DataFrame,
    *,
    profile: Profile,
    event: Event,
    wishes: pl.DataFrame,
    settings: Settings,
    now: dt.datetime,  # noqa: ARG001 - the seam of all stages; only ``start_from`` cuts the day
    start_from: dt.datetime | None = None,
    printed: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return the Plan of one user at one event: each entry of the day, each dropped one with its reason.

    With ``start_from`` only the rest of the event is planned; agreed slots stay where they are. Nothing is
    planned outside the opening hours, over a busy time of the user's own, or without time to walk. The people
    and the order of a ``printed`` plan stay unless a change gains enough.
    """
    chosen = choose(
        matches,
        people,
        talks_of(sessions, appearances, event, settings),
        words_of(wishes, event),
        event=event,
        settings=settings,
    )
    clock = clock_of(event, start_from)
    rows = Rows(event, profile.user_id, clock, settings, chosen)
    agreed = agreed_parts(chosen.targets, clock, settings)
    if not clock.open:
        return as_table(Plan, [*rows.fixed(agreed), *rows.closed()])
    own = own_entries(sessions, event, clock, settings)
    places = [target.booth for target in chosen.targets]
    places += [talk.place for target in chosen.targets for talk in target.talks]
    older = starts_of(printed, event, profile.user_id, start_from) if printed is not None else {}
    day = _Day(chosen, clock, ground_of(event, places, settings), event, settings, agreed, older)
    return as_table(Plan, rows.of(day.settled(own)))


@dataclass(frozen=True, slots=True)
class Settled:
    """A day that is decided: its layout, its visits in order, and what had to give way to what."""

    layout: Layout
    solution: Solution
    clashes: tuple[tuple[Part, Part], ...]
    given_up: tuple[OwnEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class _Day:
    chosen: Chosen
    clock: Clock
    ground: Ground
    event: Event
    settings: Settings
    agreed: list[Part]
    older: Mapping[str, dt.datetime]

    def settled(self, own: list[OwnEntry]) -> Settled:
        """Return the day; tentative appointments give way only when a must-meet has no room otherwise."""
        first = self._with(own, ())
        soft = tuple(entry for entry in own if entry.soft)
        if not soft or not self._missing_musts(first):
            return first
        second = self._with([entry for entry in own if not entry.soft], soft)
        return second if len(self._missing_musts(second)) < len(self._missing_musts(first)) else first

    def _with(self, own: list[OwnEntry], given_up: tuple[OwnEntry, ...]) -> Settled:
        fixed = [*self.agreed, *(own_part(entry) for entry in own)]
        heard, clashes = self._talks(fixed)
        layout = lay_out(
            self.chosen.targets,
            [*fixed, *heard],
            clock=self.clock,
            ground=self.ground,
            event=self.event,
            settings=self.settings,
        )
        solution = self._kept(layout) if self.older else self._new(layout)
        return Settled(layout, solution, tuple(clashes), given_up)

    def _new(self, layout: Layout) -> Solution:
        solution = self._searched(layout)
        return in_good_order(layout.problem, solution, eager=self._warm_ups(layout, solution))

    def _kept(self, layout: Layout) -> Solution:
        """Return the printed day as far as it holds; a must-meet that is new comes as early as it can."""
        older = [
            Visit(number, self.clock.minute(self.older[known]))
            for number, part in enumerate(layout.parts)
            if part and (known := entry_id(part)) in self.older
        ]
        older.sort(key=lambda visit: (visit.start, visit.task))
        there = {visit.task for visit in older}
        people = [visit.task for visit in older if (part := layout.parts[visit.task]) and part.target]
        early = self._musts_early(layout).tasks
        tasks = [
            task if number in there else early[number] for number, task in enumerate(layout.problem.tasks)
        ]
        for number, part in enumerate(layout.parts):
            if part and not part.target and number not in there:
                # A pause that the paper does not have moves nobody who stands on it.
                tasks[number] = replace(tasks[number], prize=1)
        iterations, seed, stay = (
            self.settings.integer(f"plan.{name}") for name in ("iterations", "seed", "stay_prize")
        )
        problem = replace(layout.problem, tasks=tuple(tasks))
        day = Older(tuple(older), {number: rank for rank, number in enumerate(people)})
        return kept(problem, day, stay=stay, iterations=iterations, seed=seed)

    def _searched(self, layout: Layout) -> Solution:
        """Return the best day with the must-meets early; without that wish if it loses one of them."""
        early = self._musts_early(layout)
        iterations, seed = (self.settings.integer(f"plan.{name}") for name in ("iterations", "seed"))
        found = solve(early, iterations=iterations, seed=seed)
        if self._musts_in(layout, found) == sum(1 for part in layout.parts if part and self._is_must(part)):
            return found
        plain = solve(layout.problem, iterations=iterations, seed=seed)
        return plain if self._musts_in(layout, plain) > self._musts_in(layout, found) else found

    def _musts_early(self, layout: Layout) -> Problem:
        """Return the problem with each must-meet held near the time it has when nobody else is met.

        Time for the warm-ups is kept free before the first of them.
        """
        problem = layout.problem
        musts = {number for number, part in enumerate(layout.parts) if part and self._is_must(part)}
        warm = self.settings.integer("plan.warm_ups") * _WARM_UP
        first = problem.start + (warm if len(self.chosen.targets) > len(musts) else 0)
        alone = replace(
            problem,
            tasks=tuple(
                task
                if task.fixed
                else replace(task, windows=_from(task.windows, first) if number in musts else ())
                for number, task in enumerate(problem.tasks)
            ),
        )
        order = in_good_order(alone, solve(alone, iterations=_MUSTS_ONLY, seed=0), eager={})
        slack = self.settings.integer("plan.must_slack_minutes")
        latest = {visit.task: visit.start + slack for visit in order.visits if visit.task in musts}
        return replace(
            problem,
            tasks=tuple(
                replace(task, windows=_until(task.windows, latest[number])) if number in latest else task
                for number, task in enumerate(problem.tasks)
            ),
        )

    def _is_must(self, part: Part) -> bool:
        return bool(part.target and part.target.must)

    def _musts_in(self, layout: Layout, solution: Solution) -> int:
        parts = (layout.parts[visit.task] for visit in solution.visits)
        return sum(1 for part in parts if part and self._is_must(part))

    def _talks(self, fixed: list[Part]) -> tuple[list[Part], list[tuple[Part, Part]]]:
        """Return the talks of must-meets that can be heard, best first, and those that clash with what."""
        heard: list[Part] = []
        clashes: list[tuple[Part, Part]] = []
        for target, talk in self._talks_by_rank():
            part = talk_part(target, talk, self.clock)
            other = next((one for one in (*fixed, *heard) if _overlap(one, part)), None)
            if other is None:
                heard.append(part)
            elif other.talk is None or other.talk.session_id != talk.session_id:
                clashes.append((part, other))
        return heard, clashes

    def _talks_by_rank(self) -> list[tuple[Target, Talk]]:
        inside = self.clock.open
        return [
            (target, talk)
            for target in self.chosen.targets
            if target.must
            for talk in target.talks
            if any(self.clock.minute(talk.start) >= a and self.clock.minute(talk.end) <= b for a, b in inside)
        ]

    def _missing_musts(self, settled: Settled) -> list[Target]:
        done = {settled.layout.parts[visit.task] for visit in settled.solution.visits}
        met = {part.target.person_id for part in done if part and part.target}
        return [
            one for one in self.chosen.targets if one.must and not one.agreed and one.person_id not in met
        ]

    def _warm_ups(self, layout: Layout, solution: Solution) -> dict[int, float]:
        """Return the visits that open the day: the first that are no must-meets, as many as set."""
        wanted = self.settings.integer("plan.warm_ups")
        first = self.clock.open[0][0]
        easy = []
        for visit in solution.visits:
            part, task = layout.parts[visit.task], layout.problem.tasks[visit.task]
            if part and part.target and not part.target.must and any(a <= first for a, _ in task.windows):
                easy.append((visit.start, part.target.person_id, visit.task))
        return {number: _FIRST for _, _, number in sorted(easy)[: max(0, wanted)]}


def _from(windows: tuple[Span, ...], first: int) -> tuple[Span, ...]:
    return tuple((max(a, first), b) for a, b in windows if b >= first) or windows


def _until(windows: tuple[Span, ...], last: int) -> tuple[Span, ...]:
    return tuple((a, min(b, last)) for a, b in windows if a <= last)


def _overlap(one: Part, other: Part) -> bool:
    return bool(one.span and other.span and one.span[0] < other.span[1] and one.span[1] > other.span[0])
