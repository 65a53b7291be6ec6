"""How well and how fast records are linked: hard pairs, test sets, a large seeded set, and speed.

``python bench/linkage.py --pairs FILE`` prints the confusion of same / different / review.
Other measurements: ``--people 50000``, ``--febrl FOLDER``, ``--fake FILE``, ``--speed 5000 5000``.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from linkage_people import pair_scores, people_set
from linkage_sets import fake_1000, febrl4

from pipeline.link import link
from pipeline.link.prepare import prepare
from pipeline.link.resolve import resolve
from pipeline.settings import load_settings
from pipeline.tables import Identity, Interactions, Promises, Records, Sessions, Touches, as_table

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
    found = resolve(records, pl.DataFrame(schema=NO_WORD), load_settings())
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


def people(size: int) -> bool:
    """Print precision and recall over a seeded set; return whether it is precise enough.

    A process of its own links them, so that time and memory are those of linking alone.
    """
    records, truth = people_set(size, seed=7)
    with tempfile.TemporaryDirectory() as folder:
        records.write_parquet(f"{folder}/records.parquet")
        truth.write_parquet(f"{folder}/truth.parquet")
        return subprocess.run([sys.executable, __file__, "--kept", folder], check=False).returncode == 0


def kept(folder: Path) -> bool:
    """Print how the records of this folder are linked; return whether that is precise enough."""
    records = pl.read_parquet(folder / "records.parquet")
    held, begun, busy = memory(), time.perf_counter(), time.process_time()
    found = resolve(records, pl.DataFrame(schema=NO_WORD), load_settings())
    seconds, cpu, most = time.perf_counter() - begun, time.process_time() - busy, memory()
    rows = [(record, number) for number, group in enumerate(found.groups) for record in group]
    groups = pl.DataFrame(rows, schema=["record_id", "group"], orient="row")
    precision, recall, largest = pair_scores(groups, pl.read_parquet(folder / "truth.parquet"))
    print(
        f"{records.height:>10} records: precision {precision:.5f}  recall {recall:.4f}  largest group "
        f"{largest}  {found.reviews.height} reviews  {seconds:.1f} s  {cpu:.1f} s CPU  {most} MiB "
        f"({held} of imports and table)"
    )
    return precision >= 0.999


def export(size: int, path: Path) -> None:
    """Write the seeded set with its truth and our normalised columns, for a peer to link."""
    records, truth = people_set(size, seed=7)
    frame, names = prepare(records, load_settings())
    table = frame.select(
        "record_id",
        pl.Series("first_name", [" ".join(name.given[:1]) or None for name in names], dtype=pl.String),
        pl.Series("surname", [" ".join(name.family) or None for name in names], dtype=pl.String),
        pl.col("emails").list.first().alias("email"),
        pl.col("linkedin").alias("slug"),
        pl.col("numbers").list.first().alias("phone"),
        pl.col("twitter").alias("handle"),
        pl.col("org_short").alias("org"),
        "title",
        pl.Series("generation", [name.generation for name in names], dtype=pl.String),
    )
    full = pl.concat_str("first_name", "surname", separator=" ").alias("full_name")
    table.join(truth, on="record_id").with_columns(full).write_parquet(path)


def speed(left: int, right: int) -> bool:
    """Print what the whole stage takes for a network of ``left`` people against a list of ``right``."""
    records, _ = people_set(left + right, seed=11)
    lists = pl.when(pl.int_range(pl.len()) < left).then(pl.lit("network")).otherwise(pl.lit("event"))
    two = records.with_columns(lists.alias("source_sha"))
    begun, busy = time.perf_counter(), time.process_time()
    linked = link(
        two,
        as_table(Sessions, []),
        as_table(Touches, []),
        profile=None,
        identity=as_table(Identity, []),
        verdicts=pl.DataFrame(schema=NO_WORD),
        interactions=as_table(Interactions, []),
        promises=as_table(Promises, []),
        settings=load_settings(),
        now=dt.datetime(2026, 11, 26, tzinfo=dt.UTC),
    )
    seconds, cpu = time.perf_counter() - begun, time.process_time() - busy
    print(f"{left:>7} x {right}: {seconds:.1f} s wall, {cpu:.1f} s CPU, {memory()} MiB")
    print(f"{linked.people.height:>17} people, {linked.reviews.height} reviews")
    return True


def memory() -> int:
    """Return the most memory this program has held, in MiB; what started it does not count."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def _all(answers: Iterable[bool]) -> bool:
    """Return whether all hold, having heard every one."""
    return all(list(answers))


def main() -> int:
    """Print what was asked for; the exit code says whether every figure holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, action="append", default=[], help="labelled pairs (CSV)")
    parser.add_argument("--people", type=int, help="records of a seeded set, for example 50000")
    parser.add_argument("--kept", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--export", type=Path, help="write the seeded set of --people for linkage_peers.py")
    parser.add_argument("--febrl", type=Path, help="folder with dataset4a.csv and dataset4b.csv")
    parser.add_argument("--fake", type=Path, help="fake_1000.csv")
    parser.add_argument("--speed", nargs=2, type=int, metavar=("LEFT", "RIGHT"))
    asked = parser.parse_args()
    if asked.export:
        export(asked.people or 50_000, asked.export)
        return 0
    if asked.kept:
        return 0 if kept(asked.kept) else 1
    held = [pairs(path) for path in asked.pairs]
    held += [febrl4(asked.febrl)] if asked.febrl else []
    held += [fake_1000(asked.fake)] if asked.fake else []
    held += [people(asked.people)] if asked.people else []
    held += [speed(*asked.speed)] if asked.speed else []
    return 0 if _all(held) else 1


if __name__ == "__main__":
    raise SystemExit(main())
