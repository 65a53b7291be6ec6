"""Of several columns that claim one field the best speaks; the others say to whom they lost it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipeline.ingest.column_profile import ColumnProfile

Scores = dict[str | None, float]
#: Of these one column only speaks; the others are left out.
SINGLE = (
    "name",
    "given_name",
    "family_name",
    "email",
    "organization",
    "title",
    "role",
    "booth",
    "website",
    "linkedin",
    "twitter",
    "gpa",
    "graduation_date",
    "connected_on",
)


class Guess(NamedTuple):
    """What a column is taken for (None: nothing), how surely, and which field it ``lost`` to ``winner``.

    A field lost to no column in particular belongs to somebody else than the person on the row.
    """

    field: str | None
    confidence: float
    lost: str | None = None
    winner: str | None = None


def best(options: Scores) -> tuple[str | None, float]:
    """Return the surest field of a column and how sure it is."""
    field = max(options, key=lambda key: (options[key], key is not None, key or ""))
    return field, options[field]


def one_each(
    by_name: dict[str, ColumnProfile], scores: dict[str, Scores], *, headed: bool
) -> dict[str, Guess]:
    """Return the answer of each column once every field of ``SINGLE`` belongs to one column only."""
    chosen = {name: Guess(*best(options)) for name, options in scores.items()}
    for field in SINGLE:
        rivals = [name for name, answer in chosen.items() if answer.field == field]
        if len(rivals) < 2:
            continue
        keep = max(
            rivals, key=lambda name: _rank(by_name[name], scores[name][field], field, rivals.index(name))
        )
        for name in rivals:
            if name != keep:
                chosen[name] = _second(scores[name], field, keep)
                if not headed and field == "name" and _free("organization", scores[name], chosen):
                    chosen[name] = Guess("organization", scores[name]["organization"])
    return chosen


def _free(field: str, options: Scores, chosen: dict[str, Guess]) -> bool:
    return options.get(field, 0.0) >= 0.7 and all(answer.field != field for answer in chosen.values())


def _second(options: Scores, lost: str, winner: str) -> Guess:
    """Return the best answer left once a field went to another column, if it is a good one."""
    rest = {field: score for field, score in options.items() if field != lost and field not in SINGLE}
    field, score = best(rest) if rest else (None, 0.6)
    if field is not None and score >= 0.6:
        return Guess(field, score)
    return Guess(None, 0.6, lost, winner) if options[lost] >= 0.6 else Guess(None, 0.6)


def _rank(column: ColumnProfile, score: float, field: str, order: int) -> tuple[float, ...]:
    """Return how well a column deserves a field: surer, then fuller, then more telling, then further left."""
    telling = column.distinct if field in ("booth", "website") else 0.0
    telling = float(column.of("given") >= 0.4) if field == "name" else telling
    fullness = min(column.filled, 20) / 20
    weight = score + 0.3 * fullness + 0.4 * telling - (0.3 if not column.filled else 0.0)
    return (round(weight, 3), -order)
