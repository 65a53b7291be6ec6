"""Steps that belong to no talk: the evening itself, planned people, applications, the yearly review."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pipeline.namesakes import called
from pipeline.plan.cadence import cadence, message
from pipeline.plan.cadence_steps import Wanted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import polars as pl

    from pipeline.event import Event
    from pipeline.plan.cadence_people import Standing
    from pipeline.plan.cadence_steps import Rules

_DAY = dt.timedelta(days=1)


def of_the_event(event: Event, *, noted: bool) -> list[Wanted]:
    """Return the steps about no one person: notes back the same evening, until some are; looking back."""
    return [_of_event(key, event) for key in ("type_back", "look_back") if key != "type_back" or not noted]


def _of_event(key: str, event: Event) -> Wanted:
    step, day = cadence().steps[key], event.last_day
    first, last = day + step.first * _DAY, day + step.last * _DAY
    return Wanted(step, event.slug, None, "", first, last, why=[message(f"step.{key}", event=event.name)])


def undecided(plan: pl.DataFrame, people: pl.DataFrame, event: Event, spoken_of: set[str]) -> list[Wanted]:
    """Return "met, yes or no" for the planned people of whom nothing was noted.

    Where notes came back for others, only the must-meets are asked about: the rest stays in peace.
    """
    step = cadence().steps["met"]
    names = called(people)
    planned = [
        row["person_id"]
        for row in plan.iter_rows(named=True)
        if row["event"] == event.slug
        and (row["must"] or not spoken_of)
        and row["kind"] == "meeting"
        and row["person_id"]
        and not row["dropped_because"]
    ]
    return [
        Wanted(
            step,
            event.slug,
            person_id,
            names[person_id],
            event.last_day + step.first * _DAY,
            event.last_day + step.last * _DAY,
            why=[message("step.met", name=names[person_id], event=event.name)],
        )
        for person_id in sorted(set(planned) - spoken_of)
        if person_id in names
    ]


def applied(
    applications: pl.DataFrame,
    people: pl.DataFrame,
    rules: Rules,
    event: str | None,
    *,
    silent: Mapping[str, Collection[str]],
) -> list[Wanted]:
    """Return what each application asks for: writing it, its deadline, asking back, thanks.

    Nobody who is ``silent`` is written to: who ``said`` so, or left messages ``unanswered``; an interview is
    an answer.
    """
    names, found = called(people), list[Wanted]()
    houses = dict(people.select("person_id", "organization").iter_rows())
    for row in applications.sort("application_id").iter_rows(named=True):
        person_id = row["person_id"]
        if person_id not in names or (event is not None and row["event"] != event):
            continue
        closed = person_id in silent["said"] or (
            row["state"] == "applied" and person_id in silent["unanswered"]
        )
        name = (houses[person_id] if row["state"] == "interview" else None) or names[person_id]
        steps = _of_application(row, name, rules)
        found += [item for item in steps if not (closed and item.step.message)]
    return found


def _of_application(row: dict[str, Any], name: str, rules: Rules) -> list[Wanted]:
    changed = row["changed_at"].astimezone(rules.zone).date()
    if row["state"] == "planned":
        return [_written(row, name, changed), *_deadline(row, name)]
    keys = {"applied": ("applied_told", "application_status"), "interview": ("interview_thanks",)}
    steps = [_step(key, row, name, changed) for key in keys.get(row["state"], ())]
    # Something may still be missing until the last day; once that is over, it is over.
    ahead = row["state"] == "applied" and row["deadline"] is not None and row["deadline"] >= rules.today
    return [*steps, *_deadline(row, name)] if ahead else steps


def _written(row: dict[str, Any], name: str, changed: dt.date) -> Wanted:
    write = _step("apply", row, name, changed)
    if row["deadline"] is not None:
        write.last = row["deadline"]
        write.first = max(changed, row["deadline"] - cadence().apply_days_before * _DAY)
    return write


def _deadline(row: dict[str, Any], name: str) -> list[Wanted]:
    if row["deadline"] is None:
        return []
    end = _step("deadline", row, name, row["deadline"])
    end.fixed = True
    return [end]


def _step(key: str, row: dict[str, Any], name: str, anchor: dt.date) -> Wanted:
    step = cadence().steps[key]
    deadline = row["deadline"].isoformat() if row["deadline"] else None
    why = [message(f"step.{key}", name=name)]
    for part, value in (("requisition", row["requisition"]), ("until", deadline), ("url", row["url"])):
        if value:
            why.append(message(f"step.apply_{part}", name=name, value=value))
    return Wanted(
        step,
        row["event"],
        row["person_id"],
        name,
        anchor + step.first * _DAY,
        anchor + step.last * _DAY,
        promise_id=row["application_id"],
        why=why,
    )


def landed(applications: pl.DataFrame, standings: list[Standing], rules: Rules) -> list[Wanted]:
    """Return the good news for everyone who helped, once an offer is there."""
    offers = applications.filter(applications["state"] == "offer").sort("changed_at")
    if offers.is_empty():
        return []
    anchor = offers["changed_at"][-1].astimezone(rules.zone).date()
    step = cadence().steps["landed"]
    return [
        Wanted(
            step,
            item.event,
            item.person_id,
            item.name,
            anchor + step.first * _DAY,
            anchor + step.last * _DAY,
            why=[message("step.landed", name=item.name, text=item.received[-1][1])],
        )
        for item in standings
        if item.received and item.latest and item.unanswered < rules.stop_after and not item.declined
    ]


def yearly(
    people: pl.DataFrame,
    standings: list[Standing],
    *,
    silent: Collection[str],
    dormant_days: int,
    now: dt.datetime,
) -> list[Wanted]:
    """Return, once a year, dormant ties worth reviving and people to let go with deletion."""
    start, names = _review(now.date()), called(people)
    old = now - dt.timedelta(days=dormant_days)
    gone = {item.person_id for item in standings if item.talks and item.sorting == "let_go" and not item.mine}
    passed = {*gone, *silent}
    ties = [
        row
        for row in people.iter_rows(named=True)
        if row["last_two_way"] and row["last_two_way"] < old and row["person_id"] not in passed
    ]
    ties.sort(key=lambda row: (-row["stage"], -row["strength"], row["name"] or "", row["person_id"]))
    found = [_yearly("revive", row["person_id"], names[row["person_id"]], start) for row in ties]
    quiet = {item.person_id: item.name for item in standings if item.person_id in gone and _before(item, old)}
    return found[: cadence().revive] + [
        _yearly("let_go", key, name, start) for key, name in sorted(quiet.items())
    ]


def _before(standing: Standing, moment: dt.datetime) -> bool:
    return standing.last_two_way is None or standing.last_two_way < moment


def _yearly(key: str, person_id: str, name: str, start: dt.date) -> Wanted:
    step = cadence().steps[key]
    last = start + step.last * _DAY
    why = [message(f"step.{key}", name=name)]
    return Wanted(step, None, person_id, name, start, last, mark=str(start.year), why=why)


def _review(today: dt.date) -> dt.date:
    month, day = cadence().review
    this_year = dt.date(today.year, month, day)
    over = today > this_year + cadence().steps["revive"].last * _DAY
    return this_year.replace(year=today.year + 1) if over else this_year
