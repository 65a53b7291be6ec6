"""Coverage-guided fuzzing of the readers.

``python tests/fuzz/fuzz.py TARGET [options of libFuzzer]`` fuzzes one from its corpus; ``--all`` gives every
reader the same inputs each time, about two minutes of them. What breaks a reader lies in ``build/fuzz`` and
belongs, made small, into ``tests/fuzz/corpus``, where ``test_corpus.py`` reads it again on every run. Exit
codes: 0, or that of the first failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOUND = ROOT / "build" / "fuzz"
#: Inputs of ``--all``, by how slow a reader is.
RUNS = {"front_door": 1_500, "calendar": 2_000, "delimited": 4_000, "workbook": 4_000, "schedule": 6_000}
#: libFuzzer's exit code for an input that took longer than the timeout.
TOO_SLOW = 70
LIMITS = ("-max_len=4096", "-timeout=20", "-rss_limit_mb=1500", "-print_final_stats=1")


def one(target: str, options: list[str]) -> None:
    """Fuzz one reader until libFuzzer ends the process."""
    sys.path[:0] = [str(HERE), str(ROOT)]
    import atheris

    with atheris.instrument_imports(include=["pipeline"]):
        from targets import feed

        feed(target, b"")
    grown, broken = FOUND / target / "corpus", FOUND / target / "broken"
    for folder in (grown, broken):
        folder.mkdir(parents=True, exist_ok=True)
    # The fuzzer writes what it learns into the first folder it is given.
    learning = Path(tempfile.mkdtemp()) if "MEETWELL_FUZZ_AFRESH" in os.environ else grown
    arguments = [
        *LIMITS,
        f"-artifact_prefix={broken}/",
        *options,
        str(learning),
        str(HERE / "corpus" / target),
    ]
    atheris.Setup([sys.argv[0], *arguments], lambda data: feed(target, data))
    atheris.Fuzz()


def every() -> int:
    """Return 0 when no reader broke."""
    sys.path[:0] = [str(HERE), str(ROOT)]
    from targets import TARGETS

    worst = 0
    for target in TARGETS:
        done = _same_inputs(target)
        if done.returncode == TOO_SLOW:
            # libFuzzer counts seconds of the clock: a machine that stood still looks like a hanging reader.
            # The inputs are the same ones again, so a reader that does hang is slow twice.
            print(f"{target:<14} slow, once more", flush=True)
            done = _same_inputs(target)
        print(f"{target:<14} {'whole' if done.returncode == 0 else 'BROKEN'}", flush=True)
        if done.returncode:
            print(done.stdout[-8000:])
        worst = worst or done.returncode
    return worst


def _same_inputs(target: str) -> subprocess.CompletedProcess[str]:
    """Return how one reader took its inputs; the same ones each time, nothing kept from an earlier run."""
    return subprocess.run(
        [sys.executable, __file__, target, "-seed=1", f"-runs={RUNS.get(target, 10_000)}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        env={**os.environ, "PYTHONHASHSEED": "0", "MEETWELL_FUZZ_AFRESH": "1"},
    )


if __name__ == "__main__":
    if sys.argv[1] == "--all":
        sys.exit(every())
    one(sys.argv[1], sys.argv[2:])
