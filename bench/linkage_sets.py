"""Public test sets through the shipped engine: blocked, decided and closed as the product does it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from linkage_people import pair_scores

from pipeline.link.cluster import cluster
from pipeline.link.evidence import Evidence, read_evidence
from pipeline.link.resolve import judge
from pipeline.link.roll import Roll
from pipeline.settings import read_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = Path(__file__).parent / "data" / "linkage"


def measure(name: str, frame: pl.DataFrame, truth: pl.DataFrame) -> tuple[float, float, float]:
    """Print and return precision, recall and F1 over pairs, after closure."""
    rules: Evidence = read_evidence(read_toml(DATA / f"{name}.toml"), f"{name}.toml")
    begun = time.perf_counter()
    numbered = frame.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"))
    judged, _ = judge(numbered, Roll(), rules)
    same = judged.filter(pl.col("verdict") == "same").select("score", "a", "b").rows()
    groups, _ = cluster(frame.height, same)
    seconds = time.perf_counter() - begun
    ids = frame["record_id"].to_list()
    precision, recall, largest = pair_scores(as_groups(groups, ids), truth)
    best = 2 * precision * recall / (precision + recall)
    print(
        f"{name:>10}: precision {precision:.4f}  recall {recall:.4f}  F1 {best:.4f}  "
        f"largest group {largest}  {judged.height} pairs  {seconds:.1f} s"
    )
    return precision, recall, best


def as_groups(groups: Sequence[Sequence[int]], ids: Sequence[str]) -> pl.DataFrame:
    """Return which group each record is in."""
    rows = [(ids[item], number) for number, group in enumerate(groups) for item in group]
    return pl.DataFrame(rows, schema=["record_id", "group"], orient="row")


def _read(path: Path) -> pl.DataFrame:
    raw = pl.read_csv(path, infer_schema=False)
    clean = raw.rename({name: name.strip() for name in raw.columns})
    text = pl.all().str.strip_chars().str.to_lowercase()
    return clean.with_columns(text).with_columns(pl.when(pl.all() != "").then(pl.all()))


def febrl4(folder: Path) -> bool:
    """Measure FEBRL4 (``dataset4a.csv``, ``dataset4b.csv``) without the social number."""
    both = pl.concat([_read(folder / f"dataset4{part}.csv").with_columns(list=pl.lit(part)) for part in "ab"])
    frame = both.drop("soc_sec_id").rename({"rec_id": "record_id"})
    truth = frame.select("record_id", pl.col("record_id").str.extract(r"rec-(\d+)-").alias("who"))
    return measure("febrl4", frame, truth)[2] >= 0.998


def fake_1000(path: Path) -> bool:
    """Measure fake_1000 from its file; the column ``cluster`` is the truth."""
    frame = _read(path).rename({"unique_id": "record_id"}).with_columns(list=pl.lit("fake"))
    measure("fake_1000", frame.drop("cluster"), frame.select("record_id", pl.col("cluster").alias("who")))
    return True
