"""Evidence as data: which records to compare, on what, how much each level says, and which rule decides.

A table is read from TOML. ``[[block]]`` names the columns that bring two records together,
``[[comparison]]`` what is looked at and what each outcome weighs, ``[[rule]]`` the first match of which
decides a pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from pipeline.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Verdict = Literal["same", "different", "review"]


@dataclass(frozen=True, slots=True)
class Block:
    """Records equal in these columns are compared; ``first`` cuts a column to its first letters.

    ``largest``: how many records may share one value; ``across``: only records of different lists are paired;
    with ``beside``, what that column holds is sought among the values of ``columns``, and only that; with
    ``alike``, only pairs whose words are written so much alike (0 to 1) are worth a look.
    """

    columns: tuple[str, ...]
    first: Mapping[str, int]
    largest: int
    across: bool = False
    beside: str | None = None
    alike: float = 0.0


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison and its weight; ``at_least`` is the similarity from which it holds."""

    label: str
    weight: float
    at_least: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is looked at: a method over columns, with its outcomes from the strongest down."""

    name: str
    method: str
    columns: tuple[str, ...]
    levels: tuple[Level, ...]

    def weights(self) -> dict[str, float]:
        """Return the weight of each outcome; one that is not listed weighs nothing."""
        return {level.label: level.weight for level in self.levels}


@dataclass(frozen=True, slots=True)
class Rule:
    """When all of its conditions hold, the pair is decided; the label says why.

    A ``veto`` also keeps the two apart when others would bring them together.
    """

    label: str
    then: Verdict
    when: Mapping[str, frozenset[str]]
    unless: Mapping[str, frozenset[str]]
    score: float | None = None
    veto: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A whole table."""

    blocks: tuple[Block, ...]
    comparisons: tuple[Comparison, ...]
    rules: tuple[Rule, ...]


def read_evidence(table: Mapping[str, Any], where: str) -> Evidence:
    """Return the evidence that plain values describe.

    Raises ``SettingsError`` when a rule speaks of a comparison or a group that the table does not have.
    """
    groups = {name: frozenset(labels) for name, labels in table.get("groups", {}).items()}
    comparisons = tuple(_comparison(item) for item in table["comparison"])
    known = {item.name for item in comparisons}
    rules = tuple(_rule(item, groups, known, where) for item in table["rule"])
    return Evidence(tuple(_block(item) for item in table["block"]), comparisons, rules)


def _block(item: Mapping[str, Any]) -> Block:
    return Block(
        tuple(item["columns"]),
        dict(item.get("first", {})),
        int(item.get("largest", 200)),
        bool(item.get("across")),
        item.get("beside"),
        float(item.get("alike", 0.0)),
    )


def _comparison(item: Mapping[str, Any]) -> Comparison:
    levels = tuple(
        Level(str(row["label"]), float(row["weight"]), row.get("at_least")) for row in item["levels"]
    )
    return Comparison(item["name"], item["method"], tuple(item.get("columns", [item["name"]])), levels)


def _rule(item: Mapping[str, Any], groups: Mapping[str, frozenset[str]], known: set[str], where: str) -> Rule:
    conditions = {key: _labels(item.get(key, {}), groups, known, where) for key in ("when", "unless")}
    return Rule(
        item["label"],
        item["then"],
        conditions["when"],
        conditions["unless"],
        item.get("score"),
        bool(item.get("veto")),
    )


def _labels(
    conditions: Mapping[str, Sequence[str]], groups: Mapping[str, frozenset[str]], known: set[str], where: str
) -> dict[str, frozenset[str]]:
    read = {}
    for name, labels in conditions.items():
        missing = [label for label in labels if label.startswith("@") and label[1:] not in groups]
        if name not in known or missing:
            raise SettingsError(
                f"a rule speaks of {missing[0] if missing else name}, which is not there",
                where=where,
                do="Mend the name in the rule.",
            )
        plain = {label for label in labels if not label.startswith("@")}
        read[name] = frozenset(plain).union(*(groups[label[1:]] for label in labels if label.startswith("@")))
    return read


def decide(pairs: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Return the pairs with ``score`` (sum of weights), ``verdict``, ``why`` (label of a rule) and ``said``.

    ``said`` names every outcome that is not ``none``, with tabs between them. Equal outcomes are decided
    once, whatever the number of pairs. No rule matched: ``different``, because nothing speaks for it.
    """
    names = [item.name for item in evidence.comparisons]
    cases = pairs.select(names).unique()
    weights = [
        pl.col(item.name).replace_strict(item.weights(), default=0.0, return_dtype=pl.Float64)
        for item in evidence.comparisons
    ]
    why: pl.Expr = pl.lit(None, dtype=pl.String)
    for rule in reversed(evidence.rules):
        why = pl.when(_holds(rule)).then(pl.lit(rule.label)).otherwise(why)
    outcome = {rule.label: rule.then for rule in evidence.rules}
    verdict = pl.col("why").replace_strict(outcome, default="different", return_dtype=pl.String)
    told = [pl.format(f"{name}={{}}", pl.when(pl.col(name) != "none").then(pl.col(name))) for name in names]
    said = pl.concat_str(told, separator="\t", ignore_nulls=True)
    decided = (
        cases.select(pl.all().cast(pl.String))
        .with_columns(pl.sum_horizontal(weights).round(6).alias("score"))
        .select("score", why.fill_null("nothing").alias("why"), said.alias("said"))
        .with_columns(verdict.alias("verdict"))
        .with_columns(pl.col("why", "verdict").cast(pl.Categorical))
    )
    whole = pl.concat([cases, decided], how="horizontal")
    return pairs.join(whole, on=names, how="left", maintain_order="left").drop(names)


def _holds(rule: Rule) -> pl.Expr:
    held = pl.lit(value=True)
    for name, labels in rule.when.items():
        held &= pl.col(name).is_in(sorted(labels))
    for name, labels in rule.unless.items():
        held &= ~pl.col(name).is_in(sorted(labels))
    return held if rule.score is None else held & (pl.col("score") >= rule.score)
