"""Records to people: who is the same person, what is known of them, what lies between them and the user."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from pipeline.frames import validated
from pipeline.link import appear, myself, relate, ties
from pipeline.link.identity import assign
from pipeline.link.merge import merge
from pipeline.link.resolve import Found, resolve
from pipeline.pause import no_collecting
from pipeline.tables import People

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from pipeline.profile import Profile
    from pipeline.settings import Settings

__all__ = ["Linked", "link"]


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking returns; ``aliases`` map each person_id that was merged away to the one kept."""

    people: pl.DataFrame
    appearances: pl.DataFrame
    reviews: pl.DataFrame
    identity: pl.DataFrame
    aliases: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)


def link(  # noqa: PLR0913 - one argument per table, each by its name
    records: pl.DataFrame,
    sessions: pl.DataFrame,
    touches: pl.DataFrame,
    *,
    profile: Profile | None,
    identity: pl.DataFrame,
    verdicts: pl.DataFrame,
    interactions: pl.DataFrame,
    promises: pl.DataFrame,
    settings: Settings,
    now: dt.datetime,
    retired: Collection[str] = (),
    wishes: pl.DataFrame | None = None,
) -> Linked:
    """Return people, appearances, reviews and the identity after these records.

    Who is joined depends on the records and the user's verdicts alone, never on their order; which id a
    group bears depends on ``identity``, whose rows are oldest first. No id of ``retired`` is minted again.
    Whoever is the user stands in no table; ``wishes`` hold the user's word on ties.
    """
    with no_collecting():
        found: Found = resolve(records, verdicts, settings)
        named, aliases = assign(found.groups, identity, retired=retired)
        owned = records.join(named, on="record_id", how="inner", maintain_order="left")
        everybody = _people(owned, touches, profile, interactions, promises, aliases, now=now)
    user = myself.is_user(everybody, owned, profile)
    own = everybody.filter(user)["record_ids"].explode()
    people = everybody.filter(~user)
    return Linked(
        people=people.with_columns(ties.as_said(people, wishes, aliases)),
        appearances=appear.appearances(sessions, people),
        reviews=found.reviews.filter(~(pl.col("a").is_in(own.implode()) | pl.col("b").is_in(own.implode()))),
        identity=named,
        aliases=aliases,
        notices=[*found.notices, *myself.notices(everybody.filter(user))],
    )


def _people(
    owned: pl.DataFrame,
    touches: pl.DataFrame,
    profile: Profile | None,
    interactions: pl.DataFrame,
    promises: pl.DataFrame,
    aliases: dict[str, str],
    *,
    now: dt.datetime,
) -> pl.DataFrame:
    past = relate.pasts(owned, touches, interactions, promises, aliases)
    merged = relate.relate(merge(owned), owned, interactions, past, now)
    whole = merged.with_columns(ties.tie_sources(merged, owned, profile), ties.employers(merged))
    return validated(People, whole.select(People.create_empty().columns))
