"""Matches and calendars to the day: who, where, in which order, by about when, around what is fixed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.plan.hear import talks_to_hear
from pipeline.plan.hours import clock_of
from pipeline.plan.keep import kept
from pipeline.plan.limits import check_limits
from pipeline.plan.musts import is_must, musts_early, musts_in
from pipeline.plan.own import own_entries
from pipeline.plan.polish import in_good_order
from pipeline.plan.presence import presence_of
from pipeline.plan.problem import Older, Visit
from pipeline.plan.rows import Rows, entry_id, starts_of, without_idle_notes
from pipeline.plan.solve import solve
from pipeline.plan.spread import left_out, second_look, shared_out
from pipeline.plan.talks import marked_talks, talks_of
from pipeline.plan.targets import choose, words_of
from pipeline.plan.tasks import Layout, Part, agreed_parts, lay_out, own_part
from pipeline.plan.validate import walkable
from pipeline.plan.walk import ground_of
from pipeline.tables import Plan, as_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping

    import polars as pl

    from pipeline.event import Event
    from pipeline.plan.hours import Clock
    from pipeline.plan.own import OwnEntry
    from pipeline.plan.problem import Problem, Solution
    from pipeline.plan.talks import Talk
    from pipeline.plan.targets import Chosen, Target
    from pipeline.plan.walk import Ground
    from pipeline.profile import Profile
    from pipeline.settings import Settings

#: How eager everybody is once a pause without anything to note stands before them.
_SOON = 0.05
#: How eager a warm-up is to come first.
_FIRST = 0.3


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
    start_from: dt.datetime | None = None,
    printed: pl.DataFrame | None = None,
    presence: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return the Plan of one user at one event: each entry of each day, each dropped one with its reason.

    With ``start_from`` only the rest of the event is planned; agreed slots stay where they are. Nothing is
    planned outside the opening hours, over a busy time of the user's own, or without time to walk. The people
    and the order of a ``printed`` plan stay unless a change gains enough. ``presence`` is what
    ``said_of_days`` found on when people are there.
    """
    check_limits(settings)
    chosen = choose(
        matches,
        people,
        talks_of(sessions, appearances, event, settings),
        words_of(wishes, event),
        there={} if presence is None else presence_of(presence, event),
        event=event,
        settings=settings,
    )
    clock = clock_of(event, start_from)
    rows = Rows(event, profile.user_id, clock, settings, chosen)
    agreed = agreed_parts(chosen.targets, clock, settings)
    if not clock.open:
        return as_table(Plan, [*rows.fixed(agreed), *rows.closed()])
    marked = marked_talks(sessions, event, settings)
    own = own_entries(sessions, event, clock, settings, marked=marked)
    places = [target.booth for target in chosen.targets]
    places += [talk.place for target in chosen.targets for talk in target.talks]
    places += [talk.place for talk in marked]
    older = starts_of(printed, event, profile.user_id, start_from) if printed is not None else {}
    day = _Day(chosen, clock, ground_of(event, places, settings), event, settings, agreed, older, marked)
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
    marked: tuple[Talk, ...]

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
        heard = talks_to_hear(
            self.chosen, self.marked, fixed, clock=self.clock, event=self.event, settings=self.settings
        )
        parts = [*fixed, *heard.parts]
        layout = self._laid_out(parts, ())
        narrow = shared_out(layout, self.clock.open, self._older_minutes(layout))
        solution = self._kept(narrow) if self.older else self._new(narrow)
        left = left_out(narrow, solution)
        if left and any(self._may_be_elsewhere(target) for target in self.chosen.targets):
            wide = self._laid_out(parts, set(left.values()))
            seed = self.settings.integer("plan.seed")
            narrow, solution = second_look(narrow, wide, solution, seed=seed)
        return Settled(narrow, walkable(narrow.problem, solution), heard.clashes, given_up)

    def _may_be_elsewhere(self, target: Target) -> bool:
        return len(self.clock.open) > 1 or bool(target.talks and target.booth is None)

    def _laid_out(self, parts: list[Part], anywhere: Collection[str]) -> Layout:
        return lay_out(
            self.chosen.targets,
            parts,
            clock=self.clock,
            ground=self.ground,
            event=self.event,
            settings=self.settings,
            anywhere=anywhere,
        )

    def _older_minutes(self, layout: Layout) -> dict[int, int]:
        """Return the minutes at which tasks stand on an older plan."""
        return {
            number: self.clock.minute(self.older[known])
            for number, part in enumerate(layout.parts)
            if part and (known := entry_id(part)) in self.older
        }

    def _new(self, layout: Layout) -> Solution:
        solution = self._searched(layout)
        warm_ups = self._warm_ups(layout, solution)
        ordered = in_good_order(layout.problem, solution, eager=warm_ups, days=self.clock.open)
        if len(without_idle_notes(layout, ordered).visits) == len(ordered.visits):
            return ordered
        # Whoever stands behind a pause with nothing to note would only wait: they come before it, or it goes.
        walk_ups = [visit.task for visit in ordered.visits if layout.problem.tasks[visit.task].lateness]
        soon = {task: max(_SOON, layout.problem.tasks[task].lateness) for task in walk_ups} | warm_ups
        ordered = in_good_order(layout.problem, ordered, eager=soon, days=self.clock.open)
        busy = without_idle_notes(layout, ordered)
        return in_good_order(layout.problem, busy, eager=soon, days=self.clock.open)

    def _kept(self, layout: Layout) -> Solution:
        """Return the printed day as far as it holds; a must-meet that is new comes as early as it can."""
        older = [Visit(number, minute) for number, minute in self._older_minutes(layout).items()]
        older.sort(key=lambda visit: (visit.start, visit.task))
        there = {visit.task for visit in older}
        people = [visit.task for visit in older if (part := layout.parts[visit.task]) and part.target]
        early = self._early(layout).tasks
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
        early = self._early(layout)
        iterations, seed = (self.settings.integer(f"plan.{name}") for name in ("iterations", "seed"))
        found = solve(early, iterations=iterations, seed=seed)
        if musts_in(layout, found) == sum(map(is_must, layout.parts)):
            return found
        plain = solve(layout.problem, iterations=iterations, seed=seed)
        return plain if musts_in(layout, plain) > musts_in(layout, found) else found

    def _early(self, layout: Layout) -> Problem:
        return musts_early(layout, self.clock.open, self.settings)

    def _missing_musts(self, settled: Settled) -> list[Target]:
        done = {settled.layout.parts[visit.task] for visit in settled.solution.visits}
        met = {part.target.person_id for part in done if part and part.target}
        return [
            one for one in self.chosen.targets if one.must and not one.agreed and one.person_id not in met
        ]

    def _warm_ups(self, layout: Layout, solution: Solution) -> dict[int, float]:
        """Return the visits that open each day: the first that are no must-meets, as many as set."""
        wanted = max(0, self.settings.integer("plan.warm_ups"))
        found: dict[int, float] = {}
        for opening, closing in self.clock.open:
            easy = []
            for visit in solution.visits:
                part, task = layout.parts[visit.task], layout.problem.tasks[visit.task]
                free = any(a <= opening <= b for a, b in task.windows) and opening <= visit.start < closing
                if free and part and part.target and not part.target.must:
                    easy.append((visit.start, part.target.person_id, visit.task))
            found |= {number: _FIRST for _, _, number in sorted(easy)[:wanted]}
        return found
