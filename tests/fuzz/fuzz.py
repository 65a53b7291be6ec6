"""Coverage-guided fuzzing of the readers.

``python tests/fuzz/fuzz.py TARGET [options of libFuzzer]`` fuzzes one from its corpus; ``--all SECONDS``
gives each its share of these seconds. What breaks a reader lies in ``build/fuzz`` and belongs, made small,
into ``tests/fuzz/corpus``, where ``test_corpus.py`` reads it again on every run. Exit codes: 0, or that of
the first failure.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOUND = ROOT / "build" / "fuzz"
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
    arguments = [sys.argv[0], *LIMITS, f"-artifact_prefix={broken}/", *options, str(grown)]
    atheris.Setup([*arguments, str(HERE / "corpus" / target)], lambda data: feed(target, data))
    atheris.Fuzz()


def every(seconds: float) -> int:
    """Return 0 when no reader broke in its share of these seconds."""
    sys.path[:0] = [str(HERE), str(ROOT)]
    from targets import TARGETS

    share = max(int(seconds / len(TARGETS)), 1)
    worst = 0
    for target in TARGETS:
        done = subprocess.run(
            [sys.executable, __file__, target, f"-max_total_time={share}"],
            capture_output=True,
            text=True,
            check=False,
        )
        runs = next(
            (line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed" in line), "?"
        )
        print(f"{target:<14} {runs:>9} inputs  {'whole' if done.returncode == 0 else 'BROKEN'}", flush=True)
        if done.returncode:
            print(done.stdout[-4000:])
        worst = worst or done.returncode
    return worst


if __name__ == "__main__":
    if sys.argv[1] == "--all":
        sys.exit(every(float(sys.argv[2])))
    one(sys.argv[1], sys.argv[2:])
