"""Which column is which: header words and values together; ``settle`` then looks at them side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest.column_profile import ColumnProfile, is_nameless, profile_column
from pipeline.ingest.companions import further_people
from pipeline.ingest.settle import settle
from pipeline.ingest.vocabulary import plain

if TYPE_CHECKING:
    from pipeline.ingest.rivals import Guess
    from pipeline.ingest.table import Table

_NAME_FIELDS = ("name", "given_name", "family_name", "organization")


def map_columns(table: Table) -> dict[str, Guess]:
    """Return a guess for every column of a table, in column order."""
    groups = [*table.groups, *[""] * len(table.columns)]
    profiles = [
        profile_column(name, [row[at] for row in table.rows], groups[at])
        for at, name in enumerate(table.columns)
    ]
    return map_profiles(
        profiles, headed=table.header_row is not None or table.format in ("json", "vcard", "blocks")
    )


def map_profiles(profiles: list[ColumnProfile], *, headed: bool) -> dict[str, Guess]:
    """Return a guess per column from their profiles; ``headed`` False: only the values speak."""
    scores = {
        item.name: column_scores(item) if headed and not is_nameless(item.name) else value_scores(item)
        for item in profiles
    }
    chosen = settle(profiles, scores, headed=headed)
    chosen |= further_people(profiles, scores, chosen)
    return {
        name: guess._replace(confidence=round(min(guess.confidence, 1.0), 3))
        for name, guess in chosen.items()
    }


def column_scores(column: ColumnProfile) -> dict[str | None, float]:
    """Return the confidence of each field a column could feed; the key None means: ignore it."""
    scores: dict[str | None, float] = {None: 0.15}
    if column.said.other:
        return {None: 0.9}
    for field, heard in column.said.fields.items():
        if field == "ignore":
            scores[None] = max(scores[None], heard)
        else:
            agreed = agreement(field, column) if column.filled else 0.75
            scores[field] = heard * agreed
            if (
                heard < 0.8
                and agreed >= 0.7
                and any(column.of(test) >= 0.3 for test in _PROOFS.get(field, ()))
            ):
                scores[field] = min(0.85, heard + 0.2)
    for shown, proven in _proven(column).items():
        scores[shown] = max(proven, scores.get(shown, 0.0))
    shown_anyway = {"role", "levels"} & set(scores)
    if column.said.fields.keys() == {"ignore"} and scores[None] >= 0.8 and not shown_anyway:
        return {None: scores[None]}
    return scores


#: Tests that make sure of a field which the header only hints at.
_PROOFS = {
    "name": ("person",),
    "organization": ("organization",),
    "title": ("title",),
    "majors": ("major",),
    "levels": ("level",),
    "positions": ("position",),
    "work_authorization": ("authorization", "flag"),
    "location": ("place",),
    "booth": ("booth",),
}


def _proven(column: ColumnProfile) -> dict[str | None, float]:
    """Return the fields that the values alone prove."""
    found: dict[str | None, float] = {}
    if column.filled and column.of("linkedin") >= 0.7:
        found["linkedin"] = 0.9
    if column.filled and column.of("twitter") >= 0.7:
        found["twitter"] = 0.85
    if not column.said.fields and column.hosts >= 3 and column.of("url") >= 0.8 and column.top_host < 0.5:
        elsewhere = column.of("image", "social", "linkedin", "twitter", "email")
        found |= {"website": 0.65} if elsewhere < 0.3 else {}
    if column.filled >= 3 and column.of("role") >= 0.8 and "role" not in column.said.fields:
        found["role"] = 0.7
    if column.filled >= 3 and column.of("level") >= 0.8 and column.said.fields.keys() <= {"ignore"}:
        found["levels"] = 0.85
    if column.filled >= 2 and column.of("email") >= 0.8 and "ignore" not in column.said.fields:
        found["email"] = 0.75
    return found


def agreement(field: str, column: ColumnProfile) -> float:  # noqa: PLR0911 - one return per kind of field
    """Return how well the values agree with a field the header names: 0 (never) to 1 (proof)."""
    of = column.of
    plain_data = max(of("email"), of("url"), of("day"), of("time"), of("flag"), 0.0)
    if field == "email":
        return 1.0 if of("email") >= 0.5 else 0.7 if of("email") > 0.2 else 0.2
    if field == "phone":
        return 0.95 if of("phone", "number") >= 0.5 else 0.2
    if field in ("website", "linkedin", "twitter"):
        return _address_agreement(field, column)
    if field == "booth":
        return _booth_agreement(column)
    if field in _NAME_FIELDS:
        return _name_agreement(field, column) * (1 - plain_data)
    if field in ("levels", "minors", "gpa", "graduation_date"):
        return _further_agreement(field, column)
    if field == "work_authorization":
        return 1.0 if of("authorization", "flag") >= 0.3 else 0.7
    if field == "location":
        return (1.0 if of("place") >= 0.3 else 0.85) * (
            1 - max(of("email"), of("url"), of("flag"), of("day"))
        )
    if field in ("status", "connected_on"):
        return 1.0 if field == "status" else 0.9 if of("day") >= 0.3 else 0.3
    return _text_agreement(field, column) * (1 - plain_data)


def _address_agreement(field: str, column: ColumnProfile) -> float:
    of = column.of
    if field == "linkedin":
        return (
            1.0 if of("linkedin") >= 0.5 else 0.75 if of("url", "handle") >= 0.5 and not of("flag") else 0.3
        )
    if field == "twitter":
        return 1.0 if of("twitter") >= 0.5 else 0.9 if of("handle") >= 0.5 and not of("flag") else 0.4
    if of("url", "host") < 0.4 or of("image") >= 0.5 or of("email") >= 0.5:
        return 0.2
    if of("linkedin", "twitter", "social") >= 0.6:
        return 0.3
    if column.top_host < 0.7 or column.filled < 3:
        return 1.0
    # All rows on one host: a directory's own pages, unless the header says whose address it is.
    return 0.35 if plain(column.name) in ("link", "links", "url", "web page", "page") else 0.65


def _booth_agreement(column: ColumnProfile) -> float:
    of = column.of
    if of("flag") >= 0.5 or of("person", "email", "url", "day") >= 0.5:
        return 0.1
    if of("booth", "number", "code") >= 0.5:
        return 1.0
    # "Grand Ballroom, row 3, the table next to the doors" is where they stand as well.
    return 0.75 if column.length <= 30 else 0.65 if column.length <= 90 else 0.4


def _name_agreement(field: str, column: ColumnProfile) -> float:
    of = column.of
    if field in ("given_name", "family_name"):
        return 1.0 if of("single", "person") >= 0.6 else 0.75 if of("number", "email", "url") < 0.5 else 0.1
    if field == "name":
        lean = of("person") - of("organization")
        return 1.0 if lean >= 0.4 else 0.85 if lean >= 0.0 and of("number") < 0.5 else 0.4
    if of("number") >= 0.8:
        return 0.2
    if of("department") >= 0.6 and column.filled >= 3:
        return 0.4
    if of("given") >= 0.5 > of("organization") and column.filled >= 3:
        return 0.3
    return 0.6 if of("person") >= 0.8 and of("organization") < 0.1 and column.filled >= 3 else 1.0


def _further_agreement(field: str, column: ColumnProfile) -> float:
    of = column.of
    if field == "levels":
        return 1.0 if of("level") >= 0.4 else 0.3
    if field == "minors":
        return 1.0 if of("major") >= 0.3 else 0.3
    if field == "gpa":
        return 1.0 if of("number", "time") >= 0.6 else 0.3
    return 1.0 if of("day", "number", "text") >= 0.5 and column.length < 30 else 0.3


def _text_agreement(field: str, column: ColumnProfile) -> float:  # noqa: PLR0911 - one return per field
    of = column.of
    if of("number") >= 0.8:
        return 0.2
    if field == "title":
        if of("salutation") >= 0.5 or (column.length > 45 and of("title") < 0.4):
            return 0.15
        return 1.0 if of("title") >= 0.3 else 0.6 if of("role") >= 0.6 else 0.92
    if field == "role":
        return (
            0.5
            if of("title") >= 0.5 > of("role") and column.distinct > 0.5
            else 1.0
            if of("role") >= 0.3
            else 0.8
        )
    if field == "majors":
        return 1.0 if of("major") >= 0.2 else 0.7
    if field == "positions":
        return 1.0 if of("position", "title") >= 0.2 else 0.75
    if field == "bio":
        return 1.0 if column.length >= 60 else 0.8
    if field == "industry":
        return 0.6 if of("role") >= 0.6 else 0.9
    return 0.95


def value_scores(column: ColumnProfile) -> dict[str | None, float]:
    """Return the confidence of each field from the values alone, for lists without a header."""
    of = column.of
    scores: dict[str | None, float] = {None: 0.2}
    if not column.filled:
        return scores
    scores |= {field: sure for field, test, least, sure in _VALUE_RULES if of(test) >= least}
    if of("number") >= 0.5:
        scores.pop("booth", None)
    if of("title") > of("organization"):
        scores.pop("organization", None)
    if of("url") >= 0.6 and of("image", "social", "linkedin", "twitter") < 0.5:
        scores["website"] = 0.75 if column.top_host < 0.7 or column.filled < 3 else 0.3
    if column.length >= 90 and of("url") < 0.3:
        scores["bio"] = 0.65
    return scores


_VALUE_RULES: tuple[tuple[str, str, float, float], ...] = (
    ("email", "email", 0.6, 0.9),
    ("linkedin", "linkedin", 0.6, 0.9),
    ("twitter", "twitter", 0.6, 0.85),
    ("name", "person", 0.5, 0.8),
    ("organization", "organization", 0.3, 0.75),
    ("role", "role", 0.5, 0.75),
    ("title", "title", 0.5, 0.7),
    ("booth", "booth", 0.7, 0.62),
    ("levels", "level", 0.6, 0.7),
    ("positions", "position", 0.6, 0.7),
    ("majors", "major", 0.6, 0.65),
    ("location", "place", 0.6, 0.7),
    ("phone", "phone", 0.7, 0.7),
)
