"""The kinds of column that the tables are built from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dataframely as dy
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: More rows than this are filled column by column; below, building the frame at once is quicker.
_BULK = 500


def text(**options: object) -> dy.String:
    """Return a text that may be unknown."""
    return dy.String(nullable=True, **options)  # type: ignore[arg-type]


def texts(description: str | None = None) -> dy.List:
    """Return a list of texts; empty says that the source named nothing."""
    return dy.List(dy.String(nullable=False), nullable=False, description=description)


def one_of(words: Sequence[str], *, nullable: bool = False, primary_key: bool = False) -> dy.String:
    """Return a text that is one of these words."""
    return dy.String(
        nullable=nullable, primary_key=primary_key, check=lambda column: column.is_in(list(words))
    )


def moment(*, nullable: bool = True, description: str | None = None) -> dy.Datetime:
    """Return a moment in UTC."""
    return dy.Datetime(nullable=nullable, time_zone="UTC", description=description)


def evidence() -> dy.List:
    """Return the type of a list of evidence cells: what was read, and where."""
    return dy.List(
        dy.Struct(
            {
                "field": dy.String(nullable=True),
                "value": dy.String(nullable=True),
                "file": dy.String(nullable=True),
                "row": dy.Int64(nullable=True),
                "column": dy.String(nullable=True),
            },
            nullable=False,
        ),
        nullable=False,
    )


def params() -> dy.List:
    """Return the type of a message's parameters: names with their values."""
    pair: dict[str, dy.Column] = {"name": dy.String(nullable=False), "value": dy.String(nullable=True)}
    return dy.List(dy.Struct(pair, nullable=False), nullable=False)


def messages() -> dy.List:
    """Return the type of a list of messages: a key and its parameters, put into words by ``report`` alone."""
    message: dict[str, dy.Column] = {"side": dy.String(nullable=True), "key": dy.String(nullable=False)}
    message |= {"params": params(), "evidence": evidence()}
    return dy.List(dy.Struct(message, nullable=False), nullable=False)


def series(name: str, values: Sequence[object], dtype: pl.DataType) -> pl.Series:
    """Return plain values as a column; lists of structs are filled flat, which is 15 times faster."""
    if isinstance(dtype, pl.List) and None not in values:
        return _lists(name, values, dtype)  # type: ignore[arg-type]
    if isinstance(dtype, pl.Struct) and None not in values:
        parts = {
            field.name: series(field.name, [item.get(field.name) for item in values], field.dtype)  # type: ignore[attr-defined,arg-type]
            for field in dtype.fields
        }
        return pl.DataFrame(parts).to_struct(name)
    return pl.Series(name, values, dtype=dtype)


def _lists(name: str, values: Sequence[Sequence[object]], dtype: pl.List) -> pl.Series:
    flat = series(name, [item for items in values for item in items], dtype.inner)  # type: ignore[arg-type]
    sizes = pl.Series(name, [len(items) for items in values], dtype=pl.UInt32)
    rows = pl.select(at=pl.int_range(len(values), dtype=pl.UInt32))
    owners = rows.select(pl.col("at").repeat_by(sizes)).explode("at").drop_nulls()
    grouped = owners.with_columns(flat).group_by("at", maintain_order=True).agg(pl.col(name))
    joined = rows.join(grouped, on="at", how="left", maintain_order="left")[name]
    return joined.fill_null(pl.Series([[]], dtype=dtype))


def frame_of(types: Mapping[str, pl.DataType], rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Return rows as a frame of these types; what a row does not name is null, a list empty."""
    lists = {name for name, dtype in types.items() if isinstance(dtype, pl.List)}
    if len(rows) <= _BULK:
        filled = [{name: row.get(name, [] if name in lists else None) for name in types} for row in rows]
        return pl.DataFrame(filled, schema=types)
    return pl.DataFrame(
        [
            series(name, [row.get(name, () if name in lists else None) for row in rows], dtype)
            for name, dtype in types.items()
        ]
    )
