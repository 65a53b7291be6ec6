"""How well and how fast records are linked: hard pairs, test sets, a large seeded set, and speed.

``python bench/linkage.py --pairs FILE`` prints the confusion of same / different / review.
Other measurements: ``--people``, ``--febrl FILE``, ``--fake FILE``, ``--speed``.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipeline.link.match_up import match_up
from pipeline.settings import load_settings
from pipeline.tables import Records, as_table

if TYPE_CHECKING:
    from collections.abc import Iterable

LABELS = ("same", "different", "review")
NO_WORD = {"a_record": pl.String, "b_record": pl.String, "verdict": pl.String}
FIELDS = {"name": "name", "org": "organization", "title": "title", "linkedin": "linkedin", "school": "school"}


def as_record(row: dict[str, str], side: str) -> dict[str, object]:
    """Return one side of a labelled pair as a row of Records; equal sources are one list."""
    source = row[f"{side}_source"] or side
    told = {field: row[f"{side}_{column}"].strip() or None for column, field in FIELDS.items()}
    many = {"emails": row[f"{side}_email"], "phones": row[f"{side}_phone"]}
    return (
        told
        | {field: [text] if text.strip() else [] for field, text in many.items()}
        | {
            "record_id": f"r-{side}",
            "kind": "person",
            "work_authorization": "unknown",
            "source_sha": source,
            "source_file": f"{source}.csv",
            "source_row": 2 if side == "a" else 3,
            "source_kind": "network" if "linkedin" in source or "contacts" in source else "attendees",
            "status": "active",
        }
    )


def decide_pair(row: dict[str, str]) -> tuple[str, str]:
    """Return what the shipped stage says about one labelled pair, and its evidence."""
    records = as_table(Records, [as_record(row, "a"), as_record(row, "b")])
    found = match_up(records, pl.DataFrame(schema=NO_WORD), load_settings())
    if len(found.groups) == 1:
        return "same", ""
    if found.reviews.height:
        return "review", " ".join(found.reviews["evidence"][0])
    return "different", ""


def pairs(path: Path) -> bool:
    """Print the confusion over a file of labelled pairs; return whether nothing was merged wrongly."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    said = [(row, *decide_pair(row)) for row in rows]
    counts = Counter((row["label"], answer) for row, answer, _ in said)
    print(f"{path.name}: {len(rows)} pairs\n{'label':>10}" + "".join(f"{answer:>11}" for answer in LABELS))
    for label in LABELS:
        print(f"{label:>10}" + "".join(f"{counts[label, answer]:>11}" for answer in LABELS))
    for row, answer, why in said:
        if answer != row["label"]:
            print(f"  {row['pair_id']}: {row['label']} -> {answer}  [{row['category']}] {row['why']}  {why}")
    same = sum(counts["same", answer] for answer in LABELS)
    wrong = counts["different", "same"] + counts["review", "same"]
    lost = counts["same", "different"] / max(1, same)
    print(f"merged wrongly: {wrong}; same called different: {lost:.1%}")
    return wrong == 0 and lost <= 0.05


def _all(answers: Iterable[bool]) -> bool:
    """Return whether all hold, having heard every one."""
    return all(list(answers))


def main() -> int:
    """Print what was asked for; the exit code says whether every figure holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, action="append", default=[])
    asked = parser.parse_args()
    return 0 if _all(pairs(path) for path in asked.pairs) else 1


if __name__ == "__main__":
    raise SystemExit(main())
