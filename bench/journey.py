"""The demo from an empty folder and a run with nothing changed: wall time, CPU time and peak memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

MEETWELL = str(Path(sys.executable).with_name("meetwell"))
#: Seconds and MB that the foundation promises on two cores.
LIMITS = {"demo": (15.0, 500.0), "run, nothing changed": (2.0, 500.0)}
NOW = "2027-03-15T12:00:00+00:00"


def measured(command: list[str]) -> tuple[float, float, float]:
    """Return wall seconds, CPU seconds and peak MB of one command, which must succeed."""
    # A process of its own, because the peak of children only ever grows.
    code = (
        "import resource, subprocess, sys, time; t = time.perf_counter(); "
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); w = time.perf_counter() - t; "
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); print(w, u.ru_utime + u.ru_stime, u.ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True)
    wall, cpu, peak = (float(word) for word in done.stdout.split())
    return wall, cpu, peak / (1024 if sys.platform != "darwin" else 1024**2)


def main() -> int:
    """Print the table; return 1 when a limit is passed."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder, "demo"))
        rows.append(("demo", *measured([MEETWELL, "demo", "--out", place])))
        run = [MEETWELL, "run", "--workspace", place, "--now", NOW]
        measured(run)  # the demo may have stopped short of a step that run does
        rows.append(("run, nothing changed", *measured(run)))
    print(f"{'what':<22} {'wall s':>7} {'CPU s':>7} {'peak MB':>8} {'limits':>14}")
    past = False
    for name, wall, cpu, peak in rows:
        seconds, megabytes = LIMITS[name]
        past = past or wall > seconds or peak > megabytes
        print(f"{name:<22} {wall:>7.2f} {cpu:>7.2f} {peak:>8.0f} {f'{seconds:g} s, {megabytes:g} MB':>14}")
    return int(past)


if __name__ == "__main__":
    sys.exit(main())
