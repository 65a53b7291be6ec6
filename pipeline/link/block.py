"""Which records are compared at all: the union of exact keys, each with a limit on how many share a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.link.evidence import Block

PAIR = {"a": pl.UInt32, "b": pl.UInt32}


@dataclass(frozen=True, slots=True)
class TooCommon:
    """A key that so many records share that it pairs none of them; ``first`` is one of them."""

    columns: tuple[str, ...]
    key: str
    size: int
    first: int


def block(frame: pl.DataFrame, blocks: Sequence[Block]) -> tuple[pl.DataFrame, list[TooCommon]]:
    """Return the pairs (``a`` < ``b``, values of ``at``) to compare, and the keys too large to pair."""
    found = [pl.DataFrame(schema=PAIR)]
    crowded: list[TooCommon] = []
    for item in blocks:
        pairs, large = _pairs(frame, item)
        found.append(_alike(frame, pairs, item.alike) if item.alike else pairs)
        crowded += large
    return pl.concat(found).unique().sort("a", "b"), crowded


def _alike(frame: pl.DataFrame, pairs: pl.DataFrame, least: float) -> pl.DataFrame:
    """Return the pairs whose words, in alphabetical order, are written alike; far faster than reading."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cpdist

    if pairs.is_empty():
        return pairs
    words = frame.select("at", pl.col("key").fill_null(""))
    both = pairs.join(words, left_on="a", right_on="at", how="left", maintain_order="left")
    both = both.join(words, left_on="b", right_on="at", how="left", maintain_order="left", suffix="_b")
    reached = cpdist(both["key"].to_list(), both["key_b"].to_list(), scorer=ratio, score_cutoff=100 * least)
    return pairs.filter(pl.Series(reached > 0))


def _pairs(frame: pl.DataFrame, item: Block) -> tuple[pl.DataFrame, list[TooCommon]]:
    keyed = _keys(frame, item, item.columns)
    sizes = keyed.group_by("key").agg(pl.len(), pl.col("at").min().alias("first"))
    if sizes.filter(pl.col("len") > 1).is_empty():
        return pl.DataFrame(schema=PAIR), []
    large = sizes.filter(pl.col("len") > item.largest).sort("key")
    kept = keyed.join(sizes.filter(pl.col("len").is_between(2, item.largest)).select("key"), on="key")
    sought = _keys(frame, item, (item.beside,)) if item.beside else kept
    both = sought.lazy().join(kept.lazy(), on="key", suffix="_b")
    both = both.filter((pl.col("at") != pl.col("at_b")) if item.beside else (pl.col("at") < pl.col("at_b")))
    if item.across:
        both = both.filter(pl.col("list") != pl.col("list_b"))
    ends = pl.min_horizontal("at", "at_b").alias("a"), pl.max_horizontal("at", "at_b").alias("b")
    crowded = [TooCommon(item.columns, *row) for row in large.select("key", "len", "first").iter_rows()]
    return both.select(*ends).unique().collect(), crowded


def _keys(frame: pl.DataFrame, item: Block, columns: Sequence[str]) -> pl.DataFrame:
    """Return ``at``, ``key`` and, where the block goes across lists, the number of the list."""
    lists = [pl.col("list").cast(pl.Categorical).to_physical().alias("list")] if item.across else []
    keyed = frame.select("at", *lists, *(pl.col(name).alias(f"={name}") for name in dict.fromkeys(columns)))
    for name in columns:
        if keyed.schema[f"={name}"] == pl.List(pl.String):
            keyed = keyed.explode(f"={name}").filter(pl.col(f"={name}") != "")
    said = [pl.col(f"={name}") for name in columns]
    cut = [
        part.str.slice(0, item.first[name]) if name in item.first else part
        for name, part in zip(columns, said, strict=True)
    ]
    told = keyed.filter(pl.all_horizontal(part != "" for part in said))
    return told.select(
        *(["at", "list"] if lists else ["at"]), pl.concat_str(cut, separator="|").alias("key")
    ).unique()
