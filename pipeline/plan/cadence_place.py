"""Where a step falls: a working day of its window, and a free slot in which the other person is awake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from pipeline.plan.cadence import Message, message
from pipeline.stable_id import stable_id

if TYPE_CHECKING:
    import datetime as dt
    from zoneinfo import ZoneInfo

    from pipeline.plan.cadence_slots import Slots, Span
    from pipeline.plan.cadence_steps import Wanted
    from pipeline.plan.cadence_zone import Homes
    from pipeline.workdays import WorkDays

Row = dict[str, Any]


class Choice(TypedDict):
    """What a slot is looked for with."""

    message: bool
    hours: str | None
    home: ZoneInfo | None


def followup_id(item: Wanted) -> str:
    """Return the id that a step keeps whatever its day: the same event, person, step and promise."""
    parts = (item.event, item.person_id, item.step.key, item.promise_id, item.mark)
    return stable_id("f", *parts)


class Placing:
    """Chooses the day and the slot of each step."""

    def __init__(
        self,
        days: WorkDays,
        slots: Slots,
        zone: ZoneInfo,
        hours: str,
        *,
        now: dt.datetime,
        homes: Homes,
    ) -> None:
        self.days = days
        self.slots = slots
        self.zone = zone
        self.homes = homes
        self.hours = hours
        self.today = now.astimezone(zone).date()

    def place(self, item: Wanted, before: Row | None) -> Row:
        """Return the step with its day, its slot and every warning."""
        if before is not None and before["state"] == "snoozed":
            item.fixed, item.first, item.last = True, before["due"], before["due"]
        warnings = list(item.warnings)
        candidates = self._fixed(item, warnings) if item.fixed else self._window(item, before, warnings)
        day, slot = self._slot(item, before, candidates, warnings)
        return {
            "followup_id": followup_id(item),
            "event": item.event,
            "person_id": item.person_id,
            "promise_id": item.promise_id,
            "step": item.step.key,
            "due": day,
            "start": slot[0] if slot else None,
            "end": slot[1] if slot else None,
            "basis": item.basis,
            "why": [*item.why, *self._their_time(item, slot)],
            "state": before["state"] if before else "open",
            "warnings": warnings,
        }

    def _fixed(self, item: Wanted, warnings: list[Message]) -> list[dt.date]:
        """Keep the user's own date, and say what speaks against it."""
        day = item.first
        if day < self.today:
            warnings.append(message("warn.past", day=day.isoformat()))
        elif self.days.holiday(day):
            warnings.append(message("warn.holiday", day=day.isoformat(), holiday=self.days.holiday(day)))
        elif not self.days.is_working(day):
            warnings.append(message("warn.weekend", day=day.isoformat()))
        return [day]

    def _window(self, item: Wanted, before: Row | None, warnings: list[Message]) -> list[dt.date]:
        if item.first == item.last and item.step.last == 0 and item.first >= self.today:
            return [item.first]  # the same evening, whatever day it is
        placed = self.days.place(item.first, item.last)
        if placed.day >= self.today:
            if placed.moved:
                warnings.append(
                    message("warn.window_moved", last=item.last.isoformat(), day=placed.day.isoformat())
                )
                return [placed.day]
            return self.days.within(max(item.first, self.today), item.last)
        if before is not None and before["state"] == "open":
            if before["due"] < self.today:
                warnings.append(message("warn.overdue", day=before["due"].isoformat()))
            return [before["due"]]
        left = [day for day in self.days.within(item.first, item.last) if day >= self.today]
        if left:
            return left
        warnings.append(message("warn.late", last=item.last.isoformat()))
        return [self.days.next(self.today)]

    def _slot(
        self, item: Wanted, before: Row | None, candidates: list[dt.date], warnings: list[Message]
    ) -> tuple[dt.date, Span | None]:
        evening = item.step.first == item.step.last == 0
        choice: Choice = {
            "message": item.step.message,
            "hours": self.hours if evening else None,
            "home": None if evening else self._home(item),
        }
        if before is not None and before["start"] and before["due"] in candidates:
            kept = (before["start"], before["end"])
            if self.slots.keep(kept, before["due"], **choice):
                return before["due"], kept
        for day in candidates:
            slot = self.slots.take(day, item.step.minutes, **choice)
            if slot:
                return day, slot
        if item.step.minutes and candidates[0] >= self.today:
            warnings.append(self._no_slot(item, candidates[0], choice["home"]))
        return candidates[0], None

    def _home(self, item: Wanted) -> ZoneInfo | None:
        return self.homes.of(item.person_id) if item.step.message else None

    def _no_slot(self, item: Wanted, day: dt.date, home: ZoneInfo | None) -> Message:
        if home is not None and not self.slots.common(day, home):
            return message("warn.no_common_hour", name=item.name, zone=home.key)
        return message("warn.no_slot", day=day.isoformat())

    def _their_time(self, item: Wanted, slot: Span | None) -> list[Message]:
        """Return what the clock says where the other person lives, when it says something else."""
        home = self._home(item)
        if slot is None or home is None:
            return []
        there, here = (slot[0].astimezone(zone) for zone in (home, self.zone))
        if there.utcoffset() == here.utcoffset():
            return []
        return [message("step.their_time", name=item.name, time=f"{there:%H:%M}", zone=home.key)]
