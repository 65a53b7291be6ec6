"""Names of records: every distinct one is taken apart once, and each record knows which is its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.link.names import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.link.name import Name


@dataclass(frozen=True, slots=True)
class Roll:
    """The distinct names, and per record the place of its name among them."""

    names: list[Name] = field(default_factory=list)
    at: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.UInt32))

    def __getitem__(self, record: int) -> Name:
        """Return the name of one record."""
        place: int = self.at[record]
        return self.names[place]

    def each(self, read: Callable[[Name], Any], dtype: type[pl.DataType]) -> pl.Series:
        """Return, per record, what is read of its name."""
        return pl.Series([read(name) for name in self.names], dtype=dtype).gather(self.at)


def call(told: pl.DataFrame) -> Roll:
    """Return the names of these rows, whose columns are the whole name, the own and the family name."""
    texts = told.unique(maintain_order=True)
    numbers: dict[Name, int] = {}
    place = [numbers.setdefault(parse(*row), len(numbers)) for row in texts.iter_rows()]
    known = texts.with_columns(pl.Series("_at", place, dtype=pl.UInt32))
    at = told.join(known, on=told.columns, how="left", nulls_equal=True, maintain_order="left")["_at"]
    return Roll(list(numbers), at)
