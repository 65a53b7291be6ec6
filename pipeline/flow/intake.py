"""Files in: one input to rows of the raw tables, its journal line, and its bytes kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import InputError
from pipeline.flow.leaving import left_behind, listed
from pipeline.flow.origin import Origin, digest_of, held, opened, read_from
from pipeline.flow.reading import Wanted, parser_of, read_source, signature
from pipeline.flow.rejects import write_rejects
from pipeline.flow.schemas import RAW
from pipeline.ingest.ics_again import with_known_ids
from pipeline.link.again import followed
from pipeline.state import Intake

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.flow.project import Project
    from pipeline.ingest import Ingested, Inspection, Source


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one input; ``left``: of whom the user spoke and whom no list names any more."""

    intake: Intake
    changed: bool
    inspection: Inspection | None
    sessions: int
    touches: int
    left: tuple[str, ...] = ()


def take_in(project: Project, word: str | Path, wanted: Wanted) -> Taken:
    """Read one input into the raw tables: a file, ``-`` for standard input, or an address.

    The same bytes read the same way again are a no-op. Raises ``InputError`` when the input is unusable;
    nothing is then written.
    """
    with opened(str(word), project.settings) as origin:
        return _take_in(project, origin, wanted)


def take_in_bytes(project: Project, name: str, content: bytes, wanted: Wanted) -> Taken:
    """Read bytes that came from elsewhere into the raw tables, under a name that stays the same."""
    with held(name, content) as origin:
        return _take_in(project, origin, wanted)


def _take_in(project: Project, origin: Origin, wanted: Wanted) -> Taken:
    parser = parser_of(project)
    before = _before(project, origin.name, digest_of(origin.content), wanted, parser)
    if before:
        return Taken(before, changed=False, inspection=None, sessions=0, touches=0)
    source, found = read_source(project, origin, wanted)
    return _keep(project, source, found, origin.content, wanted, parser)


def read_again(project: Project, wanted: Wanted, intake: Intake) -> None:
    """Read a kept input into the raw tables once more, exactly as its journal line says."""
    raw = project.workspace.raw(intake.sha256)
    origin = Origin(intake.name, raw.read_bytes(), raw, None)
    source, found = read_source(project, origin, wanted)
    replace_rows(project, source.name, intake.event, found)


def _before(project: Project, name: str, sha256: str, wanted: Wanted, parser: str) -> Intake | None:
    options = json.loads(json.dumps(wanted.options()))
    for intake in project.state.journal.intakes():
        same = (intake.name, intake.sha256, intake.parser) == (name, sha256, parser)
        if (
            same
            and intake.options == options
            and (wanted.event is None or intake.event in (wanted.event, None))
        ):
            return intake
    return None


def _keep(
    project: Project, source: Source, found: Ingested, content: bytes, wanted: Wanted, parser: str
) -> Taken:
    read = found.inspection
    intake = Intake(
        name=source.name,
        event=source.event,
        sha256=source.sha256,
        owner=source.owner,
        options=json.loads(json.dumps(wanted.options())),
        format=read.format,
        rows_read=read.rows,
        kept=read.kept,
        repaired=sum(item.count for item in read.repairs),
        rejected=len(read.rejects),
        parser=parser,
        at=project.now(),
    )
    project.workspace.keep_raw(content)
    before = listed(project, source.name, source.event)
    replace_rows(project, source.name, source.event, found)
    write_rejects(project, source.event)
    with project.state.writing():
        project.state.journal.save_intake(intake)
        if wanted.mapping:
            project.state.journal.save_mapping(signature(read), wanted.mapping, project.now())
    return Taken(
        intake,
        changed=True,
        inspection=read,
        sessions=found.sessions.height,
        touches=found.touches.height,
        left=tuple(left_behind(project, before)),
    )


def replace_rows(project: Project, name: str, event: str | None, found: Ingested) -> None:
    """Put the rows of one source in the place of those it gave before; all other rows stay."""
    frames = {
        "records": found.records,
        "sessions": found.sessions,
        "touches": found.touches,
        "rejects": found.rejects,
    }
    for table, schema in RAW.items():
        old = project.workspace.read(table, schema)
        mine = read_from(name)
        if "event" in old.columns:
            mine &= pl.col("event").eq_missing(pl.lit(event))
        rest = old.filter(~mine)
        if table == "records":
            # First, so that whatever interrupts this leaves no word of the user without its person.
            project.state.inherit(followed(old.filter(mine), frames[table]))
        if table == "sessions":
            frames[table] = with_known_ids(old.filter(mine), frames[table])
        if rest.height == old.height and not frames[table].height:
            continue
        key = schema.primary_key()
        new = pl.concat([rest, frames[table].select(rest.columns)])
        project.workspace.write(table, new.unique(key, keep="last", maintain_order=True) if key else new)


def take_in_all(
    project: Project, words: Sequence[str | Path], wanted: Wanted
) -> tuple[list[Taken], list[InputError]]:
    """Read several inputs; one that is unusable stops none of the others."""
    taken: list[Taken] = []
    failed: list[InputError] = []
    for word in words:
        try:
            taken.append(take_in(project, word, wanted))
        except InputError as problem:
            failed.append(problem)
    return taken, failed


def inbox_files(project: Project) -> list[tuple[Path, Wanted]]:
    """Return the files of the inbox; the folder they are in says whose they are."""
    inbox = project.workspace.inbox
    found = []
    for path in sorted(inbox.rglob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        place = path.relative_to(inbox).parts[0] if path.parent != inbox else ""
        own = place in ("mine", "network")
        event = None if own else (place or None)
        found.append((path, Wanted(event=event, owner="mine" if own else ("event" if event else None))))
    return found
