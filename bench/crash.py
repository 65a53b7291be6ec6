"""Kill a writing workspace at random moments: what was acknowledged is there, the rest is whole or absent.

    python bench/crash.py --kills 200

A child process takes notes, debriefs, ingests a changing list and links, one after the other, and says what
is done. It gets SIGKILL at a random moment. Then the state, the tables and the raw inputs are checked.
"""

from __future__ import annotations

import argparse
import collections
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

NOW = "2027-03-18T20:00:00Z"
STEPS = ("note", "debrief", "ingest", "link", "migration")


def child(folder: Path, start: int) -> None:
    """Work until killed; every line on stdout is one thing that is done."""
    import contextlib
    import io

    from pipeline.cli import execute

    common = ["-w", str(folder), "--now", NOW, "--quiet"]
    number = start
    while True:
        number += 1
        step = STEPS[number % len(STEPS)]
        sys.stdout.write(f"begin {step} {number}\n")
        sys.stdout.flush()
        with contextlib.redirect_stderr(io.StringIO()):
            code = work(execute, step, number, folder, common)
        if code:
            sys.stdout.write(f"failed {step} {number} {code}\n")
        sys.stdout.write(f"done {step} {number}\n")
        sys.stdout.flush()


def work(execute, step: str, number: int, folder: Path, common: list[str]) -> int:
    if step == "note":
        return execute(["note", "Ana Reis", f"note-{number}", *common])
    if step == "debrief":
        lines = folder.parent / "lines.txt"
        lines.write_text(f'new "Met {number}, House" talked "cares about debrief-{number}"\n')
        return execute(["debrief", "--text", str(lines), *common])
    if step == "ingest":
        path = folder.parent / "people.csv"
        path.write_text(people(number))
        return execute(["ingest", "attendees", str(path), *common])
    if step == "migration":
        with sqlite3.connect(folder / "state.db") as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS old_layout (x TEXT)")
        connection.close()
    return execute(["link", *common])


def people(number: int) -> str:
    rows = ["Name,Organization,Email", "Ana Reis,Harbor,ana@x.example.org"]
    rows += [f"Person {index},House {index % 7},p{index}@x.example.org" for index in range(number % 40)]
    return "\n".join([*rows, f"Added {number},House,a{number}@x.example.org", ""])


def prepare(folder: Path) -> None:
    from pipeline.cli import execute

    for words in (
        ["init", str(folder), "--name", "Imani", "--field", "finance"],
        ["event", "add", "fair", "--on", "2027-03-18", "--hours", "10-16", "--tz", "UTC"],
    ):
        assert execute([*words, "-w", str(folder), "--quiet"]) == 0
    work(execute, "ingest", 2, folder, ["-w", str(folder), "--now", NOW, "--quiet"])


def look(folder: Path, done: set[tuple[str, int]]) -> list[str]:
    """Return everything that is wrong after a kill; leftovers of interrupted writes are no fault."""
    from pipeline.flow.keeping import check
    from pipeline.flow.project import open_project

    faults = []
    with open_project(folder, folder, clock=_clock, flags={}) as project:
        faults += [text for text in check(project).problems if "interrupted" not in text]
        wishes = project.state.frame("wishes")["text"].to_list()
        details = project.state.frame("interactions")["detail"].to_list()
        met = {row["record_id"] for row in project.state.met_records()}
        owners = set(project.state.identity()["record_id"])
        faults += [f"met record {record} belongs to nobody" for record in met - owners]
    notes = [number for step, number in done if step == "note"]
    faults += [f"note {number} is lost" for number in notes if f"note-{number}" not in wishes]
    faults += [
        f"debrief {number} is lost"
        for step, number in done
        if step == "debrief" and not any(f"debrief-{number}" in (text or "") for text in details)
    ]
    return faults


def _clock(_zone=None):
    import datetime as dt

    return dt.datetime(2027, 3, 18, 20, tzinfo=dt.UTC)


def run(kills: int, seed: int, longest: float) -> int:
    """Kill so many children and print what was hit; returns how many faults were found."""
    chance = random.Random(seed)
    hit: collections.Counter[str] = collections.Counter()
    done: set[tuple[str, int]] = set()
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "ws"
        prepare(folder)
        number = 0
        for _ in range(kills):
            last, acknowledged, number = one_kill(folder, number, chance.uniform(0.0, longest))
            done |= acknowledged
            hit[last] += 1
            faults += look(folder, done)
    print(f"kills {kills}; hit: {dict(sorted(hit.items()))}; acknowledged {len(done)}; faults {len(faults)}")
    for text in faults[:20]:
        print("  ", text)
    return len(faults)


def one_kill(folder: Path, number: int, after: float) -> tuple[str, set[tuple[str, int]], int]:
    """Start a child, kill it so long after its first step began; returns the step hit and what was done."""
    words = [sys.executable, __file__, "--child", str(folder), str(number)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    first = process.stdout.readline()
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    rest, errors = process.communicate()
    if process.returncode != -signal.SIGKILL:
        raise SystemExit(f"the child ended by itself:\n{first}{rest}{errors}")
    lines = [line.split() for line in (first + rest).splitlines()]
    failed = [line for line in lines if line and line[0] == "failed"]
    if failed:
        raise SystemExit(f"a step failed: {failed[0]}")
    done = {(line[1], int(line[2])) for line in lines if line and line[0] == "done"}
    begun = [line for line in lines if line and line[0] == "begin"]
    return begun[-1][1], done, int(begun[-1][2])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(Path(sys.argv[2]), int(sys.argv[3]))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=1.5, help="seconds after the first step")
    asked = parser.parse_args()
    sys.exit(min(run(asked.kills, asked.seed, asked.longest), 1))
