"""The zones a calendar file brings along: its VTIMEZONE components and its calendar zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.ingest.ics_scan import unfold
from pipeline.ingest.ics_zone import Zone, Zones, iana

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from pipeline.ingest.ics_entry import Entry
    from pipeline.ingest.ics_scan import Block, Scan

_HEAD = re.compile(
    r"^(X-WR-TIMEZONE|TIMEZONE-ID|PRODID|VTIMEZONE|TZ|METHOD)(?:;[^:\n]*)?:([^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_TZID = re.compile(r"^TZID[^:\n]*:([^\n]*)", re.IGNORECASE | re.MULTILINE)
_LOCATION = re.compile(r"^(?:X-LIC-LOCATION|TZID-ALIAS-OF)[^:\n]*:([^\n]*)", re.IGNORECASE | re.MULTILINE)
_MOST_CHECKED = 200
#: Letters of one definition of a zone, and of all together; a century of changes takes less than half of it.
_LONGEST_ZONE = 64 << 10
_MOST_OF_ZONES = 512 << 10
#: Properties that name the zone of a whole calendar; the last is that of vCalendar 1.0.
_CALENDAR_ZONE = ("X-WR-TIMEZONE", "TIMEZONE-ID", "VTIMEZONE", "TZ")


@dataclass(slots=True)
class FileZones(Zones):
    """The zones of one calendar that can also say where a VTIMEZONE contradicts the zone it names.

    ``program`` wrote the calendar; ``withdrawn`` says that it takes its entries back.
    """

    program: str = ""
    withdrawn: bool = False

    def disagreements(self, entries: Iterable[Entry]) -> Iterator[str]:
        """Yield a sentence per zone that the file defines otherwise than the world at an entry's time."""
        said: set[str] = set()
        for entry in list(entries)[:_MOST_CHECKED]:
            name = entry.start.zone.name
            own = self.own.get(name)
            if own is None or name in said or iana(name) is None:
                continue
            if _offset(own, entry.start.wall) not in (None, entry.start.zone.utc(entry.start.wall)):
                said.add(name)
                yield f"the file defines {name} with other clock times than it has; the real zone was taken"


def _offset(own: dt.tzinfo, wall: dt.datetime) -> dt.datetime | None:
    try:
        return Zone(own, "").utc(wall)
    except Exception:  # noqa: BLE001 - a definition that cannot be computed contradicts nothing
        return None


def zones_of(found: Scan, given: str | None, fallback: str) -> list[FileZones]:
    """Return the zones of each calendar of a scanned file; those it defines count in all of them."""
    own: dict[str, dt.tzinfo] = {}
    located: dict[str, str] = {}
    left = _MOST_OF_ZONES
    for block in found.zones[:500]:
        text = unfold(block.data)[0]
        name = _TZID.search(text)
        if not name:
            continue
        key = name[1].strip().strip('"')
        if place := _LOCATION.search(text):
            located[key] = place[1].strip()
        left -= len(text)
        if left > 0 and len(text) <= _LONGEST_ZONE and (zone := _defined(text, block)):
            own[key] = zone
    heads = (
        {match[1].upper(): match[2].strip() for match in _HEAD.finditer(unfold(text)[0])}
        for text in found.heads or [b""]
    )
    return [
        FileZones(
            own=own,
            located=located,
            calendar=next(filter(None, map(head.get, _CALENDAR_ZONE)), None),
            given=given,
            fallback=fallback,
            program=head.get("PRODID", ""),
            withdrawn=head.get("METHOD", "").upper() == "CANCEL",
        )
        for head in heads
    ]


def _defined(text: str, block: Block) -> dt.tzinfo | None:
    """Return the zone that a VTIMEZONE describes, or None when it cannot be computed."""
    from icalendar import Timezone

    try:
        component: Any = Timezone.from_ical(text if block.whole else f"{text}\nEND:VTIMEZONE\n")
        zone: dt.tzinfo = component.to_tz(lookup_tzid=False)
    except Exception:  # noqa: BLE001 - a broken definition is no reason to lose the events that name it
        return None
    return zone
