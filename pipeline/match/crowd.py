"""People as arrays: what of each row every signal works with, read once for any number of users."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.match.field_signs import Sign, field_signs
from pipeline.match.text import plain, stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from pipeline.match.concepts import Concept, Concepts
    from pipeline.match.fields import FieldMap
    from pipeline.match.messages import Row

#: Columns a target may say something in; a list with none of them carries nothing to match on.
TELLING = (
    "title",
    "industry",
    "interests",
    "offers",
    "seeks",
    "majors",
    "positions",
    "levels",
    "bio",
    "school",
)


#: Rows whose signs are remembered; more than any event has.
MOST_SIGNS = 200_000


@dataclass(frozen=True, slots=True)
class Ragged:
    """Several ids per person: those of person i stand in ``ids[starts[i]:starts[i + 1]]``."""

    starts: NDArray[np.int64]
    ids: NDArray[np.int64]

    def best(self, values: NDArray[np.float32], empty: float = 0.0) -> NDArray[np.float32]:
        """Return the largest value of each person's ids, ``empty`` for a person without any."""
        count = len(self.starts) - 1
        found = np.full(count, empty, np.float32)
        filled = np.diff(self.starts) > 0
        if filled.any():
            found[filled] = np.maximum.reduceat(values[self.ids], self.starts[:-1][filled])
        return found

    def sums(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the sum of the values of each person's ids."""
        total = np.concatenate([np.zeros(1, np.float64), np.cumsum(values[self.ids], dtype=np.float64)])
        return np.asarray(total[self.starts[1:]] - total[self.starts[:-1]], np.float32)

    def of(self, person: int) -> NDArray[np.int64]:
        """Return the ids of one person."""
        return self.ids[self.starts[person] : self.starts[person + 1]]

    @property
    def counts(self) -> NDArray[np.int64]:
        """Return how many ids each person has."""
        return np.diff(self.starts)


@dataclass(frozen=True, slots=True)
class Crowd:
    """The targets of one event. Row i of every array is ``rows[i]``, in the order of ``person_id``."""

    rows: tuple[Row, ...]
    employers: tuple[Row | None, ...]
    signs: tuple[tuple[Sign, ...], ...]
    fields: NDArray[np.float32]
    concepts: tuple[Concept, ...]
    interests: Ragged
    phrases: tuple[str, ...]
    seeks: Ragged
    offers: Ragged
    roles: Ragged
    hires: tuple[Row | None, ...]

    def __len__(self) -> int:
        """Return the number of targets."""
        return len(self.rows)


def read_crowd(people: pl.DataFrame, slug: str, me: str, fields: FieldMap, concepts: Concepts) -> Crowd:
    """Return the targets of this event; ``me`` (an id, a plain name) is nobody's target."""
    every = sorted(people.iter_rows(named=True), key=lambda row: str(row["person_id"]))
    by_id = {row["person_id"]: row for row in every}
    rows = tuple(row for row in every if slug in row["events"] and not _is_me(row, me))
    employers = tuple(_employer(row, by_id) for row in rows)
    nothing = fields.vocabulary["nothing"]
    signs = tuple(_signs(row, employer, fields) for row, employer in zip(rows, employers, strict=True))
    table = _Table()
    hires = tuple(_hirer(row, employer, fields) for row, employer in zip(rows, employers, strict=True))
    known: dict[str, Concept] = {}
    ids: list[list[int]] = []
    order: dict[str, int] = {}
    for row in rows:
        mine = [concept for text in stated(row["interests"], nothing) if (concept := concepts.of(text))]
        known.update((concept.name, concept) for concept in mine)
        ids.append(sorted({order.setdefault(concept.name, len(order)) for concept in mine}))
    return Crowd(
        rows=rows,
        employers=employers,
        signs=signs,
        fields=_field_array(signs, len(fields.names)),
        concepts=tuple(known[name] for name in order),
        interests=ragged(ids),
        seeks=ragged([table.ids(stated(row["seeks"], nothing)) for row in rows]),
        offers=ragged([table.ids(stated(row["offers"], nothing)) for row in rows]),
        roles=ragged(
            [table.ids(stated(row["positions"], nothing) if hire else []) for row, hire in _pairs(hires)]
        ),
        phrases=table.phrases,
        hires=hires,
    )


_SIGN_COLUMNS = ("kind", "title", "industry", "organization", "name", "positions", "majors", "interests")


def _signs(row: Row, employer: Row | None, fields: FieldMap) -> tuple[Sign, ...]:
    """Return the signs of one row; equal rows, as other users of an office see them, are read once."""
    parts = [text for one in (row, employer or {}) for name in _SIGN_COLUMNS for text in _flat(one.get(name))]
    key = "\x1f".join(parts)
    if key not in fields.signs:
        if len(fields.signs) > MOST_SIGNS:
            fields.signs.clear()
        fields.signs[key] = tuple(field_signs(row, employer, fields))
    return fields.signs[key]


def _flat(value: object) -> list[str]:
    return ["\x1e", *value] if isinstance(value, list) else ["\x1e" if value is None else str(value)]


def _pairs(hires: Sequence[Row | None]) -> list[tuple[Row, bool]]:
    blank: Row = {"positions": []}
    return [(row or blank, row is not None) for row in hires]


def _is_me(row: Row, me: str) -> bool:
    return me in (row["person_id"], plain(row["name"]), *(plain(mail) for mail in row["emails"]))


def _employer(row: Row, by_id: dict[str, Row]) -> Row | None:
    if row["kind"] == "organization":
        return None
    return by_id.get(str(row["organization_id"]))


def _hirer(row: Row, employer: Row | None, fields: FieldMap) -> Row | None:
    """Return whose hiring a target stands for: its own where it states any, else that of the employer."""
    if row["majors"] or row["positions"] or row["levels"]:
        recruits = row["kind"] == "organization" or row["positions"] or _recruits(row, fields)
        return row if recruits else None
    if row["kind"] == "organization":
        return row
    return employer if _recruits(row, fields) else None


def _recruits(row: Row, fields: FieldMap) -> bool:
    return fields.speaks_for_employer(row["title"]) or fields.speaks_for_employer(row["role"])


def ragged(lists: Sequence[Sequence[int]]) -> Ragged:
    """Return lists of ids as one array with starts."""
    starts = np.concatenate(
        [np.zeros(1, np.int64), np.cumsum([len(items) for items in lists], dtype=np.int64)]
    )
    return Ragged(starts, np.array([item for items in lists for item in items], np.int64))


def _field_array(signs: Sequence[Sequence[Sign]], count: int) -> NDArray[np.float32]:
    found = np.zeros((len(signs), count), np.float32)
    for row, group in zip(found, signs, strict=True):
        for sign in group:
            row[sign.field] = max(row[sign.field], sign.strength)
    return found


class _Table:
    """Phrases numbered in the order they come."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def ids(self, texts: Iterable[str]) -> list[int]:
        return [self._ids.setdefault(text, len(self._ids)) for text in texts]

    @property
    def phrases(self) -> tuple[str, ...]:
        return tuple(self._ids)
