"""Rows and their mapping to Records: one person or organisation each, several rows of the same one merged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field as made
from typing import TYPE_CHECKING, Any

from pipeline.ingest import cells, values
from pipeline.ingest.authorization import of_person
from pipeline.ingest.called_off import without_mark
from pipeline.ingest.identity import connections, stamped
from pipeline.ingest.importer import Finding
from pipeline.ingest.merge import merge_rows, natural_key
from pipeline.ingest.rowcells import MANY, layouts
from pipeline.ingest.stands import split_stand
from pipeline.ingest.tagline import take_apart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.ingest.importer import Source
    from pipeline.ingest.rowcells import Column, Layout
    from pipeline.ingest.table import Table

_GRAVER = ("active", "no_show", "waitlisted", "cancelled")


@dataclass(slots=True)
class Built:
    """What a table gave: plain record rows, traces of contact, and what was left out and why."""

    records: list[dict[str, Any]] = made(default_factory=list)
    touches: list[dict[str, Any]] = made(default_factory=list)
    findings: list[Finding] = made(default_factory=list)
    rows: int = 0
    kept: int = 0
    merged: int = 0


def build(table: Table, mapping: Mapping[str, str | None], source: Source) -> Built:
    """Return the records of a table under a mapping of column to field (None: not read)."""
    layout, *further = layouts(table, mapping)
    built = Built(rows=len(table.rows))
    read: list[dict[str, Any]] = []
    for row, line in zip(table.rows, table.lines, strict=True):
        if len(row) > 1 and not (row[1] and row[-1]) and values.is_heading(row):
            built.findings.append(_heading(row, line))
            continue
        record, finding = _record(row, line, layout)
        built.findings += finding
        if record is not None:
            built.kept += 1
            if layout.stands and (stand := split_stand(record)):
                read.append(stand)
            read.append(record)
        for other in further:
            record, finding = _record(row, line, other) if row[other.columns[0].at].strip() else (None, [])
            built.findings += finding
            if record is not None:
                read.append(record)
    for record in merge_rows(read):
        built.records.append(stamped(record, source))
    built.merged = len(read) - len(built.records)
    built.touches = connections(built.records, source)
    return built


def _heading(row: Sequence[str], line: int) -> Finding:
    said = "a heading or a sum among the rows; it names nobody"
    return Finding("rejected", "row.heading", said, row=line, raw=" | ".join(filter(None, row))[:200])


def build_rows(people: Sequence[dict[str, Any]], source: Source, *, rows: int) -> Built:
    """Return one record per plain row of name and addresses, in the order given."""
    built = Built(rows=rows)
    for person in people:
        record = {"status": "active", "read_from": [], "extra": [], "kind": "person", **person}
        _name_it(record)
        record["natural_key"] = natural_key(record, {})
        built.records.append(stamped(record, source))
    built.kept = len(built.records)
    return built


def _record(row: Sequence[str], line: int, layout: Layout) -> tuple[dict[str, Any] | None, Sequence[Finding]]:
    """Return one record, or the reason why a row is none."""
    record: dict[str, Any] = {"source_row": line, "status": "active", "extra": []}
    findings: list[Finding] = []
    read: list[int] = []
    later: list[dict[str, str]] = []
    for place, column in enumerate(layout.columns):
        cell = row[column.at]
        value = column.value(cell) if cell else None
        if value is None:
            continue
        if column.field is None:
            record["extra"].append(value)
        elif value:
            later += _further(record, column, value)
            _put(record, column, value, cell)
            read.append(place)
        elif column.field == "email":
            said = "this is no e-mail address; it was not taken"
            findings.append(
                Finding("repaired", "email.invalid", said, row=line, column=column.name, raw=cell[:200])
            )
    record["read_from"] = [*layout.origin(read), *later] if later else layout.origin(read)
    if layout.tagline:
        take_apart(record, layout.tagline)
    _name_it(record)
    _authorize(record)
    reason = _unusable(record)
    if reason:
        raw = " | ".join(cell for cell in row if cell.strip())[:200]
        return None, [*findings, Finding("rejected", "row.nobody", reason, row=line, raw=raw)]
    return record, findings


def _further(record: dict[str, Any], column: Column, value: Any) -> list[dict[str, str]]:
    """Return where each value of a further column of one field was read, and positions among needs."""
    name = str(column.field)
    if name not in MANY:
        return []
    found = [(name, item) for item in value if name in record and item not in record[name]]
    found += [("positions", item) for item in value if name == "seeks" and values.is_position(item)]
    return [{"field": field, "column": column.name, "value": item} for field, item in found]


def _put(record: dict[str, Any], column: Column, value: Any, cell: str) -> None:
    """Put what a cell says into its field; several columns of one field join."""
    name = str(column.field)
    if name in MANY or name == "email":
        key = "emails" if name == "email" else name
        record[key] = list(dict.fromkeys([*record[key], *value])) if key in record else value
        if name == "seeks" and (kinds := [item for item in value if values.is_position(item)]):
            record["positions"] = list(dict.fromkeys([*record.get("positions", []), *kinds]))
    elif name == "phone":
        record["phones"] = [*record.get("phones", []), value]
    elif name == "status":
        record[name] = max(record[name], str(value), key=_GRAVER.index)
        if value == "active":
            # "Attending: Thursday only" says more than that they come: the plan asks when.
            record["extra"].append({"name": column.name, "value": cells.clean(cell)})
    elif name == "work_authorization":
        record.setdefault(name, []).append(value)
        record["extra"].append({"name": column.name, "value": cells.clean(cell)})
    elif name == "role" and str(value).casefold() in values.words("plain_tickets"):
        record["extra"].append({"name": column.name, "value": str(value)})
    elif name in record and name != "connected_on":
        record[name] = _joined(name, str(record[name]), str(value))
    else:
        record[name] = value


def _joined(name: str, old: str, new: str) -> str:
    if new in old:
        return old
    if name == "bio":
        return max(old, new, key=len)
    if name in ("location", "booth", "role", "industry"):
        return f"{old}, {new}"
    return f"{old}\n{new}" if name == "notes" else old


#: "Byron, Ada" and "van der Berg, Jan"; "Ada Byron, Analyst" and "Byron, PhD" are something else.
_FAMILY_FIRST = re.compile(
    r"((?:[a-zà-ÿ']{1,4} ){0,3}[^\W\d_a-zß-ÿ][^\W\d_]*(?:[-'\u2019][^\W\d_]+)?), ?"
    r"([^\W\d_a-zß-ÿ][a-zß-ÿāăąćčďđēėęěğģīįıķļłńņňōőœřśşšţťūůűźżž]+(?:[- ][^\W\d_a-zß-ÿ][a-zß-ÿ]*\.?)?)"
)


#: "BYRON, ADA L.", as old systems print names.
_CAPITALS = re.compile(
    r"([^\W\d_a-zß-ÿ]+(?:[ '\u2019-][^\W\d_a-zß-ÿ]+){0,3}), ?([^\W\d_a-zß-ÿ]{2,}(?: [^\W\d_a-zß-ÿ]\.?)?)"
)


def _family_last(record: dict[str, Any], name: str) -> None:
    """Write "Byron, Ada" as "Ada Byron"; what only looks like it stays."""
    found = _FAMILY_FIRST.fullmatch(name) or _CAPITALS.fullmatch(name)
    if found and found[2].casefold() not in values.words("name_suffixes"):
        record.update(name=f"{found[2]} {found[1]}", given_name=found[2], family_name=found[1])


def _beside(record: Mapping[str, Any]) -> bool:
    """Return whether something beside the name says that the row is about a person."""
    return bool(record.get("emails") or record.get("title"))


def _name_it(record: dict[str, Any]) -> None:
    """Settle name, kind, status of placeholders and what belongs to an organisation itself."""
    given, family, name = (record.get(key) for key in ("given_name", "family_name", "name"))
    if not name and (given or family):
        east = values.is_east_asian(f"{given or ''}{family or ''}")
        record["name"] = (
            f"{family or ''}{given or ''}" if east else " ".join(part for part in (given, family) if part)
        )
    elif name and not (given or family) and _beside(record):
        _family_last(record, name)
    person = bool(record.get("name") or (record.get("emails") and not record.get("organization")))
    record["kind"] = "person" if person else "organization"
    if not person and record.get("organization"):
        record["name"] = record["organization"]
    if str(record.get("name") or "").casefold().strip() in values.words("placeholder_names"):
        record["status"] = "placeholder"
    bare = without_mark(record.get("name"))
    if bare:
        if record.get("organization") == record["name"]:
            record["organization"] = bare
        record |= {"name": bare, "status": "cancelled"}


def _authorize(record: dict[str, Any]) -> None:
    """Settle what the cells on work authorisation mean for a person or for an employer."""
    raw = record.get("work_authorization")
    if raw is not None:
        # A person beside what is offered at a stand is the employer's contact: the employer is meant.
        person = record["kind"] == "person" and not (record.get("organization") and record.get("positions"))
        answers = {cells.authorization(cell, header, person=person) for cell, header in raw}
        if person and any(of_person(cell) == "needs_later" for cell, _ in raw):
            record["extra"].append({"name": "work_authorization", "value": "needs_later"})
        record["work_authorization"] = next(word for word in ("no", "yes", "unknown") if word in answers)
        if not person:
            said = "; ".join(dict.fromkeys(cells.as_stated(cell, header) for cell, header in raw))
            record["extra"].append({"name": "work_authorization", "value": said})


def _unusable(record: dict[str, Any]) -> str | None:
    if record.get("emails") or (record["kind"] == "organization" and record.get("name")):
        return None
    if any(map(str.isalpha, str(record.get("name") or ""))):
        return None
    return "the row names neither a person nor an organisation"
