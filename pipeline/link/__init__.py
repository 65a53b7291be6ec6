"""Records to people: who is the same person, what is known of them, what lies between them and the user."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.link import appear, relate, ties
from pipeline.link.identity import assign
from pipeline.link.match_up import Found, match_up
from pipeline.link.merge import merge
from pipeline.tables import People

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    import polars as pl

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
) -> Linked:
    """Return people, appearances, reviews and the identity after these records.

    Who is joined depends on the records and the user's verdicts alone, never on their order; which id a
    group bears depends on ``identity``, whose rows are oldest first. No id of ``retired`` is minted again.
    """
    found: Found = match_up(records, verdicts, settings)
    named, aliases = assign(found.groups, identity, retired=retired)
    owned = records.join(named, on="record_id", how="inner", maintain_order="left")
    people = _people(owned, touches, profile, interactions, promises, aliases, now=now)
    return Linked(
        people=people,
        appearances=appear.appearances(sessions, people),
        reviews=found.reviews,
        identity=named,
        aliases=aliases,
        notices=found.notices,
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
    return People.validate(whole.select(People.create_empty().columns), cast=True)
