"""Kill a batch run at drawn times and finish it: nothing may be lost, doubled or left behind.

Kills a worker, the driver, the Dask scheduler, and fills the disk. Arguments: kills of each kind (default 3)
and students (default 24). Prints which stage each kill hit; returns 1 when anything was not whole at the end.
"""

from __future__ import annotations

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
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

ROOT = Path(__file__).resolve().parent.parent
CODE = "from pipeline.cli import main; main()"
NOW = ("--now", "2027-03-15T12:00:00+00:00")
SLUG = "spring-fair"


@dataclass
class Setting:
    """A workspace with a fair, a list of students, and how long a whole run takes here."""

    folder: Path
    seconds: float = 0.0
    expected: dict[str, str] = field(default_factory=dict)

    def command(self, out: Path, *more: str) -> list[str]:
        """Return the command line of a run into this folder."""
        words = ["batch", "run", self.folder / "students.csv", "--event", SLUG, "--out", out, "--html", *more]
        return [sys.executable, "-c", CODE, *map(str, words), "-w", str(self.folder / "ws"), *NOW]

    def start(self, out: Path, *more: str) -> subprocess.Popen[bytes]:
        """Return the process of a run into this folder."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(self.command(out, *more), **quiet)


def prepared(folder: Path, students: int) -> Setting:
    """Return the bundled fair in a workspace, and students who each differ in what interests them."""
    ws, fair = folder / "ws", ROOT / "sample_data" / "spring-fair"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

    def say(*words: object) -> None:
        subprocess.run([sys.executable, "-c", CODE, *map(str, words)], check=True, **quiet)

    say("init", ws, "--name", "Office", "--field", "careers", "--no-input")
    (ws / "events" / SLUG).mkdir(parents=True)
    shutil.copy(fair / "event.toml", ws / "events" / SLUG / "event.toml")
    (ws / "meetwell.toml").write_text("[batch]\nworkers = 2\npartition = 4\ntask = 2\n", encoding="utf-8")
    say("add", fair / "employers.csv", fair / "people.csv", "--event", SLUG, "-w", ws, *NOW)
    majors = ("Finance", "Nursing", "Physics", "Computer Science", "History")
    first, last = ("Ines", "Bram", "Yara", "Zeno"), ("Cornfeld", "Alderby", "Glensen", "Kernvik", "Rookton")
    rows = [
        f"{first[n % 4]} {last[n % 5]},s{n}@students.example.org,{majors[n % 5]},topic {n}"
        for n in range(students)
    ]
    (folder / "students.csv").write_text("\n".join(["Name,Email,Major,Interests", *rows]) + "\n", "utf-8")
    return Setting(folder)


def contents(out: Path) -> dict[str, str]:
    """Return the hash of every sheet and phone page, by its path."""
    import hashlib

    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.glob("sheets/*/*/*.html"))
    }


def stage(out: Path, students: int) -> str:
    """Return how far a run had come, by what it has left."""
    receipts = len(list(out.glob("sheets/*/*/receipt.json")))
    if (out / "manifest.parquet").is_file():
        return "after the end"
    if receipts:
        return "summing up" if receipts == students else "sheets"
    if (out / "work" / "given.parquet").is_file():
        return "before the first sheet"
    return "match" if (out / "work" / "job.json").is_file() else "preparing"


def children(pid: int) -> list[int]:
    """Return the living worker processes of a driver."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(word) for word in path.read_text().split()] if path.is_file() else []
    return [one for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def faults(setting: Setting, out: Path, code: int) -> list[str]:
    """Return what is wrong with a batch that was resumed."""
    found = [f"exit code {code}"] if code else []
    if contents(out) != setting.expected:
        found.append("sheets differ from those of a run nobody disturbed")
    stray = [path.name for path in out.rglob("*.tmp")]
    found += [f"stray {name}" for name in stray]
    states = pl.read_parquet(out / "manifest.parquet")["state"].to_list() if not found else []
    if set(states) - {"whole"}:
        found.append("the manifest says that not all is whole")
    return found


def kill_worker(setting: Setting, out: Path, after: float) -> str:
    """Kill one worker; the run itself must end whole."""
    run = setting.start(out)
    time.sleep(after)
    with suppress(OSError):
        victims = children(run.pid)
        if victims:
            os.kill(victims[0], signal.SIGKILL)
    hit = stage(out, len(setting.expected) // 2)
    run.wait()
    return hit


def kill_driver(setting: Setting, out: Path, after: float) -> str:
    """Kill the driver; its workers end by themselves."""
    run = setting.start(out)
    time.sleep(after)
    run.kill()
    run.wait()
    return stage(out, len(setting.expected) // 2)


def fill_disk(setting: Setting, out: Path, after: float) -> str:
    """Let the disk be full after a share of the bytes of a whole run; ``out`` is a small file system."""
    del after
    code = setting.start(out).wait()
    return stage(out, len(setting.expected) // 2) if code == 5 else f"exit code {code}"


def kill_scheduler(setting: Setting, out: Path, after: float) -> str:
    """Kill the Dask scheduler of a run; the command must end with the error for it, not hang."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", str(port), "--no-dashboard"]
    work = [sys.executable, "-m", "distributed.cli.dask_worker", f"127.0.0.1:{port}", "--nthreads", "1"]
    scheduler, worker = subprocess.Popen(dask, **quiet), subprocess.Popen([*work, "--no-dashboard"], **quiet)
    run = setting.start(out, "--runner", f"dask://127.0.0.1:{port}")
    try:
        time.sleep(after + 8)
        scheduler.kill()
        hit = stage(out, len(setting.expected) // 2)
        run.wait(timeout=180)
    except subprocess.TimeoutExpired:
        hit = "hung"
    finally:
        for process in (run, worker, scheduler):
            process.kill()
            process.wait()
    return hit


def mounted(folder: Path, mib: float) -> bool:
    """Return whether a file system of this size could be put at a folder (it takes rights)."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={int(mib * 1024)}k", "tmpfs", folder]
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


def one(kind: str, setting: Setting, number: int, dice: random.Random) -> tuple[str, list[str]]:
    """Disturb one run, resume it, and return the stage that was hit and what is not whole."""
    out = setting.folder / f"{kind.replace(' ', '-')}-{number}"
    small = kind == "full disk"
    size = setting.expected and sum(p.stat().st_size for p in (setting.folder / "whole").rglob("*")) / 2**20
    if small and not mounted(out, max(0.3, dice.uniform(0.1, 0.95) * float(size or 1))):
        return "not allowed here", []
    after = dice.uniform(0, setting.seconds)
    hit = KINDS[kind](setting, out, after)
    if small:
        subprocess.run(["mount", "-o", "remount,size=512m", out], check=True, capture_output=True)
    code = setting.start(out).wait()
    wrong = faults(setting, out, code)
    if small:
        subprocess.run(["umount", out], check=True, capture_output=True)
    shutil.rmtree(out, ignore_errors=True)
    return hit, wrong


KINDS = {
    "worker": kill_worker,
    "driver": kill_driver,
    "full disk": fill_disk,
    "dask scheduler": kill_scheduler,
}


def main() -> int:
    """Print one row per kind of death."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    students = int(sys.argv[2]) if len(sys.argv) > 2 else 24
    kinds = sys.argv[3:] or list(KINDS)
    dice = random.Random(1)
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        setting = prepared(Path(name), students)
        start = time.monotonic()
        assert setting.start(Path(name) / "whole").wait() == 0
        setting.seconds = time.monotonic() - start
        setting.expected = contents(Path(name) / "whole")
        print(f"{students} students, an undisturbed run takes {setting.seconds:.0f} s", flush=True)
        for kind in kinds:
            hits, wrong = Counter(), []
            for number in range(kills):
                hit, found = one(kind, setting, number, dice)
                hits[hit] += 1
                wrong += found
            bad += len(wrong)
            print(
                f"{kind:<15} {kills} times: {json.dumps(hits)}; {wrong or 'all whole'}",
                flush=True,
            )
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
