"""Rows that stand for organisations: which are one, and which pairs only the user can decide."""

from __future__ import annotations

import re
from itertools import combinations

import polars as pl

from pipeline.link.words import words

HOST = re.compile(
    r"^(?:[a-z][a-z\d+.-]*://)?(?:[^/@\s]*@)?(?:www\d?\.)?([a-z\d-]+(?:\.[a-z\d-]+)+)", re.IGNORECASE
)
PAGE = re.compile(
    r"^(?:https?://)?(?:www\.|[a-z]{2}\.)?([a-z\d-]+(?:\.[a-z\d-]+)+)/([\w@.~-]+)(?:/([\w@.~-]+))?",
    re.IGNORECASE,
)
#: A page or a short name that more organisations than this stand behind says nothing about any two of them.
SHARED_BY = 4
#: What the evidence weighs; it orders the questions and decides nothing.
SAME_WEBSITE, TWO_COUNTRIES = 2.0, 1.0
UNSURE: dict[str, pl.DataType | type[pl.DataType]] = {
    "a": pl.UInt32,
    "b": pl.UInt32,
    "evidence": pl.List(pl.String),
    "score": pl.Float64,
}


def host(text: str) -> str | None:
    """Return the host of a web address; nothing where it is a platform's on which anybody has a page."""
    found = HOST.match(text.strip())
    name = found[1].lower() if found else None
    many = words("organizations")["platforms"]
    return None if name is None or any(name == one or name.endswith(f".{one}") for one in many) else name


def page(text: str) -> str | None:
    """Return ``host/name`` of one's own page on a platform, github.com/ana; nothing for anything else."""
    found = PAGE.match(text.strip())
    if found is None:
        return None
    host_, first, second = (part.lower() if part else "" for part in found.groups())
    kept = words("organizations").maps["own_pages"].get(host_)
    own = second if kept and kept == first else first if kept == "" else ""
    return f"{host_}/{own.lstrip('@')}" if len(own.lstrip("@")) > 1 else None


def one_organization(frame: pl.DataFrame) -> list[tuple[float, int, int]]:
    """Return the edges between organisations of one name, with and without a country behind it."""
    own = frame.filter(pl.col("kind") == "organization").select("at", "org", "org_short").drop_nulls()
    first = own.group_by("org").agg(pl.col("at").min().alias("first"))
    whole = own.join(first, on="org").filter(pl.col("at") != pl.col("first"))
    cut = own.filter(pl.col("org") != pl.col("org_short")).join(first, left_on="org_short", right_on="org")
    both = pl.concat([whole.select("first", "at"), cut.select("first", "at")])
    return [(1.0, min(a, b), max(a, b)) for a, b in both.unique().iter_rows()]


def likely_one(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs (``a``, ``b``, ``evidence``, ``score``) of organisations to ask about.

    Another name on the same website, one name with two countries behind it, or the name that one bore
    earlier: none of them joins.
    """
    own = frame.filter(pl.col("kind") == "organization").sort("at")
    rows: dict[tuple[int, int], tuple[int, int, list[str], float]] = {}
    for column, label, score in (("host", "website", SAME_WEBSITE), ("org_short", "name", TWO_COUNTRIES)):
        named = own.drop_nulls([column, "org"]).unique([column, "org"], keep="first", maintain_order=True)
        for (shared,), group in named.group_by([column], maintain_order=True):
            if group.height <= SHARED_BY:
                for a, b in combinations(group["at"].to_list(), 2):
                    rows.setdefault(
                        (a, b), (a, b, ["rule=likely_one_organization", f"{label}={shared}"], score)
                    )
    was = own.select("at", "org_former").join(own, left_on="org_former", right_on="org", suffix="_r")
    for a, b, name in was.select("at", "at_r", "org_former").iter_rows():
        pair = (min(a, b), max(a, b))
        rows.setdefault(pair, (*pair, ["rule=likely_one_organization", f"name={name}"], SAME_WEBSITE))
    return pl.DataFrame(list(rows.values()), schema=UNSURE, orient="row")
