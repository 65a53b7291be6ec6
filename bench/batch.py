"""Rates of a batch over a generated fair of 360 employers and 900 people, where no two students are alike.

python bench/batch.py [--students 400] [--printed 12]   each step on one process, and the spread of 10,000
python bench/batch.py --match 10000                     matching of so many by two workers, really run
python bench/batch.py --memory 500                      memory of one worker over so many PDFs
python bench/batch.py --workers 60                      CPU per PDF with one and with two workers
python bench/batch.py --engines 1000                    the same pages on local processes and on Dask

CPU seconds of the processes themselves and of their children; figures for 10,000 are computed from these
where the row does not say that it was run.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from pipeline.batch import congestion
from pipeline.batch.job import open_office
from pipeline.batch.messages import plain_matches
from pipeline.batch.partition import in_tasks
from pipeline.batch.run import match_all
from pipeline.batch.runner import Limits, runner_for
from pipeline.batch.score import match_users, part_digest, part_users
from pipeline.batch.sheet import make_sheet
from pipeline.batch.sources import Sources
from pipeline.batch.work import Task, do
from pipeline.report.phone import phone_html, phone_view
from pipeline.report.words import load_words

if TYPE_CHECKING:
    from pipeline.report.inputs import Inputs
    from pipeline.report.words import Words

ROOT = Path(__file__).resolve().parent.parent
CODE = "from pipeline.cli import main; main()"
NOW = "2027-03-10T12:00:00+00:00"
STUDENTS = 10_000
SHIFTS = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def say(*words: object) -> None:
    """Run one command, which must succeed."""
    subprocess.run([sys.executable, "-c", CODE, *map(str, words)], check=True, stdout=subprocess.DEVNULL)


def office(folder: Path, students: int, *, matched: bool = True) -> Path:
    """Return the folder of a batch in which everybody is matched (or only one student) and one has a page."""
    data, ws, out = folder / "fair", folder / "ws", folder / "out"
    size = ["--employers", 360, "--people", 900, "--talks", 20, "--students", students, "--seed", 7]
    subprocess.run([sys.executable, ROOT / "tools" / "make_fair.py", data, *map(str, size)], check=True)
    say("init", ws, "--name", "Office", "--field", "careers", "--no-input")
    (ws / "events" / "gen").mkdir(parents=True)
    shutil.copy(data / "event.toml", ws / "events" / "gen" / "event.toml")
    (ws / "meetwell.toml").write_text("[batch]\nworkers = 2\n", encoding="utf-8")
    here = ("-w", ws, "--now", NOW)
    say("add", data / "employers.csv", data / "people.csv", "--event", "gen", *here)
    say("ingest", "calendar", data / "agenda.ics", "--event", "gen", *here)
    if matched:
        run(data / "students.csv", out, ws, "--preview", 1)
    return out


def run(students: Path, out: Path, ws: Path, *more: object) -> None:
    """Run the batch into this folder, as pages."""
    words = ("batch", "run", students, "--event", "gen", "--out", out, "--html", *more)
    say(*words, "-w", ws, "--now", NOW)


def cpu() -> float:
    """Return the CPU seconds of this process and of the children that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in SHIFTS)


def timed(work: Any) -> tuple[float, Any]:
    """Return CPU seconds and the result of a call."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def drawn(shop: Any) -> pl.DataFrame:
    """Return the candidates of 10,000 students, drawn from those matched, each a little different."""
    marks = [part_digest(shop, part_users(shop, part)) for part in range(shop.order.parts)]
    groups = congestion.candidates(shop, marks).partition_by("user_id")
    dice = np.random.default_rng(1)
    picks = [
        groups[int(dice.integers(len(groups)))].with_columns(user_id=pl.lit(f"u{number:05d}"))
        for number in range(STUDENTS)
    ]
    wanted = pl.concat(picks)
    noise = dice.normal(0, 0.03, wanted.height)  # no two students are the same in truth
    wanted = wanted.with_columns(fit=(pl.col("fit") + pl.Series(noise)).clip(0, 1))
    rank = pl.col("fit").rank("ordinal", descending=True).over("user_id").cast(pl.Int64)
    return wanted.with_columns(rank=rank).sort("user_id", "rank")


def rates(students: int, printed: int) -> None:
    """Print what each step costs a student on one process."""
    rows: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        out = office(Path(folder), students)
        shop = open_office(out)
        users = sorted(shop.users)
        match_users(shop, users[:2])
        groups = in_tasks(users, 50)
        matched, _ = timed(lambda: [match_users(shop, group) for group in groups])
        rows.append(("match, reasons and all", matched / students))
        sources, read = timed(lambda: [Sources.of(shop, user) for user in users])
        planned, inputs = timed(lambda: [one.inputs(shop, {}) for one in read])
        rows.append(("plan, from the tables of the event", (sources + planned) / students))
        words = load_words()
        phones, _ = timed(
            lambda: [page(one, source, words) for one, source in zip(inputs, read, strict=True)]
        )
        rows.append(("phone page, from the plan", phones / students))
        make_sheet(shop, users[0], html=True)
        paged, _ = timed(lambda: [make_sheet(shop, user, html=True) for user in users[1:]])
        rows.append(("plan, view, page and phone page", paged / max(1, students - 1)))
        kept, _ = timed(lambda: [do(Task("page", str(out), (user,)), user) for user in users])
        rows.append(("look at a whole sheet", kept / students))
        make_sheet(shop, users[0])
        sheets, _ = timed(lambda: [make_sheet(shop, user) for user in users[1 : printed + 1]])
        each = sheets / max(1, min(printed, students - 1))
        rows.append(("plan, view, tagged PDF, phone page", each))
        wanted = drawn(shop)
        start = time.perf_counter()
        spent, found = timed(lambda: congestion.spread_over(shop, wanted, pl.DataFrame()))
        wall = time.perf_counter() - start
        size = sum(path.stat().st_size for path in shop.places.user(users[1]).iterdir())
    print(f"{'step, one process':<40} {'CPU ms each':>12} {'CPU min for 10,000':>20}")
    for name, seconds in rows:
        print(f"{name:<40} {seconds * 1000:>12.1f} {seconds * STUDENTS / 60:>20.1f}")
    print(
        f"a CPU second: sheets {1 / each:.2f}, phone pages {students / phones:.0f};"
        f" a student's folder: {size / 1024:.0f} KiB"
    )
    served = found.places.group_by("user_id").agg(pl.col("given").sum())
    print(
        f"spread of {STUDENTS} students x {found.places.height // STUDENTS} candidates: {wall:.1f} s wall,"
        f" {spent:.1f} s CPU; {found.value / found.bound:.4%} of the bound,"
        f" {found.value / found.free:.2%} of the value without limits;"
        f" least places of a student {served['given'].min()}"
    )
    print(f"peak memory of this process: {resource.getrusage(SHIFTS[0]).ru_maxrss / 1024:.0f} MB")


def page(inputs: Inputs, source: Sources, words: Words) -> str:
    """Return the phone page from what is read of a student and planned, with nothing kept of it."""
    fresh = replace(inputs, matched=plain_matches(source.told))
    return phone_html(phone_view(fresh, words=words))


def matching(students: int) -> None:
    """Print what matching so many takes two workers, from the first task to the last partition on disk."""
    with tempfile.TemporaryDirectory() as folder:
        out = office(Path(folder), students)
        shutil.rmtree(out / "work" / "match")
        shop = open_office(out)
        runner = runner_for("local", Limits(workers=2, recycle=10**6, tries=3, seconds=600))
        start, before = time.perf_counter(), cpu()
        try:
            match_all(shop, runner, (1, 1), lambda *_: None)
            wall = time.perf_counter() - start
        finally:
            runner.close()
        spent = cpu() - before
        files = sum(path.stat().st_size for path in (out / "work" / "match").rglob("*.parquet"))
    peak = resource.getrusage(SHIFTS[1]).ru_maxrss / 1024
    print(
        f"{students} students in {shop.order.parts} partitions, two workers: {wall:.0f} s wall,"
        f" {spent:.0f} s CPU with the start of the workers; {files / 2**20:.0f} MiB of matches;"
        f" largest process {peak:.0f} MB"
    )


def memory(sheets: int) -> None:
    """Print the memory of one worker that is never replaced, after every fifty PDFs."""
    with tempfile.TemporaryDirectory() as folder:
        out = office(Path(folder), sheets + 1)
        shop = open_office(out)
        seen = []
        for number, user in enumerate(sorted(shop.users)[:sheets], start=1):
            make_sheet(shop, user)
            if number % 50 == 0 or number == 10:
                status = Path("/proc/self/status").read_text(encoding="utf-8")
                line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
                seen.append((number, int(line.split()[1]) // 1024))
                print(f"after {number} PDFs: {seen[-1][1]} MB", flush=True)


def workers(sheets: int) -> None:
    """Print CPU seconds per PDF with one worker and with two, on the same students, without their start."""
    with tempfile.TemporaryDirectory() as folder:
        out = office(Path(folder), sheets)
        shop = open_office(out)
        users = sorted(shop.users)
        each: dict[int, list[float]] = {}
        for count in (1, 2, 1, 2):
            runner = runner_for("local", Limits(workers=count, recycle=10**6, tries=3, seconds=600))
            warm = [Task("sheet", str(out), (user,)) for user in users[: 2 * count]]
            list(runner.run(warm))
            before = {pid: spent(pid) for pid in runner.pids}  # type: ignore[attr-defined]
            for user in users:
                shutil.rmtree(shop.places.user(user), ignore_errors=True)
            start = time.perf_counter()
            tasks = [Task("sheet", str(out), group) for group in in_tasks(users, 5)]
            assert all(one.state == "made" for one in runner.run(tasks))
            wall = time.perf_counter() - start
            used = sum(spent(pid) - start_at for pid, start_at in before.items())
            runner.close()
            each.setdefault(count, []).append(used / sheets)
            print(f"{count} worker(s): {used / sheets:.3f} CPU s a PDF, {sheets / wall:.2f} PDFs a second")
        ratio = min(each[2]) / min(each[1])
        print(f"CPU per PDF, two workers to one: {ratio:.2f}")


def spent(pid: int) -> float:
    """Return the CPU seconds a living process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def engines(students: int) -> None:
    """Print wall and CPU seconds of the same run on local processes and on Dask, by turns."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office(folder, students, matched=False)
        walls: dict[str, list[float]] = {"local": [], "dask": []}
        taken: dict[str, list[float]] = {"local": [], "dask": []}
        for engine in ("local", "dask", "dask", "local"):
            start, before, out = time.perf_counter(), cpu(), folder / engine
            run(folder / "fair" / "students.csv", out, folder / "ws", "--runner", engine)
            walls[engine].append(time.perf_counter() - start)
            taken[engine].append(cpu() - before)
            shutil.rmtree(out)
            print(f"{engine}: {walls[engine][-1]:.0f} s wall, {taken[engine][-1]:.1f} s CPU", flush=True)
        for kind, of in (("CPU", taken), ("wall", walls)):
            print(f"{kind} of Dask to local: {sum(of['dask']) / sum(of['local']):.3f}")


def main() -> int:
    """Print what is asked for."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    words.add_argument("--students", type=int, default=400)
    words.add_argument("--printed", type=int, default=12)
    for name in ("match", "memory", "workers", "engines"):
        words.add_argument(f"--{name}", type=int)
    asked = words.parse_args()
    kinds = {"match": matching, "memory": memory, "workers": workers, "engines": engines}
    chosen = [(work, getattr(asked, name)) for name, work in kinds.items() if getattr(asked, name)]
    for work, count in chosen:
        work(count)
    if not chosen:
        rates(asked.students, asked.printed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
