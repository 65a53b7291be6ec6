"""One input read for a workspace: with its settings, for the right event, with columns explained before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline import __version__
from pipeline.errors import InputError
from pipeline.flow.agenda import with_doubts
from pipeline.flow.optout import without_opted_out
from pipeline.flow.origin import Origin, digest_of
from pipeline.flow.project import digest
from pipeline.ingest import Finding, Source, ingest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.event import Event
    from pipeline.flow.project import Project
    from pipeline.ingest import Ingested, Inspection
    from pipeline.settings import Settings, Value

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
    calendar: bool = False

    def options(self) -> dict[str, Any]:
        """Return what changes how the file is read, as plain values."""
        return {
            "as": self.as_format,
            "map": dict(self.mapping or {}),
            "encoding": self.encoding,
            "tz": self.tz,
            "owner": self.owner,
        }


def read_source(project: Project, origin: Origin, wanted: Wanted) -> tuple[Source, Ingested]:
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


def parser_of(project: Project) -> str:
    """Return what tells that a file would be read another way than before: version and settings."""
    settings = reading_settings(project)
    parts = (settings.section("ingest"), settings.section("calendar"))
    return f"{__version__}:{digest(*(sorted(part.items()) for part in parts))[:12]}"


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
    origin.refuse_changed()
    if wanted.calendar and not found.sessions.height:
        raise InputError(
            f"this is no calendar: it was read as a list ({found.inspection.format})",
            where=source.name,
            do=f"'meetwell add {source.name}' takes in a list.",
        )
    if wanted.owner is None:
        source, found = _settle_owner(project, source, found, told=wanted.event is not None)
    if source.event and source.owner == "event" and found.sessions.height:
        found = with_doubts(found, project.event(source.event))
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


def _settle_owner(
    project: Project, source: Source, found: Ingested, *, told: bool
) -> tuple[Source, Ingested]:
    """Return a network export as the user's own, a list as the event's, and ask whose a calendar is.

    ``told``: the user named the event, so that a calendar is its agenda; a notice says so.

    Raises ``InputError`` when a calendar can be both, ``SettingsError`` when there is no event yet.
    """
    named = found.inspection.platform or found.inspection.format
    if named.startswith(OWN_FORMATS):
        own = replace(source, event=None, owner="mine")
        return own, (found if source.event is None else ingest(own, reading_settings(project)))
    listed = set(found.records["source_kind"]) - {"calendar"}
    speaks = bool(listed) or found.sessions["speakers"].list.len().sum()
    if found.sessions.height and not speaks:
        if told:
            return source, _as_agenda(source, found)
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


def _as_agenda(source: Source, found: Ingested) -> Ingested:
    said = f"taken as the agenda of {source.event}; if it is your own: 'meetwell ingest calendar --mine'"
    notice = Finding("notice", "calendar.agenda", said)
    seen = replace(found.inspection, findings=(notice, *found.inspection.findings))
    return replace(found, inspection=seen)
