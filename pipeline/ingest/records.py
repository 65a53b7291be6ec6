"""Rows and their mapping to Records: one person or organisation each, several rows of the same one merged."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from dataclasses import field as made
from typing import TYPE_CHECKING, Any

from pipeline.ingest import cells, values
from pipeline.ingest.importer import Finding
from pipeline.ingest.merge import merge_rows, natural_key
from pipeline.ingest.stands import are_stands, split_stand
from pipeline.ingest.vocabulary import CANONICAL, FURTHER, SILENT, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.ingest.importer import Source
    from pipeline.ingest.table import Table

_MANY = frozenset({"interests", "offers", "seeks", "majors", "minors", "positions", "levels"})
_ORGANIZATION_OWN = ("website", "bio", "industry", "location")
_GRAVER = ("active", "no_show", "waitlisted", "cancelled")
_DROPPED = "ignore"
_MOST_KNOWN = 10_000  # cells remembered per column


@dataclass(slots=True)
class Built:
    """What a table gave: plain record rows, traces of contact, and what was left out and why."""

    records: list[dict[str, Any]] = made(default_factory=list)
    touches: list[dict[str, Any]] = made(default_factory=list)
    findings: list[Finding] = made(default_factory=list)
    rows: int = 0
    kept: int = 0
    merged: int = 0


@dataclass(slots=True)
class _Column:
    name: str
    field: str | None
    at: int
    separator: str | None = None
    dependent: frozenset[str] = frozenset()
    keep: bool = True
    origin: dict[str, str] = made(default_factory=dict)
    known: dict[str, Any] = made(default_factory=dict)  # cell to what it says, so that none is read twice

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
            return {"name": self.name, "value": cells.clean(cell)} if self.keep else None
        if self.field in _MANY:
            return cells.split(cell, self.separator, self.dependent)
        if self.field == "email":
            return cells.emails(cell)
        if self.field == "phone":
            return str(cells.clean(cell))
        found = _single(self.field, cell, self.name)
        return "" if found is None else found


@dataclass(slots=True)
class _Layout:
    """The columns of a table; rows that fill the same columns share one list of origins."""

    columns: list[_Column]
    stands: bool = False  # rows are exhibitors with a contact person: each gives both
    origins: dict[tuple[int, ...], list[dict[str, str]]] = made(default_factory=dict)

    def origin(self, read: list[int]) -> list[dict[str, str]]:
        """Return which column each field was read from, for the places of the columns that were read."""
        key = tuple(read)
        if key not in self.origins:
            self.origins[key] = [self.columns[at].origin for at in read]
        return self.origins[key]


def build(table: Table, mapping: Mapping[str, str | None], source: Source) -> Built:
    """Return the records of a table under a mapping of column to field (None: not read)."""
    layout = _Layout(_columns(table, mapping), stands=are_stands(set(mapping.values())))
    built = Built(rows=len(table.rows))
    read: list[dict[str, Any]] = []
    for row, line in zip(table.rows, table.lines, strict=True):
        record, finding = _record(row, line, layout)
        built.findings += finding
        if record is not None:
            built.kept += 1
            if layout.stands and (stand := split_stand(record)):
                read.append(stand)
            read.append(record)
    for record in merge_rows(read):
        built.records.append(_stamped(record, source))
    built.merged = len(read) - len(built.records)
    built.touches = _touches(built.records, source)
    return built


def build_rows(people: Sequence[dict[str, Any]], source: Source, *, rows: int) -> Built:
    """Return one record per plain row of name and addresses, in the order given."""
    built = Built(rows=rows)
    for person in people:
        record = {"status": "active", "read_from": [], "extra": [], "kind": "person", **person}
        _name_it(record)
        record["natural_key"] = natural_key(record, {})
        built.records.append(_stamped(record, source))
    built.kept = len(built.records)
    return built


def _columns(table: Table, mapping: Mapping[str, str | None]) -> list[_Column]:
    found = []
    for at, name in enumerate(table.columns):
        column = _Column(name, mapping.get(name), at, keep=_worth_keeping(name))
        column.origin = {"field": str(column.field), "column": name}
        if column.field in _MANY:
            content = [row[at] for row in table.rows]
            column.separator = cells.separator_of(content)
            column.dependent = cells.dependent_parts(content, column.separator)
        found.append(column)
    return found


def _worth_keeping(name: str) -> bool:
    from pipeline.ingest.column_profile import spoken
    from pipeline.ingest.vocabulary import said

    heard = said(spoken(name))
    return _DROPPED not in heard.fields and not heard.other


def _record(
    row: Sequence[str], line: int, layout: _Layout
) -> tuple[dict[str, Any] | None, Sequence[Finding]]:
    """Return one record, or the reason why a row is none."""
    record: dict[str, Any] = {"source_row": line, "status": "active", "extra": []}
    findings: list[Finding] = []
    read: list[int] = []
    for column in layout.columns:
        cell = row[column.at]
        value = column.value(cell) if cell else None
        if value is None:
            continue
        if column.field is None:
            record["extra"].append(value)
        elif value:
            _put(record, column, value, cell)
            read.append(column.at)
        elif column.field == "email":
            said = "this is no e-mail address; it was not taken"
            findings.append(
                Finding("repaired", "email.invalid", said, row=line, column=column.name, raw=cell[:200])
            )
    record["read_from"] = layout.origin(read)
    _name_it(record)
    _authorize(record)
    reason = _unusable(record)
    if reason:
        raw = " | ".join(cell for cell in row if cell.strip())[:200]
        return None, [*findings, Finding("rejected", "row.nobody", reason, row=line, raw=raw)]
    return record, findings


def _put(record: dict[str, Any], column: _Column, value: Any, cell: str) -> None:
    """Put what a cell says into its field; several columns of one field join."""
    name = str(column.field)
    if name in _MANY or name == "email":
        key = "emails" if name == "email" else name
        record[key] = list(dict.fromkeys([*record[key], *value])) if key in record else value
    elif name == "phone":
        record["phones"] = [*record.get("phones", []), value]
    elif name == "status":
        record[name] = max(record[name], str(value), key=_GRAVER.index)
    elif name == "work_authorization":
        record.setdefault(name, []).append(value)
        record["extra"].append({"name": column.name, "value": cells.clean(cell)})
    elif name in record and name != "connected_on":
        record[name] = _joined(name, str(record[name]), str(value))
    else:
        record[name] = value


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
    return cells.clean(cell)


def _joined(name: str, old: str, new: str) -> str:
    if new in old:
        return old
    if name == "bio":
        return max(old, new, key=len)
    if name in ("location", "booth", "role", "industry"):
        return f"{old}, {new}"
    return f"{old}\n{new}" if name == "notes" else old


def _name_it(record: dict[str, Any]) -> None:
    """Settle name, kind, status of placeholders and what belongs to an organisation itself."""
    given, family, name = (record.get(key) for key in ("given_name", "family_name", "name"))
    if not name and (given or family):
        east = values.is_east_asian(f"{given or ''}{family or ''}")
        record["name"] = (
            f"{family or ''}{given or ''}" if east else " ".join(part for part in (given, family) if part)
        )
    person = bool(record.get("name") or (record.get("emails") and not record.get("organization")))
    record["kind"] = "person" if person else "organization"
    if not person and record.get("organization"):
        record["name"] = record["organization"]
    if str(record.get("name") or "").casefold().strip() in values.words("placeholder_names"):
        record["status"] = "placeholder"


def _authorize(record: dict[str, Any]) -> None:
    """Settle what the cells on work authorisation mean for a person or for an employer."""
    raw = record.get("work_authorization")
    if raw is not None:
        # A person beside what is offered at a stand is the employer's contact: the employer is meant.
        person = record["kind"] == "person" and not (record.get("organization") and record.get("positions"))
        answers = {cells.authorization(cell, header, person=person) for cell, header in raw}
        record["work_authorization"] = next(word for word in ("no", "yes", "unknown") if word in answers)


def _unusable(record: dict[str, Any]) -> str | None:
    if record.get("name") or record.get("emails"):
        return None
    return "the row names neither a person nor an organisation"


def _stamped(record: dict[str, Any], source: Source) -> dict[str, Any]:
    """Return the record with its identity and origin."""
    parts = (source.event or "", source.name, record.pop("natural_key"))
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    record.setdefault("work_authorization", "unknown")
    record["record_id"] = f"r{digest[:24]}"
    record["event"] = source.event
    record["source_sha"] = source.sha256
    record["source_file"] = source.name
    record["source_kind"] = "attendees" if source.event else "network"
    record["source_date"] = source.modified
    return record


def _touches(records: list[dict[str, Any]], source: Source) -> list[dict[str, Any]]:
    """Return one connection per record that says since when it is connected."""
    found = []
    for record in records:
        since = record.get("connected_on")
        if isinstance(since, dt.date):
            found.append(
                touch(source, record["record_id"], since, row=record["source_row"], kind="connection")
            )
    return found


def touch(
    source: Source,
    record_id: str,
    at: dt.date | dt.datetime,
    *,
    row: int,
    kind: str,
    direction: str = "both",
    thread: str | None = None,
) -> dict[str, Any]:
    """Return one dated trace of contact; a bare day is midnight UTC."""
    moment = at if isinstance(at, dt.datetime) else dt.datetime(at.year, at.month, at.day, tzinfo=dt.UTC)
    digest = hashlib.sha256(f"{record_id}|{moment.isoformat()}|{kind}|{direction}|{row}".encode()).hexdigest()
    return {
        "touch_id": f"t{digest[:24]}",
        "source_sha": source.sha256,
        "source_file": source.name,
        "source_row": row,
        "record_id": record_id,
        "at": moment,
        "kind": kind,
        "direction": direction,
        "thread": thread,
    }


def fields_known() -> tuple[str, ...]:
    """Return every field a column may be mapped to."""
    return (*CANONICAL, *FURTHER, *SILENT)


def folded(text: str) -> str:
    """Return a text for comparing: small letters, no accents, one blank."""
    return plain(text) or re.sub(r"\s+", " ", text.casefold()).strip()
