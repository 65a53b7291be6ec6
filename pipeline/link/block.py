"""Which records are compared at all: the union of exact keys, each with a limit on how many share a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.link.evidence import Block

PAIR = {"a": pl.UInt32, "b": pl.UInt32}


def block(frame: pl.DataFrame, blocks: Sequence[Block]) -> tuple[pl.DataFrame, list[tuple[str, int]]]:
    """Return the pairs (``a`` < ``b``, values of ``at``) to compare, and the keys too large to pair."""
    found = [pl.DataFrame(schema=PAIR)]
    crowded: list[tuple[str, int]] = []
    for item in blocks:
        pairs, large = _pairs(frame, item)
        found.append(pairs)
        crowded += large
    return pl.concat(found).unique().sort("a", "b"), crowded


def _pairs(frame: pl.DataFrame, item: Block) -> tuple[pl.DataFrame, list[tuple[str, int]]]:
    keyed = _keys(frame, item)
    sizes = keyed.group_by("key").len()
    large = sizes.filter(pl.col("len") > item.largest).sort("key")
    kept = keyed.join(sizes.filter(pl.col("len").is_between(2, item.largest)).select("key"), on="key")
    if item.across:
        kept = kept.join(frame.select("at", "list"), on="at")
    both = kept.lazy().join(kept.lazy(), on="key", suffix="_b").filter(pl.col("at") < pl.col("at_b"))
    if item.across:
        both = both.filter(pl.col("list") != pl.col("list_b"))
    pairs = both.select(pl.col("at").alias("a"), pl.col("at_b").alias("b")).unique()
    return pairs.collect(), [(str(key), int(size)) for key, size in large.iter_rows()]


def _keys(frame: pl.DataFrame, item: Block) -> pl.DataFrame:
    keyed = frame.select("at", *dict.fromkeys(item.columns))
    for name in item.columns:
        if keyed.schema[name] == pl.List(pl.String):
            keyed = keyed.explode(name)
    parts = [
        pl.col(name).str.slice(0, item.first[name]) if name in item.first else pl.col(name)
        for name in item.columns
    ]
    joined = pl.concat_str(parts, separator="|").alias("key")
    return (
        keyed.drop_nulls()
        .filter(pl.all_horizontal(pl.col(name) != "" for name in item.columns))
        .select("at", joined)
        .unique()
    )
