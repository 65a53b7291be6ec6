"""Pairs of records, looked at: every comparison gives each pair one label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.link import alike, mailbox, organizations
from pipeline.link.contacts import is_mobile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pipeline.link.evidence import Comparison
    from pipeline.link.roll import Roll

SAME, DIFFER, NONE = "same", "differ", "none"


@dataclass(frozen=True, slots=True)
class Sides:
    """The records, their names, and which two each pair puts side by side."""

    frame: pl.DataFrame
    names: Roll
    left: pl.Series
    right: pl.Series

    def both(self, column: str) -> pl.DataFrame:
        """Return the values of a column on both sides, as ``l`` and ``r``."""
        values = self.frame[column]
        return pl.DataFrame({"l": values.gather(self.left), "r": values.gather(self.right)})

    def told(self, column: str) -> tuple[pl.Series, pl.DataFrame]:
        """Return where both sides of a column of lists say something, and what they say there."""
        values = self.frame[column]
        there = values.list.len().fill_null(0) > 0
        rows = there.gather(self.left) & there.gather(self.right)
        left, right = self.left.filter(rows), self.right.filter(rows)
        return rows, pl.DataFrame(
            {"a": left, "b": right, "l": values.gather(left), "r": values.gather(right)}
        )


def compare(
    frame: pl.DataFrame, names: Roll, pairs: pl.DataFrame, comparisons: Sequence[Comparison]
) -> pl.DataFrame:
    """Return the pairs with one column of labels per comparison."""
    sides = Sides(frame, names, pairs["a"], pairs["b"])
    looked = [METHODS[item.method](sides, item).cast(pl.Categorical).alias(item.name) for item in comparisons]
    return pairs.with_columns(looked)


def _spread(rows: pl.Series, labels: pl.Series) -> pl.Series:
    """Return the labels where they belong, ``none`` everywhere else."""
    place = pl.select(pl.when(rows).then(rows.cum_sum() - 1)).to_series()
    return labels.gather(place).fill_null(NONE)


def _exact(sides: Sides, item: Comparison) -> pl.Series:
    return sides.both(item.columns[0]).select(_labels(pl.col("l") == pl.col("r"))).to_series()


def _labels(equal: pl.Expr) -> pl.Expr:
    """Return ``same`` or ``differ``, and ``none`` where one side says nothing."""
    return (
        pl.when(pl.col("l").is_null() | pl.col("r").is_null())
        .then(pl.lit(NONE))
        .when(equal)
        .then(pl.lit(SAME))
        .otherwise(pl.lit(DIFFER))
    )


def _shared(sides: Sides, item: Comparison) -> pl.Series:
    """Return ``same`` where two lists share an entry."""
    rows, both = sides.told(item.columns[0])
    return _spread(
        rows, both.select(pl.when(_meets()).then(pl.lit(SAME)).otherwise(pl.lit(DIFFER))).to_series()
    )


def _meets() -> pl.Expr:
    return pl.col("l").list.set_intersection(pl.col("r")).list.len() > 0


def _similar(sides: Sides, item: Comparison) -> pl.Series:
    """Return the first level whose similarity is reached; ``none`` where one side says nothing."""
    both = sides.both(item.columns[0]).with_row_index("at")
    told = both.drop_nulls().filter((pl.col("l") != "") & (pl.col("r") != ""))
    distinct = told.select("l", "r").unique()
    reached = _similarity(distinct["l"].to_list(), distinct["r"].to_list(), item.method)
    labels = distinct.with_columns(
        pl.Series("label", [_level(value, item) for value in reached], dtype=pl.String)
    )
    joined = told.join(labels, on=["l", "r"], how="left").select("at", "label")
    return both.join(joined, on="at", how="left", maintain_order="left")["label"].fill_null(NONE)


def _similarity(left: Sequence[str], right: Sequence[str], method: str) -> list[float]:
    """Return how similar each two texts are, 0 to 1."""
    from rapidfuzz.distance import OSA, JaroWinkler
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cpdist

    scorers: dict[str, Any] = {
        "jaro_winkler": JaroWinkler.normalized_similarity,
        "damerau": OSA.normalized_similarity,
        "ratio": ratio,
    }
    if not left:
        return []
    values: Iterable[float] = cpdist(list(left), list(right), scorer=scorers[method]).tolist()
    return [value / 100 if method == "ratio" else value for value in values]


def _level(value: float, item: Comparison) -> str:
    for level in item.levels:
        if level.at_least is not None and value >= level.at_least:
            return level.label
    return DIFFER


def _names(sides: Sides, _item: Comparison) -> pl.Series:
    """Return how two names relate; every distinct pair of names is looked at once."""
    names, at = sides.names.names, sides.names.at
    both = pl.DataFrame({"l": at.gather(sides.left), "r": at.gather(sides.right)})
    pairs = both.unique()
    rows = zip(pairs["l"].to_list(), pairs["r"].to_list(), strict=True)
    labels = [alike.relation(names[left], names[right]) for left, right in rows]
    known = pairs.with_columns(pl.Series("label", labels, dtype=pl.String))
    return both.join(known, on=["l", "r"], how="left", maintain_order="left")["label"]


def _phones(sides: Sides, item: Comparison) -> pl.Series:
    """Return ``mobile`` or ``line`` where a number is shared, also when one side lacks the country."""
    rows, both = sides.told(item.columns[0])
    labels = [_phone_label(left, right) for left, right in both.select("l", "r").iter_rows()]
    return _spread(rows, pl.Series(labels, dtype=pl.String))


def _phone_label(left: Sequence[str], right: Sequence[str]) -> str:
    shared = [(a, b) for a in left for b in right if _one_number(a, b)]
    if not shared:
        return DIFFER
    return "mobile" if any(is_mobile(max(pair, key=len)) for pair in shared) else "line"


def _one_number(a: str, b: str) -> bool:
    if a == b:
        return True
    bare, full = (a, b) if not a.startswith("+") else (b, a)
    return not bare.startswith("+") and full.startswith("+") and len(bare) > 8 and full.endswith(bare)


def _organizations(sides: Sides, _item: Comparison) -> pl.Series:
    """Return ``same`` for one name, with or without a country behind it.

    Two countries, or a name that one side says the firm bore earlier, are ``similar``.
    """
    whole, cut = sides.both("org"), sides.both("org_short").rename({"l": "ls", "r": "rs"})
    was = sides.both("org_former").rename({"l": "lf", "r": "rf"})
    same = (pl.col("l") == pl.col("r")) | (pl.col("ls") == pl.col("r")) | (pl.col("l") == pl.col("rs"))
    alike = [("ls", "rs"), ("lf", "r"), ("l", "rf")]
    likely = pl.any_horizontal(pl.col(a).eq(pl.col(b)).fill_null(value=False) for a, b in alike)
    missing = pl.col("l").is_null() | pl.col("r").is_null()
    labels = pl.when(missing).then(pl.lit(NONE)).when(same).then(pl.lit(SAME))
    label = labels.when(likely).then(pl.lit("similar")).otherwise(pl.lit(DIFFER))
    return pl.concat([whole, cut, was], how="horizontal").select(label).to_series()


def _generation(sides: Sides, _item: Comparison) -> pl.Series:
    """Return ``same``, ``differ``, or ``one`` where only one side states a generation."""
    values = sides.names.each(lambda name: name.generation, pl.String)
    both = pl.DataFrame({"l": values.gather(sides.left), "r": values.gather(sides.right)})
    one = pl.col("l").is_null() != pl.col("r").is_null()
    return both.select(
        pl.when(one).then(pl.lit("one")).otherwise(_labels(pl.col("l") == pl.col("r")))
    ).to_series()


def _mailboxes(sides: Sides, item: Comparison) -> pl.Series:
    """Return ``same`` where an address is shared, ``near`` where two differ by a slip."""
    rows, both = sides.told(item.columns[0])
    meets = both.select(_meets()).to_series().to_list()
    labels = [
        SAME if shared else "near" if mailbox.slipped(left, right) else DIFFER
        for shared, left, right in zip(meets, both["l"].to_list(), both["r"].to_list(), strict=True)
    ]
    return _spread(rows, pl.Series(labels, dtype=pl.String))


def _mailbox_names(sides: Sides, item: Comparison) -> pl.Series:
    """Return, of a shared address, ``given`` when it names both own names, ``named`` when any name."""
    rows, both = sides.told(item.columns[0])
    shared = both.select("a", "b", pl.col("l").list.set_intersection(pl.col("r")).list.first().alias("mail"))
    labels = [
        NONE if mail is None else mailbox.named_by(mail, sides.names[a], sides.names[b])
        for a, b, mail in shared.iter_rows()
    ]
    return _spread(rows, pl.Series(labels, dtype=pl.String))


def _schools(sides: Sides, item: Comparison) -> pl.Series:
    """Return ``same`` for the same words, or for first letters that stand for the other's words."""
    both = sides.both(item.columns[0])
    distinct = both.drop_nulls().unique()
    labels = [
        SAME if organizations.one_school(left, right) else DIFFER for left, right in distinct.iter_rows()
    ]
    known = distinct.with_columns(pl.Series("label", labels, dtype=pl.String))
    return both.join(known, on=["l", "r"], how="left", maintain_order="left")["label"].fill_null(NONE)


def _titles(sides: Sides, item: Comparison) -> pl.Series:
    """Return ``same`` for one title, ``similar`` where a word of the work itself stands in both."""
    both = sides.both(item.columns[0])
    distinct = both.drop_nulls().unique()
    labels = [organizations.one_work(left, right) for left, right in distinct.iter_rows()]
    known = distinct.with_columns(pl.Series("label", labels, dtype=pl.String))
    return both.join(known, on=["l", "r"], how="left", maintain_order="left")["label"].fill_null(NONE)


def _rarity(sides: Sides, _item: Comparison) -> pl.Series:
    """Return ``common``, ``plain`` (a part of a name is common) or ``rare``, whatever is less on a side."""
    known = sides.frame.select(pl.col("crowd") | pl.col("common"), pl.col("plain"))
    said = [known[name].gather(sides.left) | known[name].gather(sides.right) for name in known.columns]
    label = pl.when("c").then(pl.lit("common")).when("p").then(pl.lit("plain")).otherwise(pl.lit("rare"))
    return pl.DataFrame({"c": said[0], "p": said[1]}).select(label).to_series()


METHODS: Mapping[str, Callable[[Sides, Comparison], pl.Series]] = {
    "exact": _exact,
    "shared": _shared,
    "names": _names,
    "phones": _phones,
    "organizations": _organizations,
    "mailboxes": _mailboxes,
    "mailbox_names": _mailbox_names,
    "schools": _schools,
    "titles": _titles,
    "generation": _generation,
    "rarity": _rarity,
    "jaro_winkler": _similar,
    "damerau": _similar,
    "ratio": _similar,
}
