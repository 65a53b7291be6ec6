"""Run every bench beside this file, one after the other; each prints one table. Names choose some."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Return how many benches failed or passed a limit."""
    scripts = sorted(path for path in HERE.glob("*.py") if path != Path(__file__).resolve())
    chosen = [path for path in scripts if not sys.argv[1:] or path.stem in sys.argv[1:]]
    failed = 0
    for path in chosen:
        if "def main(" not in path.read_text(encoding="utf-8"):
            continue  # a part of another bench
        print(f"\n== {path.stem}", flush=True)
        failed += subprocess.run([sys.executable, path], check=False, cwd=HERE.parent).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
