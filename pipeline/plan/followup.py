"""What happened -> the dated follow-up plan: which step with whom on which day, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.plan.cadence_more import applied, landed, of_the_event, undecided, yearly
from pipeline.plan.cadence_people import Standing, standings
from pipeline.plan.cadence_place import Placing, followup_id
from pipeline.plan.cadence_slots import Slots
from pipeline.plan.cadence_steps import Rules, Wanted, wanted_for
from pipeline.plan.cadence_zone import Homes
from pipeline.settings import read_toml
from pipeline.shared import shared
from pipeline.tables import Followups, as_table
from pipeline.workdays import WorkDays
from pipeline.zones import zone_of

if TYPE_CHECKING:
    import datetime as dt

    import polars as pl

    from pipeline.event import Event
    from pipeline.profile import Profile
    from pipeline.settings import Settings

Row = dict[str, Any]


def followup(  # noqa: PLR0913 - the frames of the seam
    interactions: pl.DataFrame,
    promises: pl.DataFrame,
    people: pl.DataFrame,
    sessions: pl.DataFrame,
    applications: pl.DataFrame,
    previous: pl.DataFrame,
    *,
    plan: pl.DataFrame,
    profile: Profile,
    event: Event | None,
    settings: Settings,
    now: dt.datetime,
) -> pl.DataFrame:
    """Return the follow-up plan as a frame of Followups: earliest first, promises before all else on a day.

    With an event only its own steps; without one those of every event and the yearly review. States of
    ``previous`` are kept; an overdue open step keeps the day it was first given.
    """
    slug = event.slug if event else None
    everywhere = standings(interactions, promises, people, None)
    found = [item for item in everywhere if event is None or item.event == slug]
    rules = _rules(found, previous, profile=profile, event=event, settings=settings, now=now)
    wanted = [item for standing in found for item in wanted_for(standing, rules)]
    wanted += applied(applications, people, rules, slug, silent=_silent(everywhere, rules))
    wanted += landed(applications, found, rules)
    if event is not None:
        spoken_of = {item.person_id for item in found}
        noted = event.slug in interactions["event"].to_list()
        wanted += [*of_the_event(event, noted=noted), *undecided(plan, people, event, spoken_of)]
    else:
        silent = {person_id for ids in _silent(found, rules).values() for person_id in ids}
        wanted += yearly(people, found, silent=silent, dormant_days=_dormant_days(), now=now)
    days = WorkDays(profile.country, zone=event.tz if event else profile.tz)
    slots = Slots(
        sessions,
        hours=profile.working_hours,
        zone=profile.tz or rules.zone.key,
        quiet=settings.text("followup.quiet_hours"),
        where=rules.zone.key,
        now=now,
    )
    homes = Homes(people, {item.person_id: str(item.said("channel") or "") for item in found})
    placing = Placing(days, slots, rules.zone, settings.text("followup.evening"), now=now, homes=homes)
    return _table(wanted, previous, slug, placing)


def _silent(found: list[Standing], rules: Rules) -> dict[str, set[str]]:
    """Return to whom nothing is written: who said so, and who left the last messages unanswered."""
    return {
        "said": {item.person_id for item in found if item.declined},
        "unanswered": {item.person_id for item in found if item.unanswered >= rules.stop_after},
    }


def _rules(
    found: list[Standing],
    previous: pl.DataFrame,
    *,
    profile: Profile,
    event: Event | None,
    settings: Settings,
    now: dt.datetime,
) -> Rules:
    zone = zone_of((event.tz if event else profile.tz) or settings.text("ingest.default_tz"), "profile.toml")
    return Rules(
        profile=profile,
        zone=zone,
        where=event.name if event else None,
        stop_after=settings.integer("followup.stop_after"),
        after_stop=settings.text("followup.after_stop"),
        not_met=settings.text("followup.not_met"),
        today=now.astimezone(zone).date(),
        notes_granted=_granted(found, previous, settings.integer("followup.linkedin_notes"), now),
    )


def _granted(
    found: list[Standing], previous: pl.DataFrame, cap: int, now: dt.datetime
) -> set[tuple[str | None, str]]:
    """Return who gets one of this month's LinkedIn notes: promises and a detail first, then the tie."""
    month = now.date().replace(day=1)
    sent = [
        (row["event"], row["person_id"])
        for row in previous.iter_rows(named=True)
        if row["step"] == "linkedin" and row["state"] == "done" and row["due"] >= month
    ]
    asking = [item for item in found if _wants_note(item) and (item.event, item.person_id) not in sent]
    asking.sort(
        key=lambda item: (
            "linkedin" not in str(item.said("channel") or "").casefold(),
            -len(item.mine),
            -bool(item.said("detail")),
            -item.person["stage"],
            -item.person["strength"],
            item.person_id,
        )
    )
    chosen = asking[: max(0, cap - len(sent))]
    return {(item.event, item.person_id) for item in chosen} | set(sent)


def _wants_note(item: Standing) -> bool:
    channel = str(item.said("channel") or "linkedin").casefold()
    return (
        bool(item.talks)
        and item.latest
        and item.sorting == "pursue"
        and item.person["kind"] == "person"
        and item.person["connected_on"] is None
        and "linkedin" in channel
    )


def _dormant_days() -> int:
    table: Any = read_toml(shared("config") / "ladder.toml")
    return int(table["strength"]["dormant_days"])


def _table(wanted: list[Wanted], previous: pl.DataFrame, slug: str | None, placing: Placing) -> pl.DataFrame:
    known = {row["followup_id"]: row for row in previous.iter_rows(named=True)}
    ended = {key: row for key, row in known.items() if row["state"] in ("done", "skipped")}
    by_id = {followup_id(item): item for item in wanted}
    order = sorted(by_id, key=lambda key: _order(by_id[key], key))
    # What had a slot before keeps it, so that ticking one step off moves no other in the user's calendar.
    order.sort(key=lambda key: known.get(key, {}).get("start") is None)
    rows = [placing.place(by_id[key], known.get(key)) for key in order if key not in ended]
    rows += [row for row in ended.values() if slug is None or row["event"] == slug]
    ranks = {key: item.rank for key, item in by_id.items()}
    rows.sort(key=lambda row: (row["due"], ranks.get(row["followup_id"], 0), row["followup_id"]))
    return as_table(Followups, rows)


def _order(item: Wanted, key: str) -> tuple[dt.date, int, str, str]:
    """Return the order in which free slots are given out."""
    return item.first, item.rank, item.name, key
