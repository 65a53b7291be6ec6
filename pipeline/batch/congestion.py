"""Not everybody to the same five booths: who gets a place where, who was displaced, and to whom instead."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from pipeline.batch.assign import Demand, Given, assign, lot, unconstrained, value_of
from pipeline.batch.roster import profile_from
from pipeline.batch.score import part_digest, part_users
from pipeline.batch.waiting import expected_wait
from pipeline.batch.words import words_of
from pipeline.errors import UsageError
from pipeline.flow.project import digest
from pipeline.workspace import write_bytes, write_parquet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.batch.job import Office
    from pipeline.batch.places import Places

_YEAR = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Spread:
    """Candidates with who wanted and who was given what, the booths, and the value kept."""

    places: pl.DataFrame
    booths: pl.DataFrame
    value: float
    bound: float
    free: float


def spread(office: Office, *, only: Sequence[str] = ()) -> list[str]:
    """Write who gets a place where, unless it is written already for the same matches; returns notices.

    A run that goes on with places given out before says again what was said of them then.

    With ``only`` everybody else keeps their places, and these users share what is left.
    """
    places = office.places
    if not office.settings.flag("batch.spread"):
        places.given.unlink(missing_ok=True)
        return []
    marks = [part_digest(office, part_users(office, part)) for part in range(office.order.parts)]
    mark = digest(
        office.match_digest, marks, sorted(office.settings.section("batch").items()), words_of("spread")
    )
    told = places.given.with_suffix(".digest")
    if places.given.is_file() and told.is_file() and told.read_text(encoding="utf-8") == mark:
        return _said_before(places)
    kept = _kept(office, only)
    try:
        found = spread_over(office, candidates(office, marks, only), kept)
    except UsageError as problem:
        places.given.unlink(missing_ok=True)
        return [f"every student plans for themselves: {problem}"]
    write_parquet(places.given, pl.concat([kept, found.places]) if kept.height else found.places)
    write_parquet(places.booths, found.booths)
    notices = _notices(found)
    write_bytes(places.given_notices, json.dumps(notices).encode())
    if not only:
        write_bytes(told, mark.encode())
    else:
        # Whoever is no longer on the list gave a place back: the next run for everybody gives out anew.
        told.unlink(missing_ok=True)
    return notices


def _said_before(places: Places) -> list[str]:
    try:
        return [str(text) for text in json.loads(places.given_notices.read_text(encoding="utf-8"))]
    except (OSError, ValueError):  # places of a version that kept no notices
        return []


def _kept(office: Office, only: Sequence[str]) -> pl.DataFrame:
    """Return the places of everybody but these users, where there are any yet."""
    if not only or not office.places.given.is_file():
        return pl.DataFrame()
    before = pl.read_parquet(office.places.given)
    return before.filter(pl.col("user_id").is_in(list(office.users)), ~pl.col("user_id").is_in(list(only)))


def candidates(office: Office, marks: Sequence[str], only: Sequence[str] = ()) -> pl.DataFrame:
    """Return the best targets of each user: user_id, person_id, rank and fit, by user and rank."""
    most = office.settings.integer("batch.candidates")
    frames = [
        pl.scan_parquet(office.places.matches(mark))
        .select("user_id", "person_id", "rank", "fit")
        .filter(pl.col("rank") <= most)
        for mark in marks
    ]
    found = pl.concat(frames).collect().sort("user_id", "rank")
    return found.filter(pl.col("user_id").is_in(list(only))) if only else found


def spread_over(office: Office, wanted: pl.DataFrame, kept: pl.DataFrame) -> Spread:
    """Return the spread of these candidates over the booths, less the room that is taken already."""
    booths = booths_of(office)
    by_person = booths.explode("people").select(pl.col("people").alias("person_id"), "booth", "number")
    frame = wanted.join(by_person, on="person_id", how="inner").sort("user_id", "rank")
    taken = np.zeros(booths.height, np.int64)
    if kept.height:
        numbers = kept.filter("given").join(by_person, on="person_id")["number"].to_numpy()
        taken = np.bincount(numbers, minlength=booths.height)
    wishes = _demand(office, frame, np.maximum(booths["room"].to_numpy() - taken, 0))
    given = assign(wishes)
    free = unconstrained(wishes)
    places = _with_substitutes(
        frame.drop("number").with_columns(wanted=pl.Series(free), given=pl.Series(given.chosen))
    )
    everyone = pl.concat([kept, places]) if kept.height else places
    return Spread(
        places=places,
        booths=_loads(office, booths, everyone),
        value=given.value,
        bound=_bound(given),
        free=value_of(wishes, free),
    )


def _bound(given: Given) -> float:
    return max(given.bound, given.value)


def _demand(office: Office, frame: pl.DataFrame, room: np.ndarray[Any, np.dtype[np.int64]]) -> Demand:
    rule = words_of("spread")
    users, targets = frame["user_id"].to_list(), frame["person_id"].to_list()
    worth = frame["fit"].to_numpy().astype(float)
    worth = worth + rule["must"] * (frame["rank"].to_numpy() <= office.settings.integer("plan.must_meet"))
    if rule["graduating"]:
        last = {user for user in set(users) if _graduates(office, user)}
        worth = worth + rule["graduating"] * np.array([user in last for user in users])
    worth = worth + rule["lot"] * lot(users, targets, office.settings.integer("batch.seed"))
    return Demand(
        user=np.unique(frame["user_id"].to_numpy(), return_inverse=True)[1].astype(np.int64),
        booth=frame["number"].to_numpy().astype(np.int64),
        worth=worth,
        room=room.astype(np.int64),
        visits=office.settings.integer("batch.visits"),
        first_places=tuple(rule["first_places"]),
    )


def _graduates(office: Office, user: str) -> bool:
    day = profile_from(office.users[user]["profile"]).graduation_date
    return day is not None and day <= office.event.last_day + _YEAR


def booths_of(office: Office) -> pl.DataFrame:
    """Return every place where one queues: number, name, its people, representatives and room for visits.

    Whoever has no booth is a place of their own, with room for one conversation at a time.
    """
    people = office.tables["people"].filter(pl.col("events").list.contains(office.event.slug))
    houses = people.select(pl.col("person_id").alias("organization_id"), pl.col("booth").alias("_house"))
    known = people.join(houses, on="organization_id", how="left").with_columns(
        booth=pl.coalesce("booth", "_house", "organization_id", "person_id")
    )
    least = office.settings.integer("batch.representatives")
    at_booth = known.filter(pl.col("kind") == "person").group_by("booth").len("staff")
    grouped = (
        known.group_by("booth")
        .agg(
            pl.col("person_id").sort().alias("people"),
            pl.col("name").filter(pl.col("kind") == "organization").sort().first().alias("name"),
            (pl.col("kind") == "organization").any().alias("is_house"),
            pl.col("name").sort().first().alias("_first"),
        )
        .join(at_booth, on="booth", how="left")
        .sort("booth")
    )
    servers = (
        pl.when("is_house").then(pl.max_horizontal(pl.col("staff").fill_null(0), pl.lit(least))).otherwise(1)
    )
    minutes = office.settings.number("batch.minutes")
    room = (servers * pl.lit(open_minutes(office)) / minutes).floor().cast(pl.Int64)
    return grouped.select(
        pl.int_range(pl.len()).alias("number"),
        "booth",
        pl.coalesce("name", "_first", "booth").alias("name"),
        "people",
        servers.cast(pl.Int64).alias("representatives"),
        room.alias("room"),
    )


def open_minutes(office: Office) -> float:
    """Return the minutes a booth is staffed, over all days of the event."""
    hours = sum(((item.end - item.start).total_seconds() for item in office.event.hours), 0.0)
    return hours / 60 * office.settings.number("batch.staffed")


def _with_substitutes(places: pl.DataFrame) -> pl.DataFrame:
    """Name for each displaced wish the target given instead, best for best; null where the day is full."""
    lost = pl.col("wanted") & ~pl.col("given")
    new = pl.col("given") & ~pl.col("wanted")
    number = pl.int_range(pl.len()).over("user_id").alias("at")
    displaced = places.filter(lost).select("user_id", "person_id", number)
    instead = places.filter(new).select("user_id", pl.col("person_id").alias("instead"), number)
    pairs = displaced.join(instead, on=["user_id", "at"], how="left").drop("at")
    return places.join(pairs, on=["user_id", "person_id"], how="left", maintain_order="left")


def _loads(office: Office, booths: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    counts = places.group_by("booth").agg(pl.col("wanted").sum(), pl.col("given").sum())
    frame = booths.join(counts, on="booth", how="left").with_columns(
        pl.col("wanted", "given").fill_null(0).cast(pl.Int64)
    )
    minutes, hours = office.settings.number("batch.minutes"), open_minutes(office)
    waits = {
        f"wait_{kind}": [
            round(expected_wait(count, servers, minutes, hours), 1)
            for count, servers in frame.select(kind, "representatives").iter_rows()
        ]
        for kind in ("wanted", "given")
    }
    return frame.with_columns(pl.DataFrame(waits)).sort("booth")


def _notices(found: Spread) -> list[str]:
    told = []
    served = set(found.places.filter("given")["user_id"])
    without = sorted(set(found.places["user_id"]) - served)
    if without:
        told.append(f"{len(without)} students have no place at any booth: there is less room than students")
    lost = found.places.filter(pl.col("wanted") & ~pl.col("given")).height
    kept = found.value / found.free if found.free else 1.0
    if lost:
        told.append(
            f"{lost} wishes met a full booth (displaced.csv says whose, and whom they were given instead);"
            f" {kept:.1%} of the fit is kept that booths without limits would give"
        )
    return told
