"""Which records are one: block, compare, decide, close; everything unsure becomes a review."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import cell
from pipeline.frames import validated
from pipeline.link.block import PAIR, TooCommon, block
from pipeline.link.cluster import cluster
from pipeline.link.companies import likely_one, one_organization
from pipeline.link.compare import compare
from pipeline.link.evidence import Evidence, decide, read_evidence
from pipeline.link.prepare import KEYS, prepare
from pipeline.link.words import table
from pipeline.pause import no_collecting
from pipeline.tables import Reviews

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from pipeline.link.roll import Roll
    from pipeline.settings import Settings

Pair = tuple[int, int]
_Edges = list[tuple[float, int, int]]
#: Groups are searched for contradictions up to this size; larger ones are reported anyway.
MOST_CHAINED = 200
#: So many of the keys that too many share are named one by one.
TOLD = 3
#: What is made of a name to bring alike names together; nobody could read it.
NAME_KEYS = frozenset(KEYS)


@dataclass(frozen=True, slots=True)
class Found:
    """The groups of record_ids, the pairs nobody should merge silently, and what the user should know."""

    groups: list[list[str]]
    reviews: pl.DataFrame
    notices: list[str]


@cache
def evidence() -> Evidence:
    """Return the evidence table of ``config/link.toml``."""
    return read_evidence(table("link"), "config/link.toml")


def judge(frame: pl.DataFrame, names: Roll, rules: Evidence) -> tuple[pl.DataFrame, list[TooCommon]]:
    """Return every compared pair with labels, score, verdict and reason, and the keys too large to pair.

    ``frame`` has a row per record, numbered by ``at``, with the columns that the evidence speaks of.
    """
    # Pairs name rows by ``at``, so the frame stays whole: only the search for pairs leaves organisations out.
    persons = frame.filter(pl.col("kind") == "person") if "kind" in frame.columns else frame
    pairs, crowded = block(persons, rules.blocks)
    return decide(compare(frame, names, pairs, rules.comparisons), rules), crowded


def resolve(records: pl.DataFrame, verdicts: pl.DataFrame, settings: Settings) -> Found:
    """Return who is the same, by the evidence and by the user's word, which beats it."""
    with no_collecting():
        return _resolve(records, verdicts, settings)


def _resolve(records: pl.DataFrame, verdicts: pl.DataFrame, settings: Settings) -> Found:
    frame, names = prepare(records, settings)
    judged, crowded = judge(frame, names, evidence())
    said = _said(frame, verdicts)
    vetoes = [(a, b) for a, b, verdict in said if verdict == "different"]
    agreed = [(a, b) for a, b, verdict in said if verdict == "same"]
    spoken = {(a, b) for a, b, _ in said}
    doubted = judged.join(_told({*agreed}), on=["a", "b"], how="semi")
    silent = _telling(judged).join(_told(spoken), on=["a", "b"], how="anti", maintain_order="left")
    del judged
    edges = [*_edges(silent, "same"), *one_organization(frame)]
    holds = _overruling(frame.height, edges, vetoes, _conflicts(silent), agreed)
    apart = [*vetoes, *filter(holds, _conflicts(silent))]
    groups, refused = cluster(frame.height, edges, vetoes=apart, agreed=agreed)
    chained = filter(holds, _conflicts(_within(frame, names, groups, silent)))
    inner = [pair for pair in chained if pair not in spoken]
    if inner:
        groups, refused = cluster(frame.height, edges, vetoes=[*apart, *inner], agreed=agreed)
    companies = likely_one(frame).join(_told(spoken), on=["a", "b"], how="anti")
    ids = frame["record_id"].to_list()
    broken = sorted(set(agreed) & set(refused))
    asked = pl.concat([silent, doubted.join(_told({*broken}), on=["a", "b"], how="semi")])
    return Found(
        groups=[[ids[item] for item in group] for group in groups],
        reviews=_reviews(asked, groups, refused, ids, companies, settled=vetoes, reopened=broken),
        notices=[
            *_broken(broken, ids, records),
            *_crowded(crowded, ids, records),
            *_large(groups, ids, settings),
        ],
    )


def _overruling(
    size: int, edges: _Edges, vetoes: Sequence[Pair], conflicts: Sequence[Pair], agreed: Sequence[Pair]
) -> Callable[[Pair], bool]:
    """Return what tells whether a contradiction holds beside the user's word.

    Whoever says of two that they are one has overruled what kept their records apart.
    """
    if not agreed:
        return lambda _: True
    alone, _ = cluster(size, edges, vetoes=[*vetoes, *conflicts])
    own = {item: at for at, group in enumerate(alone) for item in group}
    joined, _ = cluster(len(alone), [], agreed=[(own[a], own[b]) for a, b in agreed])
    one = {item: at for at, group in enumerate(joined) for item in group}
    return lambda pair: own[pair[0]] == own[pair[1]] or one[own[pair[0]]] != one[own[pair[1]]]


def _telling(judged: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs that join, ask or keep apart; that little speaks for a pair does none of it."""
    hard = [rule.label for rule in evidence().rules if rule.veto]
    return judged.filter((pl.col("verdict") != "different") | pl.col("why").is_in(hard))


def _within(
    frame: pl.DataFrame, names: Roll, groups: Sequence[Sequence[int]], judged: pl.DataFrame
) -> pl.DataFrame:
    """Return the pairs within one group that no key brought together, judged like all others."""
    chained = [pair for group in groups if len(group) > 2 for pair in combinations(group[:MOST_CHAINED], 2)]
    if not chained:
        return judged.clear()
    inside = pl.DataFrame(chained, schema=PAIR, orient="row").join(judged, on=["a", "b"], how="anti")
    rules = evidence()
    return decide(compare(frame, names, inside, rules.comparisons), rules)


def _told(spoken: set[tuple[int, int]]) -> pl.DataFrame:
    return pl.DataFrame(sorted(spoken), schema=PAIR, orient="row")


def _edges(judged: pl.DataFrame, verdict: str) -> list[tuple[float, int, int]]:
    return list(judged.filter(pl.col("verdict") == verdict).select("score", "a", "b").iter_rows())


def _conflicts(judged: pl.DataFrame) -> list[tuple[int, int]]:
    """Return the pairs that are visibly two; that little speaks for a pair keeps nobody apart."""
    hard = [rule.label for rule in evidence().rules if rule.veto]
    apart = judged.filter((pl.col("verdict") == "different") & pl.col("why").is_in(hard))
    return list(apart.select("a", "b").iter_rows())


def _said(frame: pl.DataFrame, verdicts: pl.DataFrame) -> list[tuple[int, int, str]]:
    """Return the user's word on pairs of records that are there, as numbers."""
    at = dict(frame.select("record_id", "at").iter_rows())
    rows = verdicts.select("a_record", "b_record", "verdict").iter_rows()
    known = {tuple(sorted((at[a], at[b]))): word for a, b, word in rows if a in at and b in at and a != b}
    return sorted((a, b, word) for (a, b), word in known.items())


def _reviews(
    judged: pl.DataFrame,
    groups: Sequence[Sequence[int]],
    refused: Sequence[tuple[int, int]],
    ids: Sequence[str],
    companies: pl.DataFrame,
    *,
    settled: Collection[Pair],
    reopened: Collection[Pair],
) -> pl.DataFrame:
    """Return the unsure pairs between different groups, and the joins that a veto refused.

    Two groups are asked about once, by the pair that speaks loudest; those that the user told apart
    (``settled``) are not, unless another word of theirs joins them (``reopened``).
    """
    group_of = {item: index for index, group in enumerate(groups) for item in group}
    group = pl.Series([group_of[item] for item in range(len(ids))], dtype=pl.UInt32)
    apart = _told({*refused}).with_columns(pl.lit(value=True).alias("refused"))
    open_ = judged.join(apart, on=["a", "b"], how="left", maintain_order="left").filter(
        (pl.col("verdict") == "review") | pl.col("refused").is_not_null()
    )
    why = [pl.format("rule={}", pl.col("why").cast(pl.String)), pl.col("said").replace("", None)]
    told = pl.concat_str(why, separator="\t", ignore_nulls=True).str.split("\t").alias("evidence")
    named = pl.Series(ids, dtype=pl.String)
    asked = pl.concat([open_.select("a", "b", told, "score"), companies])
    rows = _once(asked.sort("score", "a", "b", descending=[True, False, False]), group, settled, reopened)
    pairs = [named.gather(rows[side]).alias(side) for side in ("a", "b")]
    return validated(Reviews, rows.with_columns(*pairs))


def _once(
    asked: pl.DataFrame, group: pl.Series, settled: Collection[Pair], reopened: Collection[Pair]
) -> pl.DataFrame:
    """Return the first pair between any two groups, without those between groups that ``settled`` names."""

    def both(pairs: pl.DataFrame) -> pl.DataFrame:
        sides = pl.DataFrame({"l": group.gather(pairs["a"]), "r": group.gather(pairs["b"])})
        return pairs.with_columns(
            sides.select(pl.min_horizontal("l", "r"), pl.max_horizontal("l", "r").alias("r"))
        )

    told = both(_told({*settled})).join(both(_told({*reopened})), on=["l", "r"], how="anti")
    open_ = both(asked).filter(pl.col("l") != pl.col("r"))
    alone = open_.unique(["l", "r"], keep="first", maintain_order=True)
    return alone.join(told, on=["l", "r"], how="anti", maintain_order="left").drop("l", "r")


def _broken(pairs: Sequence[tuple[int, int]], ids: Sequence[str], records: pl.DataFrame) -> list[str]:
    """Return one sentence per word of the user that cannot hold beside the others."""
    rows = records.filter(pl.col("record_id").is_in([ids[item] for pair in pairs for item in pair]))
    called = {
        record: f"{name or '(no name)'} [{cell(file, row)}]"
        for record, name, file, row in rows.select(
            "record_id", "name", "source_file", "source_row"
        ).iter_rows()
    }
    return [
        f"you said that {called[ids[a]]} and {called[ids[b]]} are one, and by another word of yours not:"
        " they stay apart until 'meetwell review' has one of the two words changed"
        for a, b in pairs
    ]


def _crowded(crowded: Sequence[TooCommon], ids: Sequence[str], records: pl.DataFrame) -> list[str]:
    """Return one sentence per key that too many share; of a name, whose it is and not how it was reduced."""
    most = sorted(crowded, key=lambda one: (-one.size, one.key))
    first = records.filter(pl.col("record_id").is_in(sorted({ids[one.first] for one in most})))
    named = dict(first.select("record_id", "name").iter_rows())
    shared = [
        f"a name like {named[ids[one.first]]!r}" if NAME_KEYS & {*one.columns} else repr(one.key)
        for one in most
    ]
    said = [f"{one.size} records share {what}" for one, what in zip(most, shared, strict=True)]
    told = [f"{text}; they were not compared on that alone" for text in dict.fromkeys(said)]
    rest = len(told) - TOLD
    return told if rest <= 0 else [*told[:TOLD], f"{rest} more keys are shared by too many to compare on"]


def _large(groups: Sequence[Sequence[int]], ids: Sequence[str], settings: Settings) -> list[str]:
    most = settings.integer("link.large_cluster")
    return [
        f"{len(group)} records became one, starting with {ids[group[0]]}; look at them with 'meetwell show'"
        for group in groups
        if len(group) > most
    ]
