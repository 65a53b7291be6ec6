"""Rates of a batch: each step measured on one process, over a generated fair of 360 employers and 900 people.

The figures for 10,000 students are computed from these rates; nothing here runs 10,000 of anything but the
spread over the booths, whose candidates are drawn again from those of the students that were matched. Two
arguments: how many students are matched and planned (default 40), how many are printed (default 20).
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from pipeline.batch import congestion
from pipeline.batch.job import open_office
from pipeline.batch.score import match_users, part_digest, part_users
from pipeline.batch.sheet import make_sheet
from pipeline.batch.work import Task, do

ROOT = Path(__file__).resolve().parent.parent
CODE = "from pipeline.cli import main; main()"
NOW = "2027-03-10T12:00:00+00:00"
STUDENTS = 10_000


def say(*words: object) -> None:
    """Run one command, which must succeed."""
    subprocess.run([sys.executable, "-c", CODE, *map(str, words)], check=True, stdout=subprocess.DEVNULL)


def office(folder: Path, students: int) -> Path:
    """Return the folder of a batch in which everybody is matched and one student has a page."""
    data, ws, out = folder / "fair", folder / "ws", folder / "out"
    size = ["--employers", 360, "--people", 900, "--talks", 20, "--students", students, "--seed", 7]
    subprocess.run([sys.executable, ROOT / "tools" / "make_fair.py", data, *map(str, size)], check=True)
    say("init", ws, "--name", "Office", "--field", "careers", "--no-input")
    (ws / "events" / "gen").mkdir(parents=True)
    (ws / "events" / "gen" / "event.toml").write_bytes((data / "event.toml").read_bytes())
    (ws / "meetwell.toml").write_text("[batch]\nworkers = 1\n", encoding="utf-8")
    here = ("-w", ws, "--now", NOW)
    say("add", data / "employers.csv", data / "people.csv", "--event", "gen", *here)
    say("ingest", "calendar", data / "agenda.ics", "--event", "gen", *here)
    say(
        "batch", "run", data / "students.csv", "--event", "gen", "--out", out, "--html", "--preview", 1, *here
    )
    return out


def timed(work) -> tuple[float, object]:
    """Return CPU seconds and the result of a call."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def many(shop) -> tuple[float, float, congestion.Spread]:
    """Return wall and CPU seconds of spreading 10,000 students over the booths, and the spread."""
    marks = [part_digest(shop, part_users(shop, part)) for part in range(shop.order.parts)]
    real = congestion.candidates(shop, marks)
    groups = real.partition_by("user_id")
    dice = np.random.default_rng(1)
    drawn = [
        groups[int(dice.integers(len(groups)))].with_columns(user_id=pl.lit(f"u{number:05d}"))
        for number in range(STUDENTS)
    ]
    wanted = pl.concat(drawn)
    noise = dice.normal(0, 0.03, wanted.height)  # no two students are the same in truth
    wanted = wanted.with_columns(fit=(pl.col("fit") + pl.Series(noise)).clip(0, 1))
    rank = pl.col("fit").rank("ordinal", descending=True).over("user_id").cast(pl.Int64)
    wanted = wanted.with_columns(rank=rank).sort("user_id", "rank")
    start, cpu = time.perf_counter(), time.process_time()
    found = congestion.spread_over(replace(shop), wanted, pl.DataFrame())
    return time.perf_counter() - start, time.process_time() - cpu, found


def main() -> int:
    """Print the table."""
    students = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    printed = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    rows: list[tuple[str, float, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        out = office(Path(folder), students)
        shop = open_office(out)
        users = sorted(shop.users)
        match_users(shop, users[:2])
        matched, _ = timed(lambda: match_users(shop, users))
        rows.append(("match, reasons and all", matched / students, "ms a student"))
        make_sheet(shop, users[0], html=True)
        paged, _ = timed(lambda: [make_sheet(shop, user, html=True) for user in users[1:]])
        rows.append(("plan, view, page and phone page", paged / max(1, students - 1), "ms a student"))
        kept, _ = timed(lambda: [do(Task("page", str(out), (user,)), user) for user in users])
        rows.append(("look at a whole sheet", kept / students, "ms a student"))
        make_sheet(shop, users[0])
        sheets, _ = timed(lambda: [make_sheet(shop, user) for user in users[1 : printed + 1]])
        each = sheets / max(1, min(printed, students - 1))
        rows.append(("plan, view, tagged PDF, phone page", each, "ms a student"))
        wall, cpu, found = many(shop)
    print(f"{'step, one process':<40} {'CPU ms each':>12} {'CPU min for 10,000':>20}")
    for name, seconds, _ in rows:
        print(f"{name:<40} {seconds * 1000:>12.0f} {seconds * STUDENTS / 60:>20.1f}")
    print(f"sheets a CPU second: {1 / each:.2f}")
    served = found.places.group_by("user_id").agg(pl.col("given").sum())
    least = served["given"].min()
    print(
        f"spread of {STUDENTS} students x {found.places.height // STUDENTS} candidates: {wall:.1f} s wall,"
        f" {cpu:.1f} s CPU; {found.value / found.bound:.4%} of the bound,"
        f" {found.value / found.free:.2%} of the value without limits; least places of a student {least}"
    )
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
