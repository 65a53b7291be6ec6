"""Who stands for each of the article's sources of right people, and the cheapest next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.match.concepts import load_concepts
from pipeline.match.fields import load_fields
from pipeline.match.messages import Message, message
from pipeline.match.seeker import read_seeker
from pipeline.tables import TIE_SOURCES, Coverage, as_table

if TYPE_CHECKING:
    import polars as pl

    from pipeline.event import Event
    from pipeline.match.messages import Row
    from pipeline.profile import Profile


def coverage(people: pl.DataFrame, matches: pl.DataFrame, *, profile: Profile, event: Event) -> pl.DataFrame:
    """Return Coverage: per source the ids here, best first, the ids known, a step where there are none."""
    ranked = matches.filter(event=event.slug, user_id=profile.user_id).sort(
        "rank", "person_id", nulls_last=True
    )
    fits = {row["person_id"]: row["field_fit"] for row in ranked.iter_rows(named=True)}
    place = {person: at for at, person in enumerate(ranked["person_id"])}
    rows = list(people.sort("person_id").iter_rows(named=True))
    own = read_seeker(profile, load_fields(), load_concepts()).own
    found: list[dict[str, object]] = []
    for source in TIE_SOURCES:
        mine = [row for row in rows if _stands_for(row, source, fits, own)]
        here = [row["person_id"] for row in mine if row["person_id"] in place]
        known = [row["person_id"] for row in mine if row["known"]]
        step = [] if known else _step(source, here=bool(here), profile=profile)
        if source == "field" and not own:
            step = [message("coverage.field_unmapped", None, field=profile.field)]
        found.append(
            {
                "event": event.slug,
                "user_id": profile.user_id,
                "tie_source": source,
                "here": sorted(here, key=lambda person: place[person]),
                "known": known,
                "next_step": step,
            }
        )
    return as_table(Coverage, found)


def _stands_for(row: Row, source: str, fits: dict[str, str], own: tuple[int, ...]) -> bool:
    if source in row["tie_sources"]:
        return True
    if source != "field":
        return False
    if row["person_id"] in fits:
        return fits[row["person_id"]] == "same"
    hits = load_fields().of_title(row["title"] or "")
    return bool(row["known"]) and any(hits[at].weight >= 1 for at in own if at in hits)


def _step(source: str, *, here: bool, profile: Profile) -> list[Message]:
    where = "here" if here else "elsewhere"
    return [message(f"coverage.{source}_{where}", None, field=profile.field, school=profile.school)]
