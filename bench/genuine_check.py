"""Precision and recall of the genuineness check on labelled messages, with 95 % intervals (Wilson).

Run: python bench/genuine_check.py [--show]. All messages are made up. The rules were tuned on the first
three sets; ``tune-2.txt`` and ``tune-3.txt`` served as tests before (recall .46, then .80): the rules were
rebuilt on them. ``test.txt`` was written after the rules were committed; ``fresh.txt``, and ``voices.txt`` in
many styles, by two who had not seen them, and ``firsts.txt`` (first messages after an event) by a third; the
rules have been mended on the mistakes of these four since. ``unseen.txt`` was written after that by one more
who had not seen the rules, and no rule has been changed since: it is the test of the rules as they stand.
What each set gave when it was first read is in docs/benchmarks.md.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from pipeline.report.drafts_check import check_message

FOLDER = Path(__file__).parent / "genuine"
SEEN = "  rules mended on it since"
NOTES = {
    "tune.txt": "",
    "tune-2.txt": "",
    "tune-3.txt": "",
    "test.txt": SEEN,
    "fresh.txt": SEEN,
    "voices.txt": SEEN,
    "firsts.txt": SEEN,
    "unseen.txt": "  blind",
}


def read(name):
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [(line[2:], line[0] == "-") for line in lines if line[:2] in ("+ ", "- ")]


def wilson(hits, total, z=1.96):
    if not total:
        return 0.0, 0.0
    share = hits / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (middle - spread) / (1 + z * z / total), (middle + spread) / (1 + z * z / total)


def counts(messages):
    told = [(check_message(text), schmoozing) for text, schmoozing in messages]
    found = sum(not check.genuine and schmoozing for check, schmoozing in told)
    wrong = sum(not check.genuine and not schmoozing for check, schmoozing in told)
    missed = sum(check.genuine and schmoozing for check, schmoozing in told)
    return found, wrong, missed


def main():
    print(f"{'set':10} {'messages':>8} {'found':>6} {'wrong':>6} {'missed':>6}  precision           recall")
    for name, note in NOTES.items():
        if not (FOLDER / name).is_file():
            continue
        messages = read(name)
        found, wrong, missed = counts(messages)
        cells = []
        for hits, total in ((found, found + wrong), (found, found + missed)):
            low, high = wilson(hits, total)
            cells.append(f"{hits / total:.3f} ({low:.3f}-{high:.3f})")
        figures = f"{name:10} {len(messages):8} {found:6} {wrong:6} {missed:6}  {cells[0]} {cells[1]}"
        print(figures + note)
        if "--show" in sys.argv:
            for text, schmoozing in messages:
                check = check_message(text)
                if check.genuine == schmoozing:
                    print("  ", "missed" if schmoozing else "wrong ", check.points, check.marked())
                    print("     ", [(item.key, item.points) for item in check.findings])


if __name__ == "__main__":
    main()
