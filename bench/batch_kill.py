"""Kill a batch run at drawn times and finish it: nothing may be lost, doubled or left behind.

Kills a worker, the driver, the Dask scheduler, and fills the disk (a small tmpfs, which takes rights). The
first kills of a kind aim at one stage each, at a time drawn within it; the others are drawn over the whole
run. Each resumed folder must hold the same files as that of a run nobody disturbed, and the same in them.
Prints how many kills hit each stage; returns 1 when anything was not whole, or a stage was never hit. With
--folder the undisturbed run and every kill's hit are kept, so that the kills can be done a few at a time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
CODE = "from pipeline.cli import main; main()"
NOW = ("--now", "2027-03-15T12:00:00+00:00")
SLUG = "spring-fair"
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
PREPARING, MATCH, SHEETS, SUMMING, AFTER = "preparing", "match", "sheets", "summing up", "after the end"
MOST_SECONDS = 900


@dataclass
class Shop:
    """A workspace with a fair, a list of students, and what a run that nobody disturbs does here."""

    folder: Path
    students: int
    html: bool
    seconds: dict[str, tuple[float, float]] = field(default_factory=dict)
    bytes: dict[str, tuple[int, int]] = field(default_factory=dict)
    expected: dict[str, str] = field(default_factory=dict)

    def start(self, out: Path, *more: str) -> subprocess.Popen[bytes]:
        """Return the process of a run into this folder."""
        paper = ["--html"] if self.html else []
        words = ["batch", "run", self.folder / "students.csv", "--event", SLUG, "--out", out, *paper, *more]
        command = [sys.executable, "-c", CODE, *map(str, words), "-w", str(self.folder / "ws"), *NOW]
        return subprocess.Popen(command, **QUIET)

    def stage(self, out: Path) -> str:
        """Return how far a run has come, by what it has written."""
        if (out / "manifest.parquet").is_file():
            return AFTER
        if (out / "work" / "given.digest").is_file():
            receipts = sum(1 for _ in out.glob("sheets/*/*/receipt.json"))
            return SUMMING if receipts == self.students else SHEETS
        return MATCH if (out / "work" / "job.json").is_file() else PREPARING


def prepared(folder: Path, students: int, *, html: bool) -> Shop:
    """Return the bundled fair in a workspace, and students who each differ in what interests them."""
    ws, fair = folder / "ws", ROOT / "sample_data" / "spring-fair"

    def say(*words: object) -> None:
        subprocess.run([sys.executable, "-c", CODE, *map(str, words)], check=True, **QUIET)

    say("init", ws, "--name", "Office", "--field", "careers", "--no-input")
    (ws / "events" / SLUG).mkdir(parents=True)
    shutil.copy(fair / "event.toml", ws / "events" / SLUG / "event.toml")
    (ws / "meetwell.toml").write_text("[batch]\nworkers = 2\ntask = 5\n", encoding="utf-8")
    say("add", fair / "employers.csv", fair / "people.csv", "--event", SLUG, "-w", ws, *NOW)
    majors = ("Finance", "Nursing", "Physics", "Computer Science", "History")
    first, last = ("Ines", "Bram", "Yara", "Zeno"), ("Cornfeld", "Alderby", "Glensen", "Kernvik", "Rookton")
    rows = [
        f"{first[n % 4]} {last[n % 5]},s{n}@students.example.org,{majors[n % 5]},topic {n}"
        for n in range(students)
    ]
    (folder / "students.csv").write_text("\n".join(["Name,Email,Major,Interests", *rows]) + "\n", "utf-8")
    return Shop(folder, students, html)


def undisturbed(shop: Shop) -> None:
    """Run once, and keep when each stage began and ended, the bytes on the disk then, and what was made."""
    out = shop.folder / "whole"
    with file_system(out, 2048):
        start, seen = time.monotonic(), []
        run = shop.start(out)
        while run.poll() is None:
            seen.append((shop.stage(out), time.monotonic() - start, used(out)))
            time.sleep(0.01)
        assert run.returncode == 0, run.returncode
        for name in (PREPARING, MATCH, SHEETS, SUMMING):
            own = [(when, size) for stage, when, size in seen if stage == name]
            if own:
                shop.seconds[name] = (own[0][0], own[-1][0])
                shop.bytes[name] = (min(size for _, size in own), max(size for _, size in own))
        shop.seconds["all"] = (0.0, time.monotonic() - start)
        shop.expected = contents(out)


def used(folder: Path) -> int:
    """Return the bytes taken on the file system of this folder."""
    told = os.statvfs(folder)
    return (told.f_blocks - told.f_bfree) * told.f_frsize


@contextmanager
def file_system(folder: Path, mib: float) -> Iterator[bool]:
    """Put a file system of this size at a folder inside the block; tells whether that is allowed here."""
    folder.mkdir()
    size = f"size={max(64, int(mib * 1024))}k"
    words = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)]
    allowed = subprocess.run(words, check=False, capture_output=True).returncode == 0
    try:
        yield allowed
    finally:
        if allowed:
            subprocess.run(["umount", str(folder)], check=True, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def contents(out: Path) -> dict[str, str]:
    """Return every file of a batch by its path: what is handed out with its content, the rest by name."""
    return {
        path.relative_to(out).as_posix(): told(path)
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def told(path: Path) -> str:
    """Return the hash of a sheet or phone page, and of a PDF that of its text; nothing for other files."""
    if "sheets" not in path.parts or path.suffix == ".json":
        return ""
    content = path.read_bytes()
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        content = "\n".join(page.extract_text() for page in PdfReader(path).pages).encode()
    return hashlib.sha256(content).hexdigest()


def children(pid: int) -> list[int]:
    """Return the living worker processes of a driver."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(word) for word in path.read_text().split()] if path.is_file() else []
    return [one for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def faults(shop: Shop, out: Path, code: int) -> list[str]:
    """Return what is wrong with a batch that was resumed."""
    found = [f"exit code {code}"] if code else []
    now = contents(out)
    found += [f"missing {name}" for name in sorted(set(shop.expected) - set(now))[:3]]
    found += [f"stray {name}" for name in sorted(set(now) - set(shop.expected))[:3]]
    differ = [name for name in shop.expected if now.get(name, shop.expected[name]) != shop.expected[name]]
    found += [f"other content: {name}" for name in differ[:3]]
    if not found and set(pl.read_parquet(out / "manifest.parquet")["state"]) != {"whole"}:
        found.append("the manifest says that not all is whole")
    return found


def wait_for(
    shop: Shop, run: subprocess.Popen[bytes], out: Path, aim: str | None, dice: random.Random
) -> str:
    """Wait until the moment to strike and return the stage it falls into."""
    start = time.monotonic()
    while aim and run.poll() is None and shop.stage(out) != aim:
        time.sleep(0.002)
    first, last = shop.seconds.get(aim or "all", (0.0, 0.0))
    # Aimed: somewhere in the stage, rather early, for its length differs from run to run.
    end = (time.monotonic() if aim else start) + dice.uniform(0, (last - first) * (0.8 if aim else 1.0))
    while run.poll() is None and time.monotonic() < end:
        time.sleep(0.002)
    return shop.stage(out) if run.poll() is None else AFTER


def kill_worker(shop: Shop, out: Path, aim: str | None, dice: random.Random) -> str:
    """Kill one worker; the run itself must end whole."""
    run = shop.start(out)
    hit = wait_for(shop, run, out, aim, dice)
    victims: list[int] = []
    with suppress(OSError):
        victims = children(run.pid)
        if victims:
            os.kill(dice.choice(victims), signal.SIGKILL)
    code = run.wait(timeout=MOST_SECONDS)
    return (hit if victims else f"{hit}, no worker there") if code == 0 else f"{hit}: exit code {code}"


def kill_driver(shop: Shop, out: Path, aim: str | None, dice: random.Random) -> str:
    """Kill the driver; its workers end by themselves."""
    run = shop.start(out)
    hit = wait_for(shop, run, out, aim, dice)
    run.kill()
    run.wait()
    return hit


def fill_disk(shop: Shop, out: Path, aim: str | None, dice: random.Random) -> str:
    """Run on a disk that is too small; ``out`` is that file system, and the run must end with code 5."""
    del aim, dice
    code = shop.start(out).wait(timeout=MOST_SECONDS)
    return shop.stage(out) if code == 5 else f"exit code {code}"


def kill_scheduler(shop: Shop, out: Path, aim: str | None, dice: random.Random) -> str:
    """Kill the Dask scheduler of a run; the command must end with the error for it, not hang."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", str(port), "--no-dashboard"]
    work = [sys.executable, "-m", "distributed.cli.dask_worker", f"127.0.0.1:{port}", "--nthreads", "1"]
    scheduler = subprocess.Popen(dask, **QUIET)
    workers = [subprocess.Popen([*work, "--no-dashboard", "--nworkers", "2"], **QUIET)]
    run = shop.start(out, "--runner", f"dask://127.0.0.1:{port}")
    try:
        hit = wait_for(shop, run, out, aim, dice)
        scheduler.kill()
        code = run.wait(timeout=180)
        if code not in {0, 5}:
            hit = f"{hit}: exit code {code}"
    except subprocess.TimeoutExpired:
        hit = "hung"
    finally:
        for process in (run, scheduler, *workers):
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    return hit


def small_disk(shop: Shop, aim: str | None, dice: random.Random) -> float:
    """Return a size in MiB at which a run into it ends in this stage, or in any."""
    everything = shop.bytes
    low, high = everything[aim] if aim else (0, max(size for _, size in everything.values()))
    return dice.uniform(low, max(low, high * (0.97 if aim in (None, SUMMING) else 1.0))) / 2**20


def one(kind: str, shop: Shop, number: int, aim: str | None, dice: random.Random) -> tuple[str, list[str]]:
    """Disturb one run, resume it, and return the stage that was hit and what is not whole."""
    out = shop.folder / f"{kind.replace(' ', '-')}-{number}"
    small = kind == "full disk"
    with file_system(out, small_disk(shop, aim, dice) if small else 2048) as allowed:
        if small and not allowed:
            return "not allowed here", ["no rights to mount"]
        hit = KINDS[kind](shop, out, aim, dice)
        if allowed:
            subprocess.run(["mount", "-o", "remount,size=2g", out], check=True, capture_output=True)
        bad = [hit] if "exit code" in hit or hit == "hung" else []
        return hit, bad + faults(shop, out, shop.start(out).wait(timeout=MOST_SECONDS))


KINDS: dict[str, Callable[[Shop, Path, str | None, random.Random], str]] = {
    "worker": kill_worker,
    "driver": kill_driver,
    "full disk": fill_disk,
    "dask scheduler": kill_scheduler,
}
#: What each can hit: workers live from the first partition to the end of the run.
AIMS = {
    "worker": (MATCH, SHEETS, SUMMING),
    "driver": (PREPARING, MATCH, SHEETS, SUMMING),
    "full disk": (PREPARING, MATCH, SHEETS, SUMMING),
    "dask scheduler": (PREPARING, MATCH, SHEETS, SUMMING),
}


@dataclass
class Tally:
    """What the kills of one kind have hit so far, and what was wrong after them."""

    hits: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def number(self) -> int:
        """Return how many kills there were."""
        return sum(self.hits.values())

    def missing(self, kind: str) -> list[str]:
        """Return the stages that were never hit."""
        return [aim for aim in AIMS[kind] if aim not in self.hits]

    def more(self, kind: str, shop: Shop) -> None:
        """Add one kill; the first of all aim at one stage each."""
        start, number = time.monotonic(), self.number
        dice = random.Random(f"{kind} {number}")
        missing = self.missing(kind)
        aim = missing[0] if missing and number < 2 * len(AIMS[kind]) else None
        hit, found = one(kind, shop, number, aim, dice)
        self.hits[hit] = self.hits.get(hit, 0) + 1
        self.wrong += found
        self.seconds += time.monotonic() - start

    def line(self, kind: str) -> str:
        """Return the row of the table."""
        never = [f"never hit: {aim}" for aim in self.missing(kind)]
        end = self.wrong + never or "all whole"
        return f"{kind:<15} {self.number} times, {self.seconds:.0f} s: {json.dumps(self.hits)}; {end}"


def kept(folder: Path, students: int, *, html: bool) -> tuple[Shop, dict[str, Tally]]:
    """Return the shop and the tallies in this folder; made and run once where there is none yet."""
    state = folder / "state.json"
    if state.is_file():
        values = json.loads(state.read_text("utf-8"))
        shop = Shop(**{**values["shop"], "folder": folder})
        return shop, {kind: Tally(**tally) for kind, tally in values["tallies"].items()}
    folder.mkdir(parents=True, exist_ok=True)
    shop = prepared(folder, students, html=html)
    undisturbed(shop)
    keep(shop, {})
    return shop, {}


def keep(shop: Shop, tallies: dict[str, Tally]) -> None:
    """Write the shop and the tallies into its folder."""
    values = {"shop": asdict(shop), "tallies": {kind: asdict(tally) for kind, tally in tallies.items()}}
    (shop.folder / "state.json").write_text(json.dumps(values, default=str), "utf-8")


def main() -> int:
    """Print one row per kind of death."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("kinds", nargs="*", default=list(KINDS))
    words.add_argument("--kills", type=int, default=4)
    words.add_argument("--students", type=int, default=24)
    words.add_argument("--pdf", action="store_true")
    words.add_argument("--folder", type=Path)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        shop, tallies = kept(asked.folder or Path(name) / "shop", asked.students, html=not asked.pdf)
        spans = {stage: f"{last - first:.1f} s" for stage, (first, last) in shop.seconds.items()}
        print(f"{shop.students} students, a run that nobody disturbs: {json.dumps(spans)}", flush=True)
        for kind in asked.kinds:
            tally = tallies.setdefault(kind, Tally())
            for _ in range(asked.kills):
                tally.more(kind, shop)
                keep(shop, tallies)
            print(tally.line(kind), flush=True)
    return int(any(tally.wrong or tally.missing(kind) for kind, tally in tallies.items()))


if __name__ == "__main__":
    sys.exit(main())
