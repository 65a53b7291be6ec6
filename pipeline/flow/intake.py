"""Files in: one input to rows of the raw tables, its journal line, and its bytes kept."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline import __version__
from pipeline.errors import InputError
from pipeline.flow.optout import without_opted_out
from pipeline.flow.origin import Origin, opened
from pipeline.flow.project import digest
from pipeline.ingest import Source, ingest
from pipeline.state import Intake
from pipeline.tables import Records, Rejects, Sessions, Touches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.event import Event
    from pipeline.flow.project import Project
    from pipeline.ingest import Ingested, Inspection
    from pipeline.settings import Settings, Value

RAW_TABLES = {"records": Records, "sessions": Sessions, "touches": Touches, "rejects": Rejects}
#: What these formats hold is the user's own network, whatever event is next.
OWN_FORMATS = ("linkedin", "vcard", "google-contacts", "outlook", "facebook", "instagram", "x-", "archive")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the user wants a file taken in; what is not said is found out."""

    event: str | None = None
    owner: str | None = None
    as_format: str | None = None
    mapping: Mapping[str, str] | None = None
    encoding: str | None = None
    tz: str | None = None

    def options(self) -> dict[str, Any]:
        """Return what changes how the file is read, as plain values."""
        return {
            "as": self.as_format,
            "map": dict(self.mapping or {}),
            "encoding": self.encoding,
            "tz": self.tz,
            "owner": self.owner,
        }


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one input."""

    intake: Intake
    changed: bool
    inspection: Inspection | None
    sessions: int
    touches: int


def take_in(project: Project, word: str | Path, wanted: Wanted) -> Taken:
    """Read one input into the raw tables: a file, ``-`` for standard input, or an address.

    The same bytes read the same way again are a no-op. Raises ``InputError`` when the input is unusable;
    nothing is then written.
    """
    with opened(str(word), project.settings) as origin:
        return _take_in(project, origin, wanted)


def _take_in(project: Project, origin: Origin, wanted: Wanted) -> Taken:
    parser = f"{__version__}:{_reading(project)}"
    before = _before(project, origin.name, digest_of(origin.content), wanted, parser)
    if before:
        return Taken(before, changed=False, inspection=None, sessions=0, touches=0)
    source, found = _read_as_before(project, origin, wanted)
    return _keep(project, source, found, origin.content, wanted, parser)


def read_again(project: Project, wanted: Wanted, intake: Intake) -> None:
    """Read a kept input into the raw tables once more, exactly as its journal line says."""
    raw = project.workspace.raw(intake.sha256)
    origin = Origin(intake.name, raw.read_bytes(), raw, None)
    source, found = _read_as_before(project, origin, wanted)
    replace_rows(project, source.name, intake.event, found)


def _read_as_before(project: Project, origin: Origin, wanted: Wanted) -> tuple[Source, Ingested]:
    """Read an input; columns the user explained in an earlier file mean the same again."""
    if wanted.mapping:
        return _read(project, origin, wanted, wanted.mapping)
    remembered = project.state.journal.mappings()
    try:
        source, found = _read(project, origin, wanted, {})
        known = remembered.get(signature(found.inspection))
        return _read(project, origin, wanted, known) if known else (source, found)
    except InputError:
        # Without its mapping such a list names nobody, so its columns are only seen by reading it with one.
        for columns, mapping in remembered.items():
            try:
                source, found = _read(project, origin, wanted, mapping)
            except InputError:
                continue
            if signature(found.inspection) == columns:
                return source, found
        raise


def digest_of(content: bytes) -> str:
    """Return the SHA-256 that names these bytes among the raw inputs."""
    import hashlib

    return hashlib.sha256(content).hexdigest()


def signature(inspection: Inspection) -> str:
    """Return what tells that two files have the same columns."""
    return digest(inspection.format, sorted(inspection.columns))


def reading_settings(project: Project) -> Settings:
    """Return the settings files are read with: series of calendars run from a month before the first event.

    They run until four months after the last one, where the follow-ups are.
    """
    events = project.events()
    if not events:
        return project.settings
    first = min(event.first_day for event in events) - dt.timedelta(days=31)
    last = max(event.last_day for event in events) + dt.timedelta(days=120)
    window: dict[str, Value] = {
        "calendar.first_day": first.isoformat(),
        "calendar.last_day": last.isoformat(),
    }
    return project.settings.changed(window, "events")


def _reading(project: Project) -> str:
    settings = reading_settings(project)
    parts = (settings.section("ingest"), settings.section("calendar"))
    return digest(*(sorted(part.items()) for part in parts))[:12]


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


def _read(
    project: Project, origin: Origin, wanted: Wanted, mapping: Mapping[str, str]
) -> tuple[Source, Ingested]:
    event = _likely_event(project, wanted)
    source = Source(
        path=origin.path,
        name=origin.name,
        sha256=digest_of(origin.content),
        event=event.slug if event else None,
        owner="mine" if wanted.owner == "mine" else "event",
        as_format=wanted.as_format,
        mapping=mapping,
        encoding=wanted.encoding,
        tz=wanted.tz or _zone(project, event.tz if event else None, wanted),
        modified=origin.modified,
    )
    found = ingest(source, reading_settings(project))
    if wanted.owner is None:
        source, found = _settle_owner(project, source, found)
    found, _ = without_opted_out(project, found)
    return source, found


def _likely_event(project: Project, wanted: Wanted) -> Event | None:
    """Return the event named; where nothing was said, the next one, so that a list is read only once."""
    if wanted.event:
        return project.event(wanted.event)
    return project.event() if wanted.owner is None and project.workspace.events() else None


def _zone(project: Project, event_zone: str | None, wanted: Wanted) -> str | None:
    """Return the zone of floating times: one's own calendar follows the profile, an agenda the event."""
    profile = project.profile_or_none()
    own = profile.tz if profile else None
    return (own or event_zone) if wanted.owner == "mine" else (event_zone or own)


def _settle_owner(project: Project, source: Source, found: Ingested) -> tuple[Source, Ingested]:
    """Return a network export as the user's own, a list as the event's, and ask whose a calendar is.

    Raises ``InputError`` when a calendar can be both, ``SettingsError`` when there is no event yet.
    """
    named = found.inspection.platform or found.inspection.format
    if named.startswith(OWN_FORMATS):
        own = replace(source, event=None, owner="mine")
        return own, (found if source.event is None else ingest(own, reading_settings(project)))
    speaks = found.records.height or found.sessions["speakers"].list.len().sum()
    if found.sessions.height and not speaks:
        raise InputError(
            "this calendar can be yours or the event's agenda",
            where=source.name,
            do=f"Say which: 'meetwell ingest calendar --mine {source.name}' or"
            f" 'meetwell ingest calendar --event SLUG {source.name}'.",
        )
    if source.event is None:
        source = replace(source, event=project.event().slug)
        return source, ingest(source, reading_settings(project))
    return source, found


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
        repaired=len(read.repairs),
        rejected=len(read.rejects),
        parser=parser,
        at=project.now(),
    )
    project.workspace.keep_raw(content)
    replace_rows(project, source.name, source.event, found)
    with project.state.writing():
        project.state.journal.save_intake(intake)
        if wanted.mapping:
            project.state.journal.save_mapping(signature(read), wanted.mapping, project.now())
    return Taken(
        intake, changed=True, inspection=read, sessions=found.sessions.height, touches=found.touches.height
    )


def replace_rows(project: Project, name: str, event: str | None, found: Ingested) -> None:
    """Put the rows of one source in the place of those it gave before; all other rows stay."""
    frames = {
        "records": found.records,
        "sessions": found.sessions,
        "touches": found.touches,
        "rejects": found.rejects,
    }
    for table, schema in RAW_TABLES.items():
        old = project.workspace.read(table, schema)
        mine = pl.col("source_file") == name
        if "event" in old.columns:
            mine &= pl.col("event").eq_missing(pl.lit(event))
        rest = old.filter(~mine)
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
