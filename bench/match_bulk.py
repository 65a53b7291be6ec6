"""Speed of match: encoding, one user against many people, and what importing the stage costs.

python bench/match_bulk.py [--people 100000]
python bench/match_bulk.py --users 10000 --people 5000    many users: channels, all signals, recall, memory

CPU seconds of this process; ratios are what travels between machines.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
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
from pipeline.match.channels import read_channels
from pipeline.match.concepts import load_concepts
from pipeline.match.crowd import read_crowd
from pipeline.match.exact import read_exact
from pipeline.match.fields import load_fields
from pipeline.match.many import TILE, Chosen, blocks, nearest, own_of, select
from pipeline.match.rank import Seen, ranking
from pipeline.match.seeker import read_seeker
from pipeline.match.signals import FITS, weights_of
from pipeline.match.ties import read_ties
from pipeline.match.vectors import load_vectors
from pipeline.match.world import World
from pipeline.profile import Profile
from pipeline.settings import load_settings
from pipeline.tables import People, as_table

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


MAJORS = ("Finance", "Accounting", "Computer Science", "Nursing", "Marketing", "Mechanical Engineering")
ROLES = ("Credit Analyst", "Software Engineer", "Registered Nurse", "Internship", "Account Manager")
LEVELS = (("Undergraduate",), ("Graduate", "Undergraduate"), ("PhD",), ())
GIVES = ("Help with {}", "A talk on {}", "Advice on {}", "Volunteering for {}", "{} lessons")
ASKS = ("Volunteers for {}", "A speaker on {}", "Somebody to teach {}", "Advice about {}", "Mentors in {}")


def fair(count, draw):
    """Return People of a fair: one of ten an exhibitor that hires, half with a need, half with an offer."""
    names, topics = titles(count), sorted({c.name for c in load_concepts().by_stems.values()})
    rows = []
    for at in range(count):
        firm = at % 10 == 0
        about = draw.sample(topics, 6)
        row = {"person_id": f"p{at:06}", "name": f"Person {at}", "events": ["fair"], "stage": 0}
        row |= {"kind": "organization" if firm else "person", "strength": 0.0, "known": False}
        row |= {"organization": f"House {at % 500}", "work_authorization": "unknown", "interests": about[:4]}
        row["seeks"] = [draw.choice(ASKS).format(about[4])] if draw.random() < 0.5 else []
        row["offers"] = [draw.choice(GIVES).format(about[5])] if draw.random() < 0.5 else []
        row["school"] = draw.choice(["North State", "South State", None, None])
        if firm:
            row |= {"majors": draw.sample(MAJORS, 2), "positions": draw.sample(ROLES, 2)}
            row["levels"] = list(draw.choice(LEVELS))
        else:
            row["title"] = names[at]
        rows.append(row)
    return as_table(People, rows)


def students(count, draw):
    """Return profiles: a field, a major, four interests, two offers and two needs each."""
    topics = sorted({c.name for c in load_concepts().by_stems.values()})
    found = []
    for at in range(count):
        about = draw.sample(topics, 8)
        major = draw.choice(MAJORS)
        found.append(
            Profile(
                f"Student {at}",
                user_id=f"u{at:06}",
                field=major,
                majors=(major,),
                degree_level=draw.choice(["Undergraduate", "Master"]),
                positions=(draw.choice(["Internship", "Full-time"]),),
                school=draw.choice(["North State", "South State"]),
                interests=tuple(about[:4]),
                offers=tuple(draw.choice(GIVES).format(topic) for topic in about[4:6]),
                seeks=tuple(draw.choice(ASKS).format(topic) for topic in about[6:8]),
            )
        )
    return found


def sgemm(users, count):
    """Return CPU and wall seconds of three products of 128 dimensions, the least of three, in tiles."""
    one, other = np.ones((users, 128), np.float32), np.ones((count, 128), np.float32)

    def work():
        for _ in range(3):
            for begin in range(0, users, TILE):
                one[begin : begin + TILE] @ other.T

    return tuple(min(times) for times in zip(*[spent(work)[:2] for _ in range(3)], strict=True))


def best_alone(user, crowd, world, ties, count):
    """Return the best by scoring every pair, as ``match`` scores one user."""
    seeker = read_seeker(user, world.fields, world.concepts)
    exact = read_exact(crowd, [seeker], world, weights_of(world.settings), [ties])
    pairs = np.zeros((1, 1), np.int64), np.arange(len(crowd))[None, :]
    fit = np.where(exact.answers.shut(*pairs), -1, exact.scores(exact.parts(*pairs)))[0]
    return np.argsort(-fit, kind="stable")[:count], fit


def many(users, count, sample=100):
    draw = random.Random(5)
    frame, profiles = fair(count, draw), students(users, draw)
    day = dt.datetime(2027, 3, 18, 10, tzinfo=dt.UTC)
    event = Event("fair", "Fair", "fair", "UTC", (Opening(day, day + dt.timedelta(hours=6)),))
    world = World(fields=FIELDS, concepts=load_concepts(), settings=load_settings(), event=event, now=day)
    floor, wall = sgemm(users, count)
    print(
        f"3 x SGEMM 128-d         {floor:10.2f} s CPU  {wall:.2f} s wall   ({users} users x {count} people)"
    )
    cpu, _, crowd = spent(lambda: read_crowd(frame, "fair", FIELDS, world.concepts))
    ties = read_ties(crowd, world)
    print(f"reading the people      {cpu:10.2f} s CPU")
    cpu, _, seekers = spent(lambda: [read_seeker(user, FIELDS, world.concepts) for user in profiles])
    print(f"reading the users       {cpu:10.2f} s CPU")
    found = Chosen.blank(users, 200)
    read = dense = step = 0.0
    started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for block in blocks(profiles):
        made = None
        cpu, _, made = spent(lambda part=block: tables(crowd, seekers[part], world, ties))
        read += cpu
        own = own_of(crowd, profiles[block])
        size = block.stop - block.start
        tiles = [slice(at, min(at + TILE, size)) for at in range(0, size, TILE)]
        dense += spent(lambda it=(made, tiles, own): [nearest(it[0][1], t, it[2], 200) for t in it[1]])[0]
        step += spent(lambda it=(made, own, block): select(it[0][1], it[0][0], it[1], found.part(it[2])))[0]
    print(f"tables and channels     {read:10.2f} s CPU  (each different text once)")
    tabled = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    del made
    print(f"dense, both ways, top   {dense:10.2f} s CPU  {dense / floor:.2f} x SGEMM")
    ids = [profile.user_id for profile in profiles]
    cpu, _, made = spent(lambda: found.frame(ids, [row["person_id"] for row in crowd.rows]))
    print(f"whole step, with frame  {step + cpu:10.2f} s CPU  {(step + cpu) / floor:.2f} x SGEMM")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"peak memory             {peak:10.0f} MB   ({started:.0f} after reading, {tabled:.0f} after scoring)"
    )
    kept = 0
    for at in range(0, users, max(users // sample, 1)):
        best, fit = best_alone(profiles[at], crowd, world, ties, 20)
        kept += int((fit[found.people[at, :20]] >= fit[best[-1]] - 2e-6).sum())
    asked = len(range(0, users, max(users // sample, 1)))
    print(f"recall@20               {kept / (20 * asked):10.4f}    ({asked} users, every pair scored)")
    print(f"rows                    {made.height:10}")


def tables(crowd, seekers, world, ties):
    exact = read_exact(crowd, seekers, world, weights_of(world.settings), [ties] * len(seekers))
    return exact, read_channels(crowd, exact, load_vectors())


def main():
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--people", type=int, default=100_000)
    reader.add_argument("--users", type=int)
    options = reader.parse_args()
    count = options.people
    if options.users:
        many(options.users, count)
        return
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
    cpu, wall, crowd = spent(lambda: read_crowd(frame, "fair", world.fields, world.concepts))
    print(f"reading the crowd       {cpu:10.2f} s CPU  {wall:.2f} s wall  ({count} people)")
    pairs = np.zeros((1, 1), np.int64), np.arange(count)[None, :]

    def scored():
        ties = read_ties(crowd, world)
        exact = read_exact(crowd, [seeker], world, weights_of(world.settings), [ties])
        return ties, exact, exact.scores(exact.parts(*pairs))[0], exact.answers.shut(*pairs)[0]

    cpu, wall, (ties, exact, fit, shut) = spent(scored)
    print(f"all signals, one user   {cpu:10.2f} s CPU  {wall:.2f} s wall")
    seen = Seen(fit, exact.fits[0] >= FITS.index("adjacent"), shut, frozenset())
    cpu, wall, ranked = spent(lambda: ranking(ties, seen, world))
    print(f"ranking                 {cpu:10.2f} s CPU  {wall:.2f} s wall  ({len(ranked.order)} kept)")
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
