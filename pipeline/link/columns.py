"""Whole columns read at once: every distinct text once, and the plain ones without a word of Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.link import contacts
from pipeline.link.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

#: Addresses and pages as most lists write them; whatever else there is, ``contacts`` reads one by one.
PLAIN_MAIL = r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\+[A-Za-z0-9._+-]*)?@([A-Za-z0-9.-]+\.[A-Za-z]+)$"
PLAIN_PAGE = r"^(?i:(?:https?://)?(?:www\.)?linkedin\.com/in/)([A-Za-z0-9-]+)/?(?:\?[\w=&-]*)?$"
#: The number of a member, which ``contacts`` knows apart from a name.
NUMBERED = "^ac[ow]aa"


def texts(
    column: pl.Series, read: Callable[[str], str | None], plain: Callable[[pl.Expr], pl.Expr] | None = None
) -> pl.Series:
    """Return a column of texts, each distinct one read once; ``plain`` reads those it can by itself."""
    known = pl.DataFrame({"text": column.unique().drop_nulls()})
    quick = pl.lit(None, dtype=pl.String) if plain is None else plain(pl.col("text"))
    known = known.with_columns(quick.alias("read"))
    rest = known.filter(pl.col("read").is_null())["text"]
    slow = pl.Series("read", [read(text) for text in rest.to_list()], dtype=pl.String)
    quickly = known.drop_nulls("read")
    old, new = quickly["text"].append(rest), quickly["read"].append(slow)
    return column.replace_strict(old, new, default=None, return_dtype=pl.String)


def lists(
    column: pl.Series, read: Callable[[str], str | None], plain: Callable[[pl.Expr], pl.Expr] | None = None
) -> pl.Series:
    """Return a column of lists of distinct texts, sorted, without what could not be read."""
    at = pl.DataFrame({"at": pl.int_range(len(column), dtype=pl.UInt32, eager=True)})
    long = at.with_columns(column.alias("text")).explode("text").drop_nulls("text")
    known = long.with_columns(texts(long["text"], read, plain)).drop_nulls("text")
    made = known.group_by("at").agg(pl.col("text").unique().sort())
    every = at.join(made, on="at", how="left", maintain_order="left")["text"]
    return every.fill_null(pl.Series([[]], dtype=pl.List(pl.String))).alias(column.name)


def plain_mail(text: pl.Expr) -> pl.Expr:
    """Return what ``contacts.email`` makes of a plain address, null for any other text."""
    known = words("emails")
    box, domain = (text.str.extract(PLAIN_MAIL, part).str.to_lowercase() for part in (1, 2))
    same = known.maps["same_domain"]
    domain = domain.replace(list(same), list(same.values()))
    dotless = domain.is_in(sorted(known["dots_do_not_count"]))
    box = pl.when(dotless).then(box.str.replace_all(".", "", literal=True)).otherwise(box)
    return pl.concat_str(box, pl.lit("@"), domain)


def plain_page(text: pl.Expr) -> pl.Expr:
    """Return what ``contacts.linkedin`` makes of a plain page of a person, null for any other text."""
    slug = text.str.extract(PLAIN_PAGE, 1).str.to_lowercase()
    nobody = slug.is_in(sorted(words("emails")["no_pages"]))
    return pl.when(~slug.str.contains(NUMBERED) & ~nobody).then(slug)


def mails(column: pl.Series) -> pl.Series:
    """Return the addresses of each row in one spelling."""
    return lists(column, contacts.email, plain_mail)


def pages(column: pl.Series) -> pl.Series:
    """Return the slug of each row's page."""
    return texts(column, contacts.linkedin, plain_page)
