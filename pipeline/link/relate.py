"""What lies between the user and each person: rung, strength, last exchange, known, how met."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import polars as pl

from pipeline import relations
from pipeline.link.words import ladder
from pipeline.relations import Contact, Past, Trace, Word

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

#: Sources that only the user can have made: whoever stands there is known.
OWN_SOURCES = ("network", "debrief", "user")


def _is_own() -> pl.Expr:
    """Return whether a record is of a person in a source of the user's own, an own calendar among them."""
    invited = (pl.col("source_kind") == "calendar") & pl.col("event").is_null()
    return (pl.col("source_kind").is_in(OWN_SOURCES) | invited) & (pl.col("kind") == "person")


def pasts(
    records: pl.DataFrame,
    touches: pl.DataFrame,
    interactions: pl.DataFrame,
    promises: pl.DataFrame,
    aliases: Mapping[str, str],
) -> dict[str, Past]:
    """Return what happened with each person there is anything to say about, by person_id.

    ``records`` carry their person_id; an id that was merged away stands for the one that was kept.
    """
    person_of = dict(records.select("record_id", "person_id").iter_rows())
    contacts, traces, words = defaultdict(list), defaultdict(list), defaultdict(list)
    for person, *told in interactions.select("person_id", "at", "kind", "direction", "detail").iter_rows():
        contacts[aliases.get(person, person)].append(Contact(*told))
    for record, *told in touches.select("record_id", "at", "kind", "direction", "thread").iter_rows():
        if record in person_of:
            traces[person_of[record]].append(Trace(*told))
    for person, *told in promises.select("person_id", "owner", "text", "state", "closed_at").iter_rows():
        words[aliases.get(person, person)].append(Word(*told))
    listed = set(_known_people(records)["person_id"])
    everybody = listed | contacts.keys() | traces.keys() | words.keys()
    return {one: Past(contacts[one], traces[one], words[one], listed=one in listed) for one in everybody}


def _known_people(records: pl.DataFrame) -> pl.DataFrame:
    connected = pl.col("connected_on").is_not_null() & (pl.col("kind") == "person")
    return records.filter(_is_own() | connected).select("person_id").unique()


def relate(
    people: pl.DataFrame,
    records: pl.DataFrame,
    interactions: pl.DataFrame,
    past: Mapping[str, Past],
    now: dt.datetime,
) -> pl.DataFrame:
    """Return the people with ``stage``, ``strength``, ``last_two_way``, ``known`` and ``how_met``."""
    rungs = ladder()
    rows = [
        (
            person,
            relations.stage(one, rungs),
            relations.strength(one, rungs, now),
            relations.last_two_way(one, rungs),
            one.listed or any(item.kind != "not_met" for item in one.contacts),
        )
        for person, one in sorted(past.items())
    ]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "person_id": pl.String,
        "stage": pl.Int8,
        "strength": pl.Float64,
        "last_two_way": pl.Datetime("us", "UTC"),
        "known": pl.Boolean,
    }
    held = pl.DataFrame(rows, schema=schema, orient="row")
    met = _how_met(records, interactions)
    return (
        people.join(held, on="person_id", how="left")
        .join(met, on="person_id", how="left")
        .with_columns(
            pl.col("stage").fill_null(0),
            pl.col("strength").fill_null(0.0),
            pl.col("known").fill_null(value=False),
        )
    )


def _how_met(records: pl.DataFrame, interactions: pl.DataFrame) -> pl.DataFrame:
    """Return where each known person was first met: event or source, and the date where there is one."""
    logged = interactions.filter(pl.col("kind") != "not_met").select(
        "person_id",
        pl.col("at").dt.date().alias("day"),
        pl.coalesce("event", "channel", "kind").alias("where"),
    )
    own = records.filter(_is_own()).select(
        "person_id", pl.col("connected_on").alias("day"), pl.col("source_file").alias("where")
    )
    when = pl.col("day").dt.strftime("%Y-%m-%d")
    first = (
        pl.concat([logged, own])
        .sort("day", "where", nulls_last=True)
        .group_by("person_id", maintain_order=True)
    )
    text = pl.concat_str("where", when.fill_null(""), separator=", ").str.strip_chars_end(", ")
    return first.first().select("person_id", text.alias("how_met"))
