"""Agendas that name their speakers: frab and pentabarf ``schedule.xml``, pretalx ``schedule.json``."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError
from pipeline.ingest.assemble import rejects_table
from pipeline.ingest.ics_rows import session_id
from pipeline.ingest.ics_zone import Zone, Zones
from pipeline.ingest.identity import records_table
from pipeline.ingest.importer import Claim, Finding, Ingested, Inspection
from pipeline.ingest.jsondoc import load_json
from pipeline.ingest.records import build
from pipeline.ingest.schedule_times import length_of, offset_of, start_of
from pipeline.ingest.table import Table
from pipeline.ingest.xmldoc import shallow_root
from pipeline.tables import Sessions, Touches, as_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from pipeline.ingest.importer import Severity, Source
    from pipeline.ingest.probe import Probe
    from pipeline.settings import Settings

_XML = re.compile(r"<schedule[\s>]")
_EVENT = re.compile(rb"<event[\s>]")
#: The notice whose raw text is what the agenda calls its event.
EVENT_NAME = "agenda.event"
_CANCELLED = ("canceled", "cancelled", "withdrawn", "rejected")
_COLUMNS = {"name": "name", "biography": "bio", "role": "role"}


@dataclass(frozen=True)
class ScheduleImporter:
    """The importer of conference schedules, as the registry takes it."""

    name: str = "schedule"
    title: str = "conference schedule (frab or pentabarf schedule.xml, pretalx schedule.json)"

    def claim(self, probe: Probe) -> Claim:
        """Return YES for the root element of one, or for its three keys."""
        if probe.kind == "xml":
            return Claim.YES if _XML.search(probe.start[:4000]) else Claim.NO
        keys = ('"schedule"', '"conference"', '"days"')
        return Claim.YES if probe.kind == "json" and all(key in probe.start for key in keys) else Claim.NO

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return sessions and speakers. Raises ``InputError`` when the file is damaged or has no session."""
        reader = _Reader(source, settings)
        if probe.kind == "xml":
            reader.read_xml(probe.data)
        else:
            reader.read_json(load_json(probe.data, source.name, source.encoding))
        return reader.ingested("xml" if probe.kind == "xml" else "json")


@dataclass(frozen=True, slots=True)
class _Talk:
    """One talk as plain texts, whichever file it came from."""

    row: int
    key: str
    title: str
    date: str
    start: str
    duration: str
    day: str
    room: str
    text: str
    people: tuple[tuple[str, str], ...]
    state: str = ""


@dataclass(slots=True)
class _Reader:
    source: Source
    settings: Settings
    talks: list[_Talk] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    zone_name: str | None = None
    event_name: str = ""
    day_change: str = "00:00"

    def read_xml(self, data: bytes) -> None:
        """Take the talks of a schedule.xml."""
        from xml.etree import ElementTree as ET

        try:
            root = shallow_root(data, self.source.name)
        except ET.ParseError as problem:
            raise InputError(
                f"this XML is damaged: {problem}", where=self.source.name, do="Download it again."
            ) from problem
        self.zone_name = root.findtext("./conference/time_zone_name") or None
        self.event_name = _text(root.findtext("./conference/title"))
        self.day_change = root.findtext("./conference/day_change") or self.day_change
        rows = [at for at, line in enumerate(data.split(b"\n"), start=1) for _ in _EVENT.findall(line + b" ")]
        for day in root.iter("day"):
            for room in day.iter("room"):
                for event in room.findall("event"):
                    row = rows[min(len(self.talks), len(rows) - 1)]
                    self.talks.append(_xml_talk(event, day.get("date") or "", room.get("name") or "", row))

    def read_json(self, document: Any) -> None:
        """Take the talks of a schedule.json."""
        conference = _table(_table(_table(document).get("schedule")).get("conference"))
        self.zone_name = _text(conference.get("time_zone_name")) or None
        self.event_name = _text(conference.get("title"))
        for day in _list(conference.get("days")):
            for room, events in _table(_table(day).get("rooms")).items():
                for event in _list(events):
                    row = len(self.talks) + 1
                    self.talks.append(_json_talk(_table(event), _text(_table(day).get("date")), room, row))

    def ingested(self, kind: str) -> Ingested:
        """Return the frames; one talk that cannot be read loses only itself."""
        sessions = list(self._sessions())
        if not sessions:
            first = next(iter(self.findings), None)
            reason = f": {first.message}" if first else ""
            raise InputError(
                f"this schedule has no session that can be used{reason}",
                where=self.source.name,
                do="Is it published yet? Download it again, or take its .ics.",
            )
        if self.event_name:
            said = f"the agenda of {self.event_name[:200]}"
            self.findings.append(Finding("notice", EVENT_NAME, said, raw=self.event_name[:200]))
        records = self._records()
        inspection = Inspection(
            format=f"schedule.{kind}",
            encoding="utf-8",
            rows=len(self.talks),
            findings=tuple(self.findings),
            kept=len(sessions),
        )
        return Ingested(
            records=records_table(records, self.source),
            sessions=as_table(Sessions, sessions),
            touches=as_table(Touches, []),
            rejects=rejects_table(self.findings, self.source, self.source.event),
            inspection=inspection,
        )

    def _sessions(self) -> Iterator[dict[str, object]]:
        zones = Zones(given=self.source.tz, fallback=self.settings.text("ingest.default_tz"))
        zone = zones.find(self.zone_name) if self.zone_name else None
        zone = zone or zones.floating()
        if zone.guessed:
            self.findings.append(Finding("repaired", "zone_guessed", zone.guessed))
        seen: Counter[str] = Counter()
        for talk in self.talks:
            span = self._span(talk, zone)
            if span is None:
                continue
            seen[talk.key] += 1
            mark = str(seen[talk.key]) if seen[talk.key] > 1 else ""
            yield {
                "session_id": session_id(self.source, talk.key, mark),
                "event": self.source.event if self.source.owner == "event" else None,
                "source_sha": self.source.sha256,
                "source_file": self.source.name,
                "source_row": talk.row,
                "uid": talk.key,
                "owner": self.source.owner,
                "title": talk.title or None,
                "start_utc": span[0],
                "end_utc": span[1],
                "all_day": False,
                "tz": (self.zone_name and zone.name) or offset_of(talk.date) or zone.name,
                "place": talk.room or None,
                "speakers": list(dict.fromkeys(name for name, _ in talk.people)),
                "description": talk.text or None,
                "busy": "busy",
            }

    def _span(self, talk: _Talk, zone: Zone) -> tuple[dt.datetime, dt.datetime] | None:
        if talk.state in _CANCELLED:
            self._note("notice", "cancelled", f"cancelled: {talk.title[:80]}", talk)
            return None
        start = start_of((talk.date, talk.day, talk.start), zone, self.day_change)
        length = length_of(talk.duration)
        if start is None or length is None:
            what = "start" if start is None else "duration"
            self._note("rejected", "bad_time", f"the {what} of this talk cannot be read", talk)
            return None
        return start, start + length

    def _note(self, severity: Severity, code: str, text: str, talk: _Talk) -> None:
        raw = f"{talk.date} {talk.day} {talk.start} {talk.duration}".strip()[:200]
        self.findings.append(Finding(severity, code, text, talk.row, None, raw))

    def _records(self) -> list[dict[str, Any]]:
        """Return the speakers as people of the event: their name, and what they say of themselves."""
        rows, lines = [], []
        for talk in self.talks:
            for name, biography in talk.people:
                rows.append([name, biography, "speaker"])
                lines.append(talk.row)
        table = Table(list(_COLUMNS), rows, lines, format="schedule")
        return build(table, _COLUMNS, self.source).records


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    if isinstance(value, dict):
        # One text in several languages: the first that says anything.
        return next(filter(None, map(_text, value.values())), "")
    return " ".join(str(value).split()) if isinstance(value, (str, int)) else ""


def _about(subtitle: str, track: str, abstract: str, description: str) -> str:
    """Return what is told of a talk, a line for each text; the track says what it is about."""
    strand = f"Track: {track}" if track else ""
    return "\n".join(filter(None, (subtitle, strand, abstract, description)))


def _xml_talk(event: Element, day: str, room: str, row: int) -> _Talk:
    def text(name: str) -> str:
        return _text(event.findtext(name) or "")

    people = tuple(
        (name, "")
        for person in event.iterfind("./persons/person")
        if (name := _text(person.text or person.get("name")))
    )
    return _Talk(
        row=row,
        key=event.get("guid") or event.get("id") or f"{day}/{room}/{text('title')}",
        title=text("title"),
        date=text("date"),
        start=text("start"),
        duration=text("duration"),
        day=day,
        room=text("room") or room,
        text=_about(text("subtitle"), text("track"), text("abstract"), text("description")),
        people=people,
        state=text("status").lower() or text("state").lower(),
    )


def _json_talk(event: Mapping[str, Any], day: str, room: str, row: int) -> _Talk:
    people = []
    for told in _list(event.get("persons")):
        person = {"name": told} if isinstance(told, str) else _table(told)
        name = next(
            (text for key in ("public_name", "full_public_name", "name") if (text := _text(person.get(key)))),
            "",
        )
        if name:
            people.append((name, _text(person.get("biography"))))
    title = _text(event.get("title"))
    return _Talk(
        row=row,
        key=_text(event.get("guid"))
        or _text(event.get("code"))
        or _text(event.get("id"))
        or f"{day}/{room}/{title}",
        title=title,
        date=_text(event.get("date")),
        start=_text(event.get("start")),
        duration=_text(event.get("duration")),
        day=day,
        room=_text(event.get("room")) or room,
        text=_about(
            _text(event.get("subtitle")),
            _text(event.get("track")),
            _text(event.get("abstract")),
            _text(event.get("description")),
        ),
        people=tuple(people),
        state=_text(event.get("state")).lower(),
    )
