"""CPU time of ``meetwell --help`` against ``python -c 'import click'``: medians of 15 interleaved runs."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from statistics import median

RUNS = 15
LIMIT = 1.5
MEETWELL = str(Path(sys.executable).with_name("meetwell"))
COMMANDS = {
    "python -c 'import click'": [sys.executable, "-c", "import click"],
    "meetwell --help": [MEETWELL, "--help"],
    "python -c pass": [sys.executable, "-c", "pass"],
}


def cpu_seconds(command: list[str]) -> float:
    """Return the user and system time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> int:
    """Print the table; return 1 when the ratio is past the limit."""
    for command in COMMANDS.values():
        cpu_seconds(command)  # the first run compiles
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            times[name].append(cpu_seconds(command))
    base = median(times["python -c 'import click'"])
    print(f"{'command':<28} {'median ms':>9} {'ratio':>6}")
    for name, values in times.items():
        print(f"{name:<28} {1000 * median(values):>9.1f} {median(values) / base:>6.2f}")
    ratio = median(times["meetwell --help"]) / base
    print(f"limit {LIMIT}: {'kept' if ratio <= LIMIT else 'past it'}")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
