"""Kill a batch run at drawn moments and finish it: nothing may be lost, doubled or left behind.

Kills a worker, the driver, the Dask scheduler, and fills the disk (a small tmpfs, which takes rights). A
moment is drawn from those seen in a run that nobody disturbed: stage, receipts so far, seconds in the stage;
the load of the machine then moves no kill to another stage. The first kills of a kind aim at one stage each,
the others are drawn over the whole run. Each resumed folder must hold the same files as the undisturbed run,
and the same in them. Prints how many kills hit each stage; returns 1 when anything was not whole, or a stage
was never hit. With --folder the undisturbed run and every kill's hit are kept, and --kills counts those too;
with --ready so many sheets, drawn by lot, are there already when a run begins, whole and with their receipts.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from batch_shop import (
    AFTER,
    MATCH,
    PREPARING,
    QUIET,
    SHEETS,
    STAGES,
    SUMMING,
    Look,
    Shop,
    Watch,
    faults,
    file_system,
    prepared,
    undisturbed,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_SECONDS = 900
TICK = 0.02


def children(pid: int) -> list[int]:
    """Return the living worker processes of a driver."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(word) for word in path.read_text().split()] if path.is_file() else []
    return [one for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def moment(shop: Shop, aim: str | None, dice: random.Random) -> Look:
    """Return a moment of the undisturbed run, in this stage or in any: when to strike."""
    return dice.choice(shop.of(aim))


def room(shop: Shop, until: Look, dice: random.Random) -> float:
    """Return the bytes of a disk that is full about then; summing up writes too little to come near it."""
    sizes = [look.bytes for look in shop.of(until.stage)]
    return dice.uniform(min(sizes), max(sizes)) if until.stage == SUMMING else until.bytes


def wait_for(shop: Shop, run: subprocess.Popen[bytes], out: Path, until: Look) -> str:
    """Wait until the run is as far and return the stage it is in then."""
    watch = Watch(shop, out)
    now = watch.look()
    while run.poll() is None and not reached(now, until):
        time.sleep(TICK)
        now = watch.look()
    return now.stage if run.poll() is None else AFTER


def reached(now: Look, until: Look) -> bool:
    """Tell whether a run is at this moment, or past its stage."""
    if now.stage != until.stage:
        return STAGES.index(now.stage) > STAGES.index(until.stage)
    return now.receipts >= until.receipts if now.stage == SHEETS else now.seconds >= until.seconds


def kill_worker(shop: Shop, out: Path, until: Look, dice: random.Random) -> str:
    """Kill one worker; the run itself must end whole."""
    run = shop.start(out)
    hit = wait_for(shop, run, out, until)
    victims: list[int] = []
    with suppress(OSError):
        victims = children(run.pid)
        if victims:
            os.kill(dice.choice(victims), signal.SIGKILL)
    code = run.wait(timeout=MOST_SECONDS)
    return (hit if victims else f"{hit}, no worker there") if code == 0 else f"{hit}: exit code {code}"


def kill_driver(shop: Shop, out: Path, until: Look, dice: random.Random) -> str:
    """Kill the driver; its workers end by themselves."""
    del dice
    run = shop.start(out)
    hit = wait_for(shop, run, out, until)
    run.kill()
    run.wait()
    return hit


def fill_disk(shop: Shop, out: Path, until: Look, dice: random.Random) -> str:
    """Run on a disk that is too small; ``out`` is that file system, and the run must end with code 5."""
    del until, dice
    watch = Watch(shop, out)
    code = shop.start(out).wait(timeout=MOST_SECONDS)
    return watch.look().stage if code == 5 else f"exit code {code}"


def kill_scheduler(shop: Shop, out: Path, until: Look, dice: random.Random) -> str:
    """Kill the Dask scheduler of a run; the command must end with the error for it, not hang."""
    del dice
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    at = f"127.0.0.1:{port}"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", str(port), "--no-dashboard"]
    work = [sys.executable, "-m", "distributed.cli.dask_worker", at, "--nthreads", "1", "--no-dashboard"]
    scheduler = subprocess.Popen(dask, **QUIET)
    workers = [subprocess.Popen([*work, "--no-nanny", "--name", str(one)], **QUIET) for one in range(2)]
    run = shop.start(out, "--runner", f"dask://{at}")
    try:
        hit = wait_for(shop, run, out, until)
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


def one(kind: str, shop: Shop, number: int, aim: str | None, dice: random.Random) -> tuple[str, list[str]]:
    """Disturb one run, resume it, and return the stage that was hit and what is not whole."""
    out = shop.folder / f"{kind.replace(' ', '-')}-{number}"
    small = kind == "full disk"
    until = moment(shop, aim, dice)
    with file_system(out, room(shop, until, dice) / 2**20 if small else 2048) as allowed:
        if small and not allowed:
            return "not allowed here", ["no rights to mount"]
        shop.lay(out)
        hit = KINDS[kind](shop, out, until, dice)
        if allowed:
            subprocess.run(["mount", "-o", "remount,size=2g", out], check=True, capture_output=True)
        bad = [hit] if "exit code" in hit or hit == "hung" else []
        return hit, bad + faults(shop, out, shop.start(out).wait(timeout=MOST_SECONDS))


KINDS: dict[str, Callable[[Shop, Path, Look, random.Random], str]] = {
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
    tries: int = 0
    seconds: float = 0.0

    @property
    def number(self) -> int:
        """Return how many kills there were; one that found nobody to kill is none."""
        return sum(count for hit, count in self.hits.items() if hit in STAGES and hit != AFTER)

    def missing(self, kind: str) -> list[str]:
        """Return the stages that were never hit."""
        return [aim for aim in AIMS[kind] if aim not in self.hits]

    def more(self, kind: str, shop: Shop) -> None:
        """Add one kill; the first of all aim at one stage each."""
        start, number = time.monotonic(), self.tries
        dice = random.Random(f"{kind} {number}")
        missing = self.missing(kind)
        aim = missing[0] if missing and number < 2 * len(AIMS[kind]) else None
        hit, found = one(kind, shop, number, aim, dice)
        self.hits[hit] = self.hits.get(hit, 0) + 1
        self.wrong += found
        self.tries += 1
        self.seconds += time.monotonic() - start

    def line(self, kind: str) -> str:
        """Return the row of the table."""
        never = [f"never hit: {aim}" for aim in self.missing(kind)]
        end = self.wrong + never or "all whole"
        return f"{kind:<15} {self.number} times, {self.seconds:.0f} s: {json.dumps(self.hits)}; {end}"


def kept(folder: Path, students: int, *, html: bool, ready: int) -> tuple[Shop, dict[str, Tally]]:
    """Return the shop and the tallies in this folder; made and run once where there is none yet."""
    state = folder / "state.json"
    if state.is_file():
        values = json.loads(state.read_text("utf-8"))
        return Shop.read(values["shop"]), {kind: Tally(**tally) for kind, tally in values["tallies"].items()}
    folder.mkdir(parents=True, exist_ok=True)
    shop = prepared(folder, students, html=html, ready=ready)
    undisturbed(shop)
    keep(shop, {})
    return shop, {}


def keep(shop: Shop, tallies: dict[str, Tally]) -> None:
    """Write the shop and the tallies into its folder."""
    values = {"shop": shop.values(), "tallies": {kind: asdict(tally) for kind, tally in tallies.items()}}
    (shop.folder / "state.json").write_text(json.dumps(values), "utf-8")


def main() -> int:
    """Print one row per kind of death."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("kinds", nargs="*", default=list(KINDS))
    words.add_argument("--kills", type=int, default=4)
    words.add_argument("--students", type=int, default=24)
    words.add_argument("--ready", type=int, default=0)
    words.add_argument("--pdf", action="store_true")
    words.add_argument("--folder", type=Path)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = asked.folder or Path(name) / "shop"
        shop, tallies = kept(folder, asked.students, html=not asked.pdf, ready=asked.ready)
        if unseen := [stage for stage in STAGES[:-1] if not shop.of(stage)]:
            sys.exit(f"no moment of {unseen[0]} was seen: take more than {asked.students} students")
        spans = {stage: f"{max(look.seconds for look in shop.of(stage)):.1f} s" for stage in STAGES[:-1]}
        print(f"{shop.students} students, undisturbed {shop.seconds:.0f} s: {json.dumps(spans)}", flush=True)
        left = {kind: tallies.setdefault(kind, Tally()) for kind in asked.kinds}
        while left := {kind: one for kind, one in left.items() if one.number < asked.kills}:
            for kind, tally in left.items():
                tally.more(kind, shop)
                keep(shop, tallies)
                print(f"  {tally.line(kind)}", flush=True)
        for kind in asked.kinds:
            print(tallies[kind].line(kind), flush=True)
    return int(any(tally.wrong or tally.missing(kind) for kind, tally in tallies.items()))


if __name__ == "__main__":
    sys.exit(main())
