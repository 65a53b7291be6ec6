"""The columns of a table under their mapping: what a cell says for its field."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as made
from typing import TYPE_CHECKING, Any

from pipeline.ingest import cells, companions, values
from pipeline.ingest.column_profile import spoken
from pipeline.ingest.stands import are_stands
from pipeline.ingest.tagline import is_tagline
from pipeline.ingest.vocabulary import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.ingest.table import Table

#: Fields that hold several values.
MANY = frozenset({"interests", "offers", "seeks", "majors", "minors", "positions", "levels"})
_KNOWN_VALUES = {"majors": "major_words", "minors": "major_words", "positions": "position_words"}
_NAMES = frozenset({"name", "given_name", "family_name", "organization"})
_DROPPED = "ignore"
_MOST_KNOWN = 10_000  # cells remembered per column


@dataclass(slots=True)
class Column:
    """One column under its mapping; ``known`` is cell to what it says, so that none is read twice."""

    name: str
    field: str | None
    at: int
    separator: str | None = None
    dependent: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    keep: bool = True
    origin: dict[str, str] = made(default_factory=dict)
    known: dict[str, Any] = made(default_factory=dict)

    def value(self, cell: str) -> Any:
        """Return what a cell says for this column's field, None when it says nothing at all."""
        try:
            return self.known[cell]
        except KeyError:
            found = None if values.is_null(cell) else self._read(cell)
            if len(self.known) < _MOST_KNOWN:
                self.known[cell] = found
            return found

    def _read(self, cell: str) -> Any:
        if self.field is None:
            return {"name": self.name, "value": cells.tidy(cell)} if self.keep else None
        if self.field in MANY:
            if self.alone and "," in cell and str(self.separator) not in cell:
                found = cells.split_at_commas(cell, self.alone, _KNOWN_VALUES.get(self.field, ""))
                if found:
                    return found
            return cells.split(cell, self.separator, self.dependent)
        if self.field == "email":
            return cells.emails(cell)
        if self.field == "phone":
            return cells.tidy(cell)
        found = _single(self.field, cell, self.name)
        return "" if found is None else found


@dataclass(slots=True)
class Layout:
    """The columns of a table; rows that fill the same columns share one list of origins."""

    columns: list[Column]
    tagline: str | None = None  # the column that says "title at organisation" in one
    stands: bool = False  # rows are exhibitors with a contact person: each gives both
    origins: dict[tuple[int, ...], list[dict[str, str]]] = made(default_factory=dict)

    def origin(self, read: list[int]) -> list[dict[str, str]]:
        """Return which column each field was read from, for the places of the columns that were read."""
        key = tuple(read)
        if key not in self.origins:
            self.origins[key] = [self.columns[at].origin for at in read]
        return self.origins[key]


def columns_of(table: Table, mapping: Mapping[str, str | None]) -> list[Column]:
    """Return the columns of a table with what their cells have in common: separator, dependent parts."""
    found = []
    for at, name in enumerate(table.columns):
        column = Column(name, mapping.get(name), at, keep=_worth_keeping(name))
        column.origin = {"field": str(column.field), "column": name}
        if column.field in MANY:
            content = [row[at] for row in table.rows]
            column.separator = cells.separator_of(content)
            column.alone = cells.standing_alone(content, column.separator)
            column.dependent = cells.dependent_parts(content, column.separator)
        found.append(column)
    return found


def layouts(table: Table, mapping: Mapping[str, str | None]) -> list[Layout]:
    """Return how a row is read, then how each further person on it is, whose name is the first column."""
    columns = columns_of(table, mapping)
    groups = companions.groups(table.columns, mapping)
    apart = {at for group in groups for at in group}
    lines = (item.name for item in columns if item.field == "title" and is_tagline(item.name))
    main = Layout(
        [item for item in columns if item.at not in apart],
        tagline=next(lines, None),
        stands=are_stands(set(mapping.values())),
    )
    shared = [companions.shared(table.columns, mapping, group) for group in groups]
    places = [[*group, *common] for group, common in zip(groups, shared, strict=True)]
    return [main, *(Layout([columns[at] for at in those]) for those in places)]


def _worth_keeping(name: str) -> bool:
    heard = said(spoken(name))
    return _DROPPED not in heard.fields and not heard.other


def _single(name: str, cell: str, header: str) -> Any:  # noqa: PLR0911 - one return per field
    if name == "website":
        return cells.address(cell)
    if name == "linkedin":
        return cells.linkedin(cell)
    if name == "twitter":
        return cells.handle(cell)
    if name == "status":
        return cells.status(cell, header)
    if name == "connected_on":
        return cells.day(cell)
    if name == "work_authorization":
        return (cell, header)
    if name in _NAMES and cell.count('"') == 1:
        return cells.tidy(cell.strip().strip('"'))  # a mark that was never closed is no part of a name
    # What somebody wrote stays as it is, but for blanks around it.
    return cell.strip(" \t\r\n") if name in ("notes", "bio") else cells.tidy(cell)
