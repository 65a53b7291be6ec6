"""People as arrays: what of each row every signal works with, read once for any number of users."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

import numpy as np

from pipeline.match.arrays import Key, distinct
from pipeline.match.field_signs import READ_OF_BIO, Sign, field_signs
from pipeline.match.marks import Mark, marks_of, says_place
from pipeline.match.roles import with_roles
from pipeline.match.talks import spoken_of, with_talks
from pipeline.match.text import plain, stated

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from pipeline.match.concepts import Concepts
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
    "talks",
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
    def owners(self) -> NDArray[np.int64]:
        """Return the person of each id."""
        return np.repeat(np.arange(len(self.starts) - 1), self.counts)

    @property
    def counts(self) -> NDArray[np.int64]:
        """Return how many ids each person has."""
        return np.diff(self.starts)


@dataclass(frozen=True, slots=True)
class Crowd:
    """The targets of one event. Row i of every array is ``rows[i]``, in the order of ``person_id``.

    ``lists[list_of[i]]`` stands for what target i hires, ``marks`` for what can be in common with it;
    ``mails`` and ``names`` find the rows of one person. ``contacts`` are people of whom the lists say no more
    than whom to ask for at an exhibitor that is a target itself: one visit meets both. ``spoken[i]`` are the
    concepts that titles and tracks of talks name, each with what names it.
    """

    rows: tuple[Row, ...]
    employers: tuple[Row | None, ...]
    signs: tuple[tuple[Sign, ...], ...]
    fields: NDArray[np.float32]
    concepts: tuple[str, ...]
    interests: Ragged
    phrases: tuple[str, ...]
    seeks: Ragged
    offers: Ragged
    hires: tuple[Row | None, ...]
    lists: tuple[Row | None, ...]
    list_of: NDArray[np.int64]
    marks: tuple[Mark, ...]
    marked: Ragged
    placed: NDArray[np.bool_]
    mails: dict[str, list[int]]
    names: dict[str, list[int]]
    contacts: frozenset[int]
    spoken: tuple[dict[str, tuple[str, str]], ...]

    def __len__(self) -> int:
        """Return the number of targets."""
        return len(self.rows)


def read_crowd(
    people: pl.DataFrame,
    slug: str,
    fields: FieldMap,
    concepts: Concepts,
    talks: Mapping[str, Sequence[Row]] | None = None,
) -> Crowd:
    """Return the targets of this event, read once for all who look at them; ``talks`` are by speaker."""
    held = talks or {}
    listed = (
        with_talks(with_roles(row, fields), held.get(row["person_id"], ()))
        for row in people.iter_rows(named=True)
    )
    every = sorted(listed, key=lambda row: str(row["person_id"]))
    by_id = {row["person_id"]: row for row in every}
    rows = tuple(row for row in every if slug in row["events"])
    employers = tuple(_employer(row, by_id) for row in rows)
    nothing = fields.vocabulary["nothing"]
    signs = tuple(_signs(row, employer, fields) for row, employer in zip(rows, employers, strict=True))
    hires = tuple(_hirer(row, employer, fields) for row, employer in zip(rows, employers, strict=True))
    lists, list_of = distinct(None if row is None else _list_key(row) for row in hires)
    stand_for = {None if row is None else _list_key(row): row for row in reversed(hires)}
    phrases, marks, known = _Table[str](), _Table[Mark](), _Table[str]()
    meant = [filter(None, map(concepts.of, stated(row["interests"], nothing))) for row in rows]
    spoken = tuple(spoken_of(row, concepts, fields) for row in rows)
    return Crowd(
        rows=rows,
        employers=employers,
        signs=signs,
        fields=_field_array(signs, len(fields.names)),
        interests=ragged(
            [
                sorted({*known.ids([*(one.name for one in found), *said])})
                for found, said in zip(meant, spoken, strict=True)
            ]
        ),
        concepts=tuple(known.items),
        seeks=ragged([phrases.ids(stated(row["seeks"], nothing)) for row in rows]),
        offers=ragged([phrases.ids(stated(row["offers"], nothing)) for row in rows]),
        phrases=tuple(phrases.items),
        hires=hires,
        lists=tuple(stand_for[key] for key in lists),
        list_of=list_of,
        marked=ragged([marks.ids(marks_of(row)) for row in rows]),
        marks=tuple(marks.items),
        placed=np.array([says_place(row) for row in rows], np.bool_),
        mails={mail: [] for row in every for mail in map(plain, row["emails"])}
        | _places(rows, lambda row: map(plain, row["emails"])),
        names=_places(rows, lambda row: [plain(row["name"])]),
        contacts=frozenset(
            at for at, row in enumerate(rows) if _is_contact(row, employers[at], slug, fields)
        ),
        spoken=spoken,
    )


def _is_contact(row: Row, employer: Row | None, slug: str, fields: FieldMap) -> bool:
    if employer is None or slug not in employer["events"] or row["known"]:
        return False
    own = any(row.get(name) for name in TELLING if name not in ("title", "industry"))
    return not own and (not row["title"] or _recruits(row, fields))


def _list_key(row: Row) -> Hashable:
    lists = (tuple(row[name]) for name in ("majors", "levels", "positions"))
    return (*lists, row["graduation_date"], row["work_authorization"])


def _places(rows: Sequence[Row], keys: Callable[[Row], Iterable[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        for key in keys(row):
            found.setdefault(key, []).append(at)
    return found


_SIGN_COLUMNS = (
    "kind",
    "title",
    "industry",
    "organization",
    "name",
    "positions",
    "majors",
    "interests",
    "talks",
    "tracks",
)


def _signs(row: Row, employer: Row | None, fields: FieldMap) -> tuple[Sign, ...]:
    """Return the signs of one row; equal rows, as other users of an office see them, are read once."""
    parts = [text for one in (row, employer or {}) for name in _SIGN_COLUMNS for text in _flat(one.get(name))]
    key = "\x1f".join([*parts, (row["bio"] or "")[:READ_OF_BIO]])
    if key not in fields.signs:
        if len(fields.signs) > MOST_SIGNS:
            fields.signs.clear()
        fields.signs[key] = tuple(field_signs(row, employer, fields))
    return fields.signs[key]


def _flat(value: object) -> list[str]:
    return ["\x1e", *value] if isinstance(value, list) else ["\x1e" if value is None else str(value)]


def _employer(row: Row, by_id: dict[str, Row]) -> Row | None:
    if row["kind"] == "organization":
        return None
    return by_id.get(str(row["organization_id"]))


def _hirer(row: Row, employer: Row | None, fields: FieldMap) -> Row | None:
    """Return whose hiring a target stands for: its own where it states any, else that of the employer."""
    if row["kind"] == "person" and fields.studies(row["title"]):
        return None
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


class _Table(Generic[Key]):
    """Things numbered in the order they come."""

    def __init__(self) -> None:
        self.items: dict[Key, int] = {}

    def ids(self, keys: Iterable[Key]) -> list[int]:
        """Return the number of each."""
        return [self.items.setdefault(key, len(self.items)) for key in keys]
