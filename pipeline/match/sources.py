"""Who stands for each of the article's sources of right people, and the cheapest next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.match.concepts import load_concepts
from pipeline.match.fields import load_fields
from pipeline.match.messages import Message, message
from pipeline.match.seeker import read_seeker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from pipeline.event import Event
    from pipeline.match.messages import Row
    from pipeline.profile import Profile


def coverage(people: pl.DataFrame, matches: pl.DataFrame, *, profile: Profile, event: Event) -> pl.DataFrame:
    """Return Coverage: per source the ids here, best first, the ids known, a step where there are none."""
    from pipeline.tables import TIE_SOURCES, Coverage, as_table

    ranked = matches.filter(event=event.slug, user_id=profile.user_id)
    seen = ranked.select("person_id", "field_fit", "rank").rows()
    fits = {person: fit for person, fit, _ in seen}
    ranks = {person: rank for person, _, rank in seen if rank is not None}
    # Who is at the event and has no match is the user.
    rows = [
        row
        for row in people.sort("person_id").iter_rows(named=True)
        if row["person_id"] in fits or event.slug not in row["events"]
    ]
    own = read_seeker(profile, load_fields(), load_concepts()).own
    standing = {source: [row for row in rows if stands_for(row, source, fits, own)] for source in TIE_SOURCES}
    here = {
        source: [row["person_id"] for row in mine if row["person_id"] in fits]
        for source, mine in standing.items()
    }
    known = {source: [row["person_id"] for row in mine if row["known"]] for source, mine in standing.items()}
    return as_table(Coverage, source_rows(profile, event.slug, here, known, ranks, in_map=bool(own)))


def source_rows(
    profile: Profile,
    slug: str,
    here: Mapping[str, Sequence[str]],
    known: Mapping[str, Sequence[str]],
    ranks: Mapping[str, int],
    *,
    in_map: bool,
) -> list[dict[str, object]]:
    """Return the rows of Coverage of one user from the ids of each source, in the order of the ids."""
    from pipeline.tables import TIE_SOURCES

    found: list[dict[str, object]] = []
    for source in TIE_SOURCES:
        stand = here.get(source, ())
        step = [] if known.get(source) else _step(source, here=bool(stand), profile=profile)
        if source == "field" and not in_map:
            key = "coverage.field_unmapped" if profile.field else "coverage.field_unnamed"
            step = [message(key, None, field=profile.field)]
        best = sorted((person for person in stand if person in ranks), key=ranks.__getitem__)
        found.append(
            {
                "event": slug,
                "user_id": profile.user_id,
                "tie_source": source,
                "here": [*best, *(person for person in stand if person not in ranks)],
                "known": list(known.get(source, ())),
                "next_step": step,
            }
        )
    return found


def stands_for(row: Row, source: str, fits: dict[str, str], own: tuple[int, ...]) -> bool:
    """Return whether a person stands for a source: by a tie, or in the user's field, here or known."""
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
