"""A settled day to rows of the Plan table: order, times, and a reason for everything that was left out."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.plan.problem import Problem, Solution
from pipeline.plan.solve import solve
from pipeline.plan.tasks import Layout, Part, message, own_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.event import Event
    from pipeline.plan.day import Settled
    from pipeline.plan.hours import Clock
    from pipeline.plan.targets import Chosen, Target
    from pipeline.settings import Settings

Row = dict[str, Any]
_MINUTE = dt.timedelta(minutes=1)


def entry_id(part: Part) -> str:
    """Return an id that stays when the plan is made anew: of kind and person, never of time or place."""
    digest = hashlib.sha256(f"{part.kind}\0{part.name}".encode("utf-8", "replace")).digest()
    return part.kind[0] + base64.b32encode(digest)[:12].decode().lower()


def starts_of(
    plan: pl.DataFrame, event: Event, user_id: str, start_from: dt.datetime | None
) -> dict[str, dt.datetime]:
    """Return the start of each entry of an older plan by its id, of the part of the day that is asked for."""
    mine = pl.col("event").eq(event.slug) & pl.col("user_id").eq(user_id)
    there = plan.filter(mine, pl.col("dropped_because").list.len() == 0, pl.col("start").is_not_null())
    if start_from is not None:
        there = there.filter(pl.col("start") >= start_from)
    return dict(there.select("entry_id", "start").iter_rows())


@dataclass(frozen=True, slots=True)
class Rows:
    """Writes the rows of one user's plan."""

    event: Event
    user_id: str
    clock: Clock
    settings: Settings
    chosen: Chosen

    def of(self, settled: Settled) -> list[Row]:
        """Return all rows: the day by time, then what was dropped, best first."""
        layout = settled.layout
        met = [
            self._visit(part, visit.start, layout.problem.tasks[visit.task].minutes)
            for visit in settled.solution.visits
            if (part := layout.parts[visit.task])
        ]
        day = [*self.fixed(layout.fixed, settled), *met]
        day.sort(key=lambda row: (row["start"], row["end"], row["entry_id"]))
        day = with_something_to_note(day)
        meetings = (row for row in day if row["kind"] == "meeting" and not row.get("dropped_because"))
        for number, row in enumerate(meetings, start=1):
            row["order"] = number
        return [*day, *self._dropped(settled), *self._clashing(settled), *self._doubles(), *self._passed()]

    def closed(self) -> list[Row]:
        """Return a dropped row for every target of an event that is over."""
        return [
            self._drop(target, message("drop.over")) for target in self.chosen.targets if not target.agreed
        ]

    def _row(self, part: Part, **values: object) -> Row:
        target = part.target
        return {
            "event": self.event.slug,
            "user_id": self.user_id,
            "entry_id": entry_id(part),
            "kind": part.kind,
            "person_id": target.person_id if target else None,
            "session_id": part.talk.session_id if part.talk else part.own.session_id if part.own else None,
            "must": bool(target and target.must and part.kind == "meeting"),
            "agreed": part.agreed,
            "place": part.place,
            **values,
        }

    def fixed(self, parts: Iterable[Part], settled: Settled | None = None) -> list[Row]:
        """Return the rows of what stands fixed; an own entry under an agreed slot says so."""
        rows = []
        parts = list(parts)
        for part in parts:
            start, end = self._true_span(part)
            about = start if part.kind == "meeting" else None
            under = next((one for one in parts if one.agreed and part.own and _overlap(one, part)), None)
            why = [message("drop.own_under_agreed", name=under.target.name)] if under and under.target else []
            rows.append(self._row(part, start=start, end=end, by_about=about, dropped_because=why))
        if settled:
            rows += [
                self._row(
                    part,
                    start=part.own.begins,
                    end=part.own.ends,
                    dropped_because=[message("drop.tentative")],
                )
                for part in map(own_part, settled.given_up)
                if part.own
            ]
        return rows

    def _true_span(self, part: Part) -> tuple[dt.datetime, dt.datetime]:
        """Return start and end as they stand in the calendar, without the way there and back."""
        if part.own:
            return part.own.begins, part.own.ends
        if part.talk:
            return part.talk.start, part.talk.end
        start, end = part.span or (0, 0)
        return self.clock.moment(start), self.clock.moment(end)

    def _visit(self, part: Part, start: int, minutes: int) -> Row:
        begin = self.clock.moment(start)
        about = self._about(begin) if part.kind == "meeting" else None
        return self._row(part, start=begin, end=self.clock.moment(start + minutes), by_about=about)

    def _about(self, moment: dt.datetime) -> dt.datetime:
        """Return the nearest round time on the event's clock: a walk-up has no minute of its own."""
        step = max(1, self.settings.integer("plan.about_minutes"))
        local = moment.astimezone(self.event.zone)
        past = (local.hour * 60 + local.minute) % step
        near = moment - past * _MINUTE
        return near + step * _MINUTE if past * 2 >= step else near

    def _dropped(self, settled: Settled) -> Iterator[Row]:
        done = {visit.task for visit in settled.solution.visits}
        for number, part in enumerate(settled.layout.parts):
            if part and part.target and number not in done:
                yield self._drop(part.target, self._why(settled.layout.problem, number, part.target))

    def _why(self, problem: Problem, number: int, target: Target) -> Row:
        task = problem.tasks[number]
        if not task.windows:
            if target.there is not None and not target.talks:
                return message("drop.not_there", name=target.name)
            if target.talks:
                return message("drop.speaking", name=target.name)
            return message("drop.too_short", name=target.name, minutes=task.minutes)
        if not alone_fits(problem, number):
            return message("drop.busy", name=target.name)
        if target.must:
            return message("drop.no_room_must", name=target.name)
        return message("drop.no_room", name=target.name)

    def _drop(self, target: Target, why: Row) -> Row:
        part = Part("meeting", target.person_id, target, place=target.booth)
        return self._row(part, dropped_because=[why])

    def _clashing(self, settled: Settled) -> Iterator[Row]:
        """Yield the talks that cannot be heard, with what stands in their way."""
        for part, other in settled.clashes:
            name = part.target.name if part.target else ""
            talk = part.talk.title if part.talk else ""
            key = {"class": "drop.talk_own", "talk": "drop.talk_talk"}.get(other.kind, "drop.talk_agreed")
            key += "" if name else "_marked"
            title = other.talk.title if other.talk else other.target.name if other.target else ""
            start, end = self._true_span(part)
            why = message(key, name=name, talk=talk, other=title)
            yield self._row(part, start=start, end=end, dropped_because=[why])

    def _doubles(self) -> Iterator[Row]:
        """Yield the bare names that give way to somebody of whom more is known."""
        for target in self.chosen.doubles:
            yield self._drop(target, message("drop.double", name=target.name))

    def _passed(self) -> Iterator[Row]:
        for person_id in self.chosen.passed:
            part = Part("meeting", person_id)
            row = self._row(part, dropped_because=[message("drop.you_passed")])
            yield row | {"person_id": person_id}


def _overlap(agreed: Part, own: Part) -> bool:
    """Return whether both take place at the same time, the way there and back left aside."""
    if not (agreed.span and own.own and own.span):
        return False
    travel = max(0, (own.span[1] - own.span[0] - (own.own.ends - own.own.begins) // _MINUTE) // 2)
    return agreed.span[0] < own.span[1] - travel and agreed.span[1] > own.span[0] + travel


def alone_fits(problem: Problem, number: int) -> bool:
    """Return whether a task would fit if only what stands fixed were there."""
    tasks = tuple(task for index, task in enumerate(problem.tasks) if task.fixed or index == number)
    small = Problem(tasks, problem.walk, problem.start, problem.end, problem.entrance)
    found = solve(small, iterations=0, seed=0)
    return any(not small.tasks[visit.task].fixed for visit in found.visits)


def with_something_to_note(day: list[Row]) -> list[Row]:
    """Return the day without pauses for writing that no conversation or talk comes before."""
    kept, heard = [], False
    for row in day:
        if row["kind"] in ("meeting", "talk") and not row.get("dropped_because"):
            heard = True
        elif row["kind"] == "notes":
            if not heard:
                continue
            heard = False
        kept.append(row)
    return kept


def without_idle_notes(layout: Layout, solution: Solution) -> Solution:
    """Return the visits without pauses for writing that follow another such pause: nobody waits for them."""
    kept, heard = [], True
    for visit in solution.visits:
        part = layout.parts[visit.task]
        notes = part is not None and part.kind == "notes"
        if heard or not notes:
            kept.append(visit)
        if notes:
            heard = False
        elif part is None or part.kind != "break":
            heard = True
    return Solution(tuple(kept))
