"""Whole plans of many users at one made-up fair: CPU a plan, and the prize kept with fewer iterations.

Run: PYTHONPATH=. python bench/plan_many.py [--users 40]
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import time
from dataclasses import replace

import polars as pl

from pipeline.event import as_event
from pipeline.plan import plan
from pipeline.profile import Profile
from pipeline.settings import Setting, Settings, load_settings
from pipeline.tables import Appearances, Matches, People, Sessions, Wishes, as_table

BOOTHS, CANDIDATES, USERS_OF_AN_OFFICE, CORES = 60, 45, 10_000, 2


def people() -> pl.DataFrame:
    fixed = {
        "kind": "organization",
        "work_authorization": "unknown",
        "stage": 0,
        "strength": 0.0,
        "known": False,
    }
    names = (f"o{number:03}" for number in range(BOOTHS))
    booths = (f"{'ABCDEF'[number // 10]}{number % 10 + 1}" for number in range(BOOTHS))
    return as_table(
        People,
        [
            fixed | {"person_id": one, "name": one, "booth": booth}
            for one, booth in zip(names, booths, strict=True)
        ],
    )


def matches(rng: random.Random) -> pl.DataFrame:
    chosen = rng.sample(range(BOOTHS), CANDIDATES)
    fits = sorted((rng.random() for _ in chosen), reverse=True)
    fixed = {
        "event": "fair",
        "user_id": "me",
        "you_to_them": 0.5,
        "them_to_you": 0.5,
        "field_fit": "same",
        "confidence": 1.0,
    }
    rows = [
        fixed
        | {
            "person_id": f"o{one:03}",
            "fit": fit,
            "rank": rank,
            "tier": "A" if rank < 6 else "B" if rank < 20 else "C",
        }
        for rank, (one, fit) in enumerate(zip(chosen, fits, strict=True), start=1)
    ]
    return as_table(Matches, rows)


def classes(rng: random.Random) -> pl.DataFrame:
    start = dt.datetime(2027, 3, 18, rng.randrange(9, 15), rng.choice((0, 30)), tzinfo=dt.UTC)
    row = {
        "session_id": "c",
        "source_sha": "0",
        "source_file": "x",
        "owner": "mine",
        "title": "class",
        "all_day": False,
    }
    return as_table(
        Sessions, [row | {"start_utc": start, "end_utc": start + dt.timedelta(minutes=75), "busy": "busy"}]
    )


def with_iterations(settings: Settings, iterations: int) -> Settings:
    return replace(settings, values={**settings.values, "plan.iterations": Setting(iterations, "bench")})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=40)
    users = parser.parse_args().users
    event = as_event("fair", {"start": dt.date(2027, 3, 18), "hours": "10-16"}, "bench")
    everybody, settings, rng = people(), load_settings(), random.Random(1)
    inputs = [(matches(rng), classes(rng)) for _ in range(users)]
    nobody, silent = as_table(Appearances, []), as_table(Wishes, [])
    kept: dict[int, float] = {}
    for iterations in (1200, 300, 60, 10):
        begun, total = time.process_time(), 0.0
        for mine, busy in inputs:
            found = plan(
                mine,
                everybody,
                busy,
                nobody,
                profile=Profile(name="x", field="y"),
                event=event,
                wishes=silent,
                settings=with_iterations(settings, iterations),
            )
            met = found.filter(pl.col("kind") == "meeting", pl.col("dropped_because").list.len() == 0)
            total += mine.join(met, on="person_id", how="semi")["fit"].sum()
        each = (time.process_time() - begun) / users
        kept[iterations] = total
        office = each * USERS_OF_AN_OFFICE / CORES / 60
        share = total / kept[1200]
        print(
            f"{iterations:5} iterations: {each * 1000:6.1f} CPU ms a plan, fit kept {share:.1%}, "
            f"10,000 users on two cores {office:.1f} min"
        )


if __name__ == "__main__":
    main()
