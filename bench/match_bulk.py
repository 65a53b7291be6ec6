"""Speed of match: encoding, one user against many people, and what importing the stage costs.

python bench/match_bulk.py [--people 100000]

CPU seconds of this process; ratios are what travels between machines.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from pipeline.event import Event, Opening
from pipeline.match.concepts import load_concepts
from pipeline.match.crowd import read_crowd
from pipeline.match.fields import load_fields
from pipeline.match.rank import places_of
from pipeline.match.seeker import read_seeker
from pipeline.match.signals import read_signals
from pipeline.match.vectors import load_vectors
from pipeline.match.world import World
from pipeline.profile import Profile
from pipeline.settings import load_settings
from pipeline.tables import People

FIELDS = load_fields()
TITLES = ("Senior {}", "{}", "Junior {}", "Head of {}", "{} Specialist", "{} Manager")
NEEDS = (
    "Volunteers for the tax clinic",
    "A speaker for our club",
    "Spanish speakers",
    "Interns",
    "Mentors",
    "Data sets",
)


def titles(count):
    """Return that many different titles made of the field map's own phrases."""
    names = sorted({hit.phrase for hits in FIELDS.phrases.values() for hit in hits})
    return [TITLES[at % len(TITLES)].format(names[at % len(names)]) + f" {at // 997}" for at in range(count)]


def people(count):
    """Return People with a title, two interests and a need each."""
    works, interests = titles(count), sorted({c.name for c in load_concepts().by_stems.values()})
    empty = People.create_empty()
    columns = {
        "person_id": [f"p{at:06}" for at in range(count)],
        "kind": ["person"] * count,
        "name": [f"Person {at}" for at in range(count)],
        "title": works,
        "organization": [f"House {at % 5000}" for at in range(count)],
        "interests": [[interests[at % 600], interests[(at * 7) % 600]] for at in range(count)],
        "seeks": [[NEEDS[at % len(NEEDS)]] for at in range(count)],
        "events": [["fair"]] * count,
        "stage": [0] * count,
        "strength": [0.0] * count,
        "known": [False] * count,
        "work_authorization": ["unknown"] * count,
    }
    frame = pl.DataFrame(columns)
    missing = [
        pl.lit([] if isinstance(dtype, pl.List) else None, dtype=dtype).alias(name)
        for name, dtype in empty.schema.items()
        if name not in columns
    ]
    return frame.with_columns(missing).select(empty.columns).cast(empty.schema)


def spent(work):
    """Return CPU seconds, wall seconds and the result of a piece of work."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = work()
    return time.process_time() - cpu, time.perf_counter() - wall, found


def imported(code):
    """Return the median CPU seconds of seven runs of a line of Python."""
    found = []
    for _ in range(7):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(found)


def main():
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--people", type=int, default=100_000)
    count = reader.parse_args().people
    vectors = load_vectors()
    works = titles(count)
    cpu, _, found = spent(lambda: vectors.encode(works))
    print(f"encoding                {len(works) / cpu:10.0f} titles/s CPU ({len(set(works))} different)")
    day = dt.datetime(2027, 3, 18, 10, tzinfo=dt.UTC)
    event = Event("fair", "Fair", "fair", "UTC", (Opening(day, day + dt.timedelta(hours=6)),))
    world = World(fields=FIELDS, concepts=load_concepts(), settings=load_settings(), event=event, now=day)
    profile = Profile(
        "Sam",
        field="finance",
        majors=("Finance",),
        interests=("choir", "running"),
        offers=("Spanish interpreting", "a slot for a speaker"),
        seeks=("advice on a career in banking",),
    )
    seeker = read_seeker(profile, world.fields, world.concepts)
    frame = people(count)
    cpu, wall, crowd = spent(lambda: read_crowd(frame, "fair", "nobody", world.fields, world.concepts))
    print(f"reading the crowd       {cpu:10.2f} s CPU  {wall:.2f} s wall  ({count} people)")
    cpu, wall, signals = spent(lambda: read_signals(crowd, seeker, world))
    print(f"all signals, one user   {cpu:10.2f} s CPU  {wall:.2f} s wall")
    free = [()] * count
    cpu, wall, places = spent(lambda: places_of(crowd, signals, free, world))
    kept = sum(place.rank is not None for place in places)
    print(f"ranking                 {cpu:10.2f} s CPU  {wall:.2f} s wall  ({kept} kept)")
    user = found[:1]
    cpu, wall, _ = spent(lambda: np.argpartition(found @ user.T, -60, axis=0)[-60:])
    print(f"one dense channel 256-d {cpu:10.2f} s CPU  {wall:.2f} s wall")
    base = imported("import polars")
    print(f"import pipeline.match   {imported('import pipeline.match') / base:10.2f} x import polars")
    print(
        f"  with its functions    {imported('from pipeline.match import match') / base:10.2f} x import polars"
    )
    print(f"peak memory             {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:10.0f} MB")


if __name__ == "__main__":
    main()
