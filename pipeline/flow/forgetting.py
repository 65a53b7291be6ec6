"""Erasing a person: state, tables, reports and raw inputs."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.flow.optout import (
    GONE,
    Marks,
    marks_of,
    name_stones,
    redacted,
    redacted_sessions,
    tombstones,
)
from pipeline.flow.origin import read_from
from pipeline.flow.schemas import DERIVED
from pipeline.ingest.delimited import read_rows
from pipeline.ingest.zipped import whole_members
from pipeline.tables import (
    Records,
    Rejects,
    Sessions,
    Touches,
)

if TYPE_CHECKING:
    from pipeline.flow.project import Project
    from pipeline.state import Intake

DELIMITED = ("csv", "tsv", "txt", "linkedin_connections")


@dataclass(slots=True)
class Forgotten:
    """What was erased, and what could not be reached."""

    names: tuple[str, ...] = ()
    rewritten: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    beyond_reach: list[str] = field(default_factory=list)


def forget(project: Project, person_id: str, *, keep_out: bool) -> Forgotten:
    """Erase a person everywhere in this workspace; ``keep_out`` keeps them out of later imports too."""
    records = project.workspace.read("records", Records)
    ids = _record_ids(project, person_id)
    own = records.filter(pl.col("record_id").is_in(ids))
    met = _met(project, ids)
    marks = marks_of(own, ids, met)
    result = Forgotten(names=marks.names)
    if keep_out:
        stones = tombstones(project, [*own.iter_rows(named=True), *met]) | name_stones(project, marks.names)
        project.state.journal.keep_out(stones, project.now())
    _rewrite_raw(project, own, marks, result)
    _clean_tables(project, marks)
    project.state.erase(person_id, ids, marks.words())
    for path in sorted(project.workspace.root.glob("reports/*/**/*")):
        if not path.is_dir():
            path.unlink()
            result.reports.append(path.name)
    result.beyond_reach += _beyond_reach(project, marks)
    return result


def _beyond_reach(project: Project, marks: Marks) -> list[str]:
    """Return the files of the user's own that still name the person; they are left to the user."""
    workspace = project.workspace
    own = [workspace.profile, *workspace.backups.glob("*"), *workspace.inbox.rglob("*")]
    own += [path for slug in workspace.events() for path in workspace.event(slug).parent.glob("*")]
    return sorted(str(path) for path in own if path.is_file() and _names(path.read_bytes(), marks))


def _record_ids(project: Project, person_id: str) -> list[str]:
    identity = project.state.identity()
    return [
        record_id
        for record_id, owner in identity.iter_rows()
        if project.state.resolve(owner) == project.state.resolve(person_id)
    ]


def _met(project: Project, ids: list[str]) -> list[dict[str, Any]]:
    return [row for row in project.state.met_records() if row["record_id"] in ids]


def _clean_tables(project: Project, marks: Marks) -> None:
    workspace, words = project.workspace, marks.words()
    gone = pl.col("record_id").is_in(list(marks.record_ids))
    workspace.write("records", workspace.read("records", Records).filter(~gone))
    workspace.write("touches", workspace.read("touches", Touches).filter(~gone))
    workspace.write("sessions", redacted_sessions(workspace.read("sessions", Sessions), words))
    workspace.write("rejects", redacted(workspace.read("rejects", Rejects), ("message", "raw"), words))
    for name, schema in DERIVED.items():
        workspace.write(name, schema.create_empty())
    workspace.drop_stamps()


def _rewrite_raw(project: Project, own: pl.DataFrame, marks: Marks, result: Forgotten) -> None:
    """Rewrite each input that names the person as a new object, and point the journal to it."""
    for intake in project.state.journal.intakes():
        path = project.workspace.raw(intake.sha256)
        if not path.is_file():
            continue
        content = path.read_bytes()
        rows = own.filter(read_from(intake.name) & pl.col("event").eq_missing(pl.lit(intake.event)))
        if not rows.height and not _names(content, marks):
            continue
        fresh = _without(project, intake, content, rows, marks)
        sha256 = project.workspace.keep_raw(fresh)
        project.state.journal.replace_raw(intake, sha256)
        if not any(item.sha256 == intake.sha256 for item in project.state.journal.intakes()):
            path.unlink()
        result.rewritten.append(intake.name)


def _names(content: bytes, marks: Marks) -> bool:
    lowered = _text(content).lower()
    return any(word.lower() in lowered for word in marks.words())


def _without(project: Project, intake: Intake, content: bytes, rows: pl.DataFrame, marks: Marks) -> bytes:
    """Return the input without the person: a list keeps its other rows, a calendar its other entries."""
    if intake.format == "ics":
        return _struck(re.sub(r"\r?\n[ \t]", "", _text(content)), marks).encode()
    if intake.format == "zip":
        return _archive_without(project, intake, content, rows, marks)
    gone = {row for row in rows["source_row"].to_list() if row is not None}
    if content[:4] != b"PK\x03\x04" and intake.format in DELIMITED:
        rest, at = read_rows(project.workspace.raw(intake.sha256), encoding=intake.options.get("encoding"))
        kept = [row for line, row in zip(at, rest, strict=True) if line not in gone]
        return _struck(_csv(kept), marks).encode()
    return _struck(_rest_as_csv(project, intake.name, intake.event, marks), marks).encode()


def _archive_without(
    project: Project, intake: Intake, content: bytes, rows: pl.DataFrame, marks: Marks
) -> bytes:
    """Return the archive with the person's own lines left out of its lists; all else keeps its place."""
    touches = project.workspace.read("touches", Touches)
    hers = touches.filter(pl.col("record_id").is_in(list(marks.record_ids)))
    lines = pl.concat([frame.select("source_file", "source_row") for frame in (rows, hers)]).drop_nulls()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        # What cannot be read may name the person as well as not: it does not come along.
        for member, inner in whole_members(content):
            name = f"{intake.name}/{member}"
            gone = set(lines.filter(pl.col("source_file") == name)["source_row"].to_list())
            if not gone and not _names(inner, marks):
                new.writestr(_struck(member, marks), inner)
            elif inner[:4] == b"PK\x03\x04":
                rest = _rest_as_csv(project, name, intake.event, marks)
                new.writestr(_struck(f"{member}.csv", marks), _struck(rest, marks))
            else:
                new.writestr(_struck(member, marks), _lines_without(member, inner, gone, marks))
    return out.getvalue()


def _lines_without(name: str, content: bytes, gone: set[int], marks: Marks) -> bytes:
    """Return a text without these lines of its table, and without the person's name in the rest."""
    if not gone or PurePosixPath(name).suffix.lower().lstrip(".") not in DELIMITED:
        return _struck(_text(content), marks).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(content)
        rows, at = read_rows(path)
    kept = [row for line, row in zip(at, rows, strict=True) if line not in gone]
    return _struck(_csv(kept), marks).encode()


def _rest_as_csv(project: Project, source: str, event: str | None, marks: Marks) -> str:
    """Return what the other rows of a spreadsheet gave, under the canonical names of the columns."""
    records = project.workspace.read("records", Records).filter(
        (pl.col("source_file") == source)
        & pl.col("event").eq_missing(pl.lit(event))
        & ~pl.col("record_id").is_in(list(marks.record_ids))
    )
    skipped = {
        "record_id",
        "event",
        "source_sha",
        "source_file",
        "source_row",
        "read_from",
        "source_kind",
        "extra",
    }
    names = [name for name in records.columns if name not in skipped]
    rows = [[_plain(row[name]) for name in names] for row in records.iter_rows(named=True)]
    return _csv([names, *rows])


def _plain(cell: Any) -> str:
    if isinstance(cell, list):
        return "; ".join(str(item) for item in cell)
    return "" if cell is None else str(cell)


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)  # an input of ours, read back only by ourselves: cells stay as they are
    return out.getvalue()


def _struck(text: str, marks: Marks) -> str:
    for word in marks.words():
        text = re.sub(re.escape(word), GONE, text, flags=re.IGNORECASE)
    return text


def _text(content: bytes) -> str:
    """Return what can be read in these bytes: of an archive the texts inside it."""
    if content[:4] == b"PK\x03\x04":
        return "\n".join(part.decode("utf-8", "replace") for _, part in whole_members(content))
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
