"""Friends and followings from Facebook, Instagram and X archives: names or ids, and since when."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError
from pipeline.ingest.assemble import ingested
from pipeline.ingest.counted import counted
from pipeline.ingest.identity import touch
from pipeline.ingest.importer import Claim, Finding, Ingested, Source
from pipeline.ingest.jsondoc import load_json
from pipeline.ingest.records import build_rows
from pipeline.ingest.rivals import Guess
from pipeline.ingest.table import Table

if TYPE_CHECKING:
    from pipeline.ingest.probe import Probe
    from pipeline.settings import Settings

_FACEBOOK = re.compile(
    r'^\s*\{\s*"(?:friends(?:_v2)?|followers_v[23]|following_v[23]|received_friend_requests_v2)"\s*:\s*\['
)
_INSTAGRAM = re.compile(r'"string_list_data"\s*:')
_X = re.compile(r"^\s*window\.YTD\.(following|follower)\.part\d+\s*=")


@dataclass(frozen=True)
class Facebook:
    """Friends by name and day; the text of old archives is mended where its bytes were written as letters."""

    name: str = "facebook-friends"
    title: str = "Facebook friends: names and the day (friends.json, your_friends.json)"

    def claim(self, probe: Probe) -> Claim:
        """Return YES for a list of friends or followers."""
        return Claim.YES if probe.kind == "json" and _FACEBOOK.search(probe.start[:400]) else Claim.NO

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return one record per friend. Raises ``InputError`` when there is none."""
        document = load_json(probe.data, source.name, source.encoding)
        lists = document.values() if isinstance(document, dict) else ()
        found = next((item for item in lists if isinstance(item, list)), [])
        people = [(mended(str(item["name"])), item.get("timestamp")) for item in found if _named(item)]
        return _network(people, source, settings, self.name, field="name")


@dataclass(frozen=True)
class Instagram:
    """Followings by handle and day."""

    name: str = "instagram"
    title: str = "Instagram followers and following: handles and the day"

    def claim(self, probe: Probe) -> Claim:
        """Return YES for the shape of its exports."""
        return Claim.YES if probe.kind == "json" and _INSTAGRAM.search(probe.start[:4000]) else Claim.NO

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return one record per account. Raises ``InputError`` when there is none."""
        people = [
            (mended(str(entry.get("value") or "")), entry.get("timestamp"))
            for item in _walk(load_json(probe.data, source.name, source.encoding))
            for entry in item
            if isinstance(entry, dict)
        ]
        return _network([item for item in people if item[0]], source, settings, self.name, field="name")


@dataclass(frozen=True)
class XFollowing:
    """Account ids only: the archive holds neither names nor handles."""

    name: str = "x-following"
    title: str = "X (Twitter) following.js and follower.js: account ids only, so they match by id alone"

    def claim(self, probe: Probe) -> Claim:
        """Return YES for the archive's wrapper."""
        return Claim.YES if probe.kind == "json" and _X.search(probe.start[:200]) else Claim.NO

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return one record per account that names a handle. Raises ``InputError`` when none does."""
        document = load_json(probe.data, source.name, source.encoding)
        entries = [
            item
            for row in (document if isinstance(document, list) else ())
            if isinstance(row, dict)
            for item in row.values()
            if isinstance(item, dict)
        ]
        handles = [found for item in entries if (found := _handle(str(item.get("userLink") or "")))]
        if not handles:
            raise InputError(
                f"it lists {counted(len(entries), 'account')} by number only, without handle or name",
                where=source.name,
                do="X exports no names; add the people you know by hand, as a CSV with a name column.",
            )
        left = len(entries) - len(handles)
        note = Finding("notice", "x.ids", f"{left} accounts are known by number only and were left out")
        return _network(
            [(f"@{item}", None) for item in handles], source, settings, self.name, field="twitter", note=note
        )


def _handle(link: str) -> str | None:
    found = re.fullmatch(r"https?://(?:www\.)?(?:twitter|x)\.com/(\w{1,30})", link)
    return found[1] if found and found[1] not in ("intent", "i") else None


def _named(item: Any) -> bool:
    return isinstance(item, dict) and bool(str(item.get("name") or "").strip())


def _walk(value: Any) -> list[list[Any]]:
    if isinstance(value, dict):
        own = [value["string_list_data"]] if isinstance(value.get("string_list_data"), list) else []
        return own + [found for item in value.values() for found in _walk(item)]
    return [found for item in value for found in _walk(item)] if isinstance(value, list) else []


def mended(text: str) -> str:
    """Return a name whose UTF-8 bytes were written as letters (``JosÃ©``) as it is meant."""
    if any(char > "\xff" for char in text) or not any("\x80" <= char <= "\xff" for char in text):
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return text


def _network(
    people: list[tuple[str, Any]],
    source: Source,
    settings: Settings,
    platform: str,
    *,
    field: str,
    note: Finding | None = None,
) -> Ingested:
    """Return accounts as records with a touch on the day each began."""
    if not people:
        raise InputError("nobody is in it", where=source.name, do="Export the archive again, as JSON.")
    unique: dict[str, Any] = {}
    for name, since in people:
        unique.setdefault(name, since)
    rows = [
        {"name": name, "source_row": at} | ({"twitter": name.lstrip("@")} if field == "twitter" else {})
        for at, name in enumerate(unique, start=1)
    ]
    built = build_rows(rows, source, rows=len(people))
    for record, since in zip(built.records, unique.values(), strict=True):
        moment = _moment(since)
        if moment is not None:
            record["connected_on"] = moment.date()
            built.touches.append(
                touch(source, record["record_id"], moment, row=record["source_row"], kind="connection")
            )
    table = Table(
        columns=[field],
        rows=[[name] for name in unique],
        lines=list(range(1, len(unique) + 1)),
        format="json",
        encoding="utf-8",
    )
    notices = [
        Finding("notice", "format.recognised", f"recognised as {platform}: {counted(len(unique), 'account')}")
    ]
    notices += [note] if note else []
    guesses = {field: Guess(field, 1.0)}
    return ingested(
        table, guesses, built, source=source, settings=settings, notices=notices, platform=platform
    )


def _moment(value: Any) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(int(value), tz=dt.UTC) if value else None
    except (TypeError, ValueError, OverflowError, OSError):
        return None
