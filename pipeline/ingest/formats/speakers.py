"""Speaker lists of Sessionize and pretalx as JSON: their own field names, links and joins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError
from pipeline.ingest.assemble import chosen, ingested, with_told
from pipeline.ingest.columns import map_columns
from pipeline.ingest.formats.tabular import beside_own
from pipeline.ingest.importer import Claim, Finding, Ingested, Source
from pipeline.ingest.jsondoc import as_table, load_json
from pipeline.ingest.records import build
from pipeline.ingest.rivals import Guess

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.ingest.probe import Probe
    from pipeline.settings import Settings


@dataclass(frozen=True)
class Speakers:
    """One platform's JSON; ``keys`` must all stand in its beginning, ``path`` leads to the records."""

    name: str
    title: str
    keys: tuple[str, ...]
    fields: Mapping[str, str | None]
    path: tuple[str, ...] = ()
    joins: Mapping[str, str] = field(default_factory=dict)
    role: str | None = "speaker"

    def claim(self, probe: Probe) -> Claim:
        """Return YES when all its keys are there."""
        if probe.kind != "json":
            return Claim.NO
        start = probe.head.decode("utf-8", errors="ignore")
        return Claim.YES if all(f'"{key}"' in start for key in self.keys) else Claim.NO

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return one record per entry. Raises ``InputError`` when there is none."""
        document = load_json(probe.data, source.name, source.encoding)
        rows = self._rows(document)
        if not rows:
            raise InputError(f"there is nobody of {self.name} in it", where=source.name, do="Leave --as out.")
        table = as_table("$", rows)
        own = {name: Guess(self.fields[name], 1.0) for name in table.columns if name in self.fields}
        guesses = with_told(beside_own(own, map_columns(table)), table, source)
        built = build(table, chosen(guesses, settings.number("ingest.min_confidence")), source)
        for record in built.records:
            record["role"] = record.get("role") or self.role
        notices = [Finding("notice", "format.recognised", f"recognised as {self.name}: {self.title}")]
        return ingested(
            table, guesses, built, source=source, settings=settings, notices=notices, platform=self.name
        )

    def _rows(self, document: Any) -> list[dict[str, Any]]:
        found = document
        for key in self.path:
            found = found.get(key) if isinstance(found, dict) else None
        rows = [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
        for name, place in self.joins.items():
            words = _words(document.get(place) if isinstance(document, dict) else None)
            rows = [row | {name: [words.get(str(key), "") for key in row.get(name) or []]} for row in rows]
        return rows


def _words(table: Any) -> dict[str, str]:
    """Return id to name of a lookup table, one level of items below it included."""
    found: dict[str, str] = {}
    for item in table if isinstance(table, list) else []:
        if isinstance(item, dict):
            found[str(item.get("id"))] = str(item.get("name") or item.get("title") or "")
            found |= _words(item.get("items"))
    return found


_SESSIONIZE_FIELDS: dict[str, str | None] = {
    "id": None,
    "firstName": "given_name",
    "lastName": "family_name",
    "fullName": "name",
    "bio": "bio",
    "tagLine": "title",
    "profilePicture": None,
    "sessions": None,
    "isTopSpeaker": None,
    "links[linkType=Twitter].url": "twitter",
    "links[linkType=LinkedIn].url": "linkedin",
    "links[linkType=Blog].url": "website",
    "links[linkType=Company_Website].url": None,
    "questionAnswers": None,
    "categories": "interests",
    "categoryItems": "interests",
}
SESSIONIZE = Speakers(
    name="sessionize",
    title="Sessionize speakers (view/Speakers)",
    keys=("firstName", "lastName", "tagLine", "isTopSpeaker", "links"),
    fields=_SESSIONIZE_FIELDS,
)
PRETALX = Speakers(
    name="pretalx",
    title="pretalx speakers",
    keys=("code", "biography", "submissions", "avatar"),
    fields={
        "code": None,
        "name": "name",
        "email": "email",
        "biography": "bio",
        "avatar": None,
        "submissions": None,
        "answers": None,
    },
)
EVENTBRITE_API = Speakers(
    name="eventbrite-api",
    title="Eventbrite API attendees",
    keys=("attendees", "profile", "first_name", "ticket_class_name"),
    path=("attendees",),
    role=None,
    fields={
        "profile.first_name": "given_name",
        "profile.last_name": "family_name",
        "profile.name": "name",
        "profile.email": "email",
        "profile.job_title": "title",
        "profile.company": "organization",
        "ticket_class_name": "role",
        "status": "status",
    },
)


@dataclass(frozen=True)
class SessionizeAll(Speakers):
    """The view/All export: speakers beside sessions and categories."""

    def claim(self, probe: Probe) -> Claim:
        """Return YES for an object that holds sessions and speakers."""
        if probe.kind != "json" or not probe.start.startswith("{"):
            return Claim.NO
        found = re.search(rb'"speakers"\s*:\s*\[\s*\{\s*"id"\s*:\s*"[^"]+"\s*,\s*"firstName"', probe.data)
        return Claim.YES if found and b'"sessions"' in probe.data else Claim.NO


SESSIONIZE_ALL = SessionizeAll(
    name="sessionize-all",
    title="Sessionize, everything (view/All)",
    keys=(),
    path=("speakers",),
    fields=_SESSIONIZE_FIELDS,
    joins={"categoryItems": "categories"},
)


@dataclass(frozen=True)
class SessionizeSpeakers(Speakers):
    """The view/Speakers export: a list."""

    def claim(self, probe: Probe) -> Claim:
        """Return YES for a list of speakers with its keys."""
        return Speakers.claim(self, probe) if probe.start.startswith("[") else Claim.NO


ALL = (
    SessionizeSpeakers(SESSIONIZE.name, SESSIONIZE.title, SESSIONIZE.keys, SESSIONIZE.fields),
    SESSIONIZE_ALL,
    PRETALX,
    EVENTBRITE_API,
)
