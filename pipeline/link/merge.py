"""Many records, one person: the best value of every field, where it came from, and what contradicts it."""

from __future__ import annotations

import polars as pl

from pipeline.tables import People, Records

#: Which kind of source is believed first when the dates do not decide.
KINDS = ("user", "debrief", "attendees", "calendar", "network")
#: Fields in which another value is an addition, not a contradiction.
QUIET = frozenset({"kind", "notes", "bio", "work_authorization"})
#: The fields that must come from one record, so that the parts fit the whole.
NAMES = ("name", "given_name", "family_name")
#: Two numbers of one person that end in as many equal digits are one, with and without country or trunk zero.
NUMBER = 9
EVIDENCE = pl.Struct(
    {"field": pl.String, "value": pl.String, "file": pl.String, "row": pl.Int64, "column": pl.String}
)
#: A name is worse when it is an address, one word, or hides a part behind a letter.
POOR_NAME = r"@|(?:^|\s)\p{L}\.?(?:\s|$)|^\S*$"


def fields(frame: pl.DataFrame) -> tuple[list[str], list[str]]:
    """Return the names of the single-valued and of the many-valued fields that records and people share."""
    shared = [name for name in People.columns() if name in Records.columns()]
    texts = [name for name in shared if frame.schema[name] == pl.String]
    lists = [name for name in shared if frame.schema[name] == pl.List(pl.String)]
    return texts, lists


def in_order(records: pl.DataFrame) -> pl.DataFrame:
    """Return the records, the most believable first: newest dated source, then kind of source, then place."""
    kinds = pl.col("source_kind").replace_strict(
        {kind: rank for rank, kind in enumerate(KINDS)}, default=len(KINDS)
    )
    return (
        records.with_columns(kinds.alias("_kind"), _poor_name().alias("_poor"))
        .sort(
            "source_date",
            "_kind",
            "source_file",
            "source_row",
            "record_id",
            descending=[True, False, False, False, False],
            nulls_last=True,
        )
        .with_row_index("_order")
    )


def _poor_name() -> pl.Expr:
    name = pl.col("name").fill_null("").str.strip_chars()
    return (pl.col("kind") != "organization") & name.str.contains(POOR_NAME)


def merge(records: pl.DataFrame) -> pl.DataFrame:
    """Return one row per ``person_id`` of these records (which carry it), with origins and conflicts.

    The newest dated source wins per field; a full name beats a shortened one whatever its date; lists are
    joined.
    """
    ordered = in_order(records)
    texts, lists = fields(ordered)
    best = _best(ordered, texts, lists)
    cells = _cells(ordered, texts, lists)
    return (
        best.join(_origins(cells), on="person_id", how="left")
        .join(_conflicts(cells), on="person_id", how="left")
        .with_columns(
            pl.col(name).fill_null(pl.lit([], dtype=pl.List(EVIDENCE))) for name in ("origins", "conflicts")
        )
    )


def _best(ordered: pl.DataFrame, texts: list[str], lists: list[str]) -> pl.DataFrame:
    blank = [_said(name).alias(name) for name in texts]
    # Who cancelled, waits for a place or did not come is kept, but is nobody to meet there.
    here = pl.when(pl.col("status") == "active").then(pl.col("event"))
    return (
        ordered.with_columns(*blank, here.alias("_here"))
        .group_by("person_id", maintain_order=True)
        .agg(
            *(pl.col(name).drop_nulls().first() for name in texts if name not in NAMES),
            *(pl.col(name).sort_by("_poor", "_order").drop_nulls().first() for name in NAMES),
            *(_distinct(name) for name in lists),
            pl.col("record_id").sort().alias("record_ids"),
            pl.col("_here").drop_nulls().unique().sort().alias("events"),
            pl.col("connected_on").min(),
        )
        .with_columns(pl.col("work_authorization").fill_null("unknown"))
        .sort("person_id")
    )


def _distinct(name: str) -> pl.Expr:
    """Return every value once, as it was first written."""
    every = pl.col(name).explode().drop_nulls()
    return every.filter(_one(every, pl.lit(name)).is_first_distinct())


def _one(value: pl.Expr, name: pl.Expr) -> pl.Expr:
    """Return what is equal for one value: capital letters make no other, nor how a number is dialled."""
    digits = value.str.replace_all(r"\D", "").str.tail(NUMBER)
    return pl.when(name == "phones").then(digits).otherwise(value.str.to_lowercase().str.strip_chars())


def _said(name: str) -> pl.Expr:
    """Return the value, null where the source says nothing by it."""
    value = pl.col(name)
    nothing = value.str.strip_chars() == ""
    return pl.when(~(nothing | (value == "unknown") if name == "work_authorization" else nothing)).then(value)


def _cells(ordered: pl.DataFrame, texts: list[str], lists: list[str]) -> pl.DataFrame:
    """Return every stated value with its cell, the most believable first within person and field."""
    keys = ["person_id", "record_id", "_order", "source_file", "source_row"]
    parts = [
        ordered.select(
            *keys,
            (pl.col("_poor") & (name in NAMES)).alias("_poor"),
            pl.lit(name).alias("field"),
            _said(name).alias("value"),
            pl.lit(value=False).alias("_many"),
        ).drop_nulls("value")
        for name in texts
        if name not in ("kind", "work_authorization")
    ]
    parts.append(_stated(ordered, keys))
    parts += [
        ordered.filter(pl.col(name).list.len() > 0)
        .select(
            *keys,
            pl.lit(value=False).alias("_poor"),
            pl.lit(name).alias("field"),
            pl.col(name).alias("value"),
            pl.lit(value=True).alias("_many"),
        )
        .explode("value")
        for name in lists
    ]
    columns = ordered.select("record_id", "read_from").explode("read_from").drop_nulls("read_from")
    read = columns.unnest("read_from")
    named, one = ["record_id", "field"], ["record_id", "field", "value"]
    each = (
        read.filter(pl.col("value").is_null()).drop("value").unique(named, keep="first", maintain_order=True)
    )
    own = read.drop_nulls("value").unique(one, keep="first", maintain_order=True)
    cells = (
        pl.concat(parts)
        .join(each, on=named, how="left")
        .join(own, on=one, how="left", suffix="_own")
        .with_columns(pl.coalesce("column_own", "column").alias("column"))
        .drop("column_own")
    )
    return cells.sort("person_id", "field", "_poor", "_order", "value").with_columns(
        _alike("value").alias("_alike")
    )


def _stated(ordered: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Return what each source says on work authorisation, of an employer in its words; unclear ones last."""
    pair = pl.element().struct
    words = (
        pl.col("extra")
        .list.eval(pair.field("value").filter(pair.field("name") == "work_authorization"))
        .list.first()
    )
    name = "work_authorization"
    rows = ordered.filter(pl.col(name).is_not_null())
    employer = pl.when(pl.col("kind") == "organization").then(words)
    return rows.select(
        *keys,
        (pl.col(name) == "unknown").alias("_poor"),
        pl.lit(name).alias("field"),
        pl.coalesce(employer, _said(name)).alias("value"),
        pl.lit(value=False).alias("_many"),
    ).drop_nulls("value")


def _alike(name: str) -> pl.Expr:
    """Return the value with nothing but its letters and digits, so that writing alone is no contradiction."""
    return pl.col(name).str.normalize("NFKD").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "")


def _evidence() -> pl.Expr:
    return pl.struct(
        "field", "value", pl.col("source_file").alias("file"), pl.col("source_row").alias("row"), "column"
    )


def _origins(cells: pl.DataFrame) -> pl.DataFrame:
    """Return, per person, the first cell of every value that stands in the row."""
    single = cells.filter(~pl.col("_many")).unique(["person_id", "field"], keep="first", maintain_order=True)
    every = cells.filter("_many").with_columns(_one(pl.col("value"), pl.col("field")).alias("_one"))
    many = every.unique(["person_id", "field", "_one"], keep="first", maintain_order=True).drop("_one")
    both = pl.concat([single, many]).sort("person_id", "field", "_order", "value")
    return both.group_by("person_id", maintain_order=True).agg(_evidence().alias("origins"))


def _conflicts(cells: pl.DataFrame) -> pl.DataFrame:
    """Return, per person, the cells that say something else than the value that was taken."""
    group = ["person_id", "field"]
    others = (
        cells.filter(~pl.col("_many") & ~pl.col("field").is_in(sorted(QUIET)))
        .with_columns(pl.col("_alike").first().over(group).alias("_taken"))
        .filter(pl.col("_alike") != pl.col("_taken"))
        .unique(["person_id", "field", "_alike"], keep="first", maintain_order=True)
    )
    return others.group_by("person_id", maintain_order=True).agg(_evidence().alias("conflicts"))
