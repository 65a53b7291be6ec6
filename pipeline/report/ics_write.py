"""Entries to an iCalendar text that can be written again: same UIDs, and nothing changes that did not change.

What was written last is handed in and out, one item per UID: an entry whose content is the same keeps its
SEQUENCE and DTSTAMP, so it is the same byte for byte; a changed one counts up; a lost one is cancelled once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Item = dict[str, Any]
_NAMESPACE = uuid.UUID("5b1d1f1e-6f0c-5a53-9a3e-4f2f3c0f9d11")
_PRODUCT = "-//meetwell//meetwell//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing for a calendar, timed or by whole days; ``key`` never holds a time, a place or a title."""

    key: str
    start: dt.datetime | dt.date
    end: dt.datetime | dt.date
    summary: str
    description: str = ""
    location: str = ""
    alarm: dt.timedelta | None = None
    blocks: bool = True
    category: str = field(default="meetwell")
    done: bool = False

    @property
    def content(self) -> str:
        """Return a text that changes whenever something that is written changes."""
        said = {key: value for key, value in asdict(self).items() if key != "done" or value}
        return json.dumps(said | {"key": ""}, default=str, sort_keys=True)


def uid_of(key: str) -> str:
    """Return the UID of a key: the same for ever."""
    return f"{uuid.uuid5(_NAMESPACE, key)}@meetwell"


def write_calendar(
    name: str,
    entries: Sequence[Entry],
    previous: Sequence[Mapping[str, Any]],
    *,
    now: dt.datetime,
    component: Callable[[Item, Entry | None], Any] | None = None,
) -> tuple[str, list[Item]]:
    """Return the calendar as text with CRLF line ends, and the items to hand in next time, by UID.

    ``component`` makes what stands for an item, of one that is gone without its entry; events unless told.
    """
    import icalendar

    make = component or _event
    before = {item["uid"]: item for item in previous}
    uids = _uids(entries, before)
    items = [_item(uid, entry, before.get(uid), now) for uid, entry in uids.items()]
    calendar = icalendar.Calendar()
    for key, value in (
        ("prodid", _PRODUCT),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
    ):
        calendar.add(key, value)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    written = [make(item, entry) for item, entry in zip(items, uids.values(), strict=True)]
    gone = [item for uid, item in before.items() if uid not in uids]
    cancelled = [_cancelled(item, now) for item in gone if not item.get("cancelled")]
    written += [make(item, None) for item in cancelled]
    for made in sorted(written, key=lambda one: str(one["UID"])):
        calendar.add_component(made)
    kept = [dict(item) for item in gone if item.get("cancelled")]
    return calendar.to_ical().decode("utf-8"), sorted(
        [*items, *cancelled, *kept], key=lambda item: str(item["uid"])
    )


def _uids(entries: Iterable[Entry], before: Mapping[str, Mapping[str, Any]]) -> dict[str, Entry]:
    """Return the entries by UID; one whose key is new takes the UID of a lost one that was just the same.

    So a person who was merged into another, and a talk whose agenda was given new ids, keep their UID.
    """
    own = {uid_of(entry.key): entry for entry in sorted(entries, key=lambda entry: entry.key)}
    lost = {
        (item["start"], item["summary"]): uid
        for uid, item in sorted(before.items())
        if uid not in own and not item.get("cancelled")
    }
    found = {}
    for uid, entry in own.items():
        same = None if uid in before else lost.pop((_plain(entry.start), entry.summary), None)
        found[same or uid] = entry
    return found


def _plain(moment: dt.datetime | dt.date) -> str:
    return moment.isoformat()


def _item(uid: str, entry: Entry, before: Mapping[str, Any] | None, now: dt.datetime) -> Item:
    digest = hashlib.sha256(entry.content.encode()).hexdigest()
    if before and before["hash"] == digest and not before.get("cancelled"):
        return dict(before)
    return {
        "uid": uid,
        "hash": digest,
        "sequence": before["sequence"] + 1 if before else 0,
        "dtstamp": now.astimezone(dt.UTC).replace(microsecond=0).isoformat(),
        "start": _plain(entry.start),
        "end": _plain(entry.end),
        "summary": entry.summary,
        "cancelled": False,
    }


def _cancelled(item: Mapping[str, Any], now: dt.datetime) -> Item:
    stamp = now.astimezone(dt.UTC).replace(microsecond=0).isoformat()
    return dict(item) | {"cancelled": True, "sequence": item["sequence"] + 1, "dtstamp": stamp, "hash": ""}


def moment_of(text: str) -> dt.datetime | dt.date:
    """Return the day or the moment (in UTC) that an item keeps as text."""
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC) if "T" in text else dt.date.fromisoformat(text)


def _event(item: Item, entry: Entry | None) -> Any:
    """Return the VEVENT; without an entry it is the cancellation of what the item says."""
    import icalendar

    event = icalendar.Event()
    stamp = dt.datetime.fromisoformat(item["dtstamp"])
    event.add("uid", item["uid"])
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", item["sequence"])
    event.add("dtstart", moment_of(item["start"]))
    event.add("dtend", moment_of(item["end"]))
    event.add("summary", item["summary"])
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED" if entry else "CANCELLED")
    event.add("transp", "OPAQUE" if entry and entry.blocks else "TRANSPARENT")
    if entry:
        event.add("categories", [entry.category])
        for name in ("description", "location"):
            if getattr(entry, name):
                event.add(name, getattr(entry, name))
        if entry.alarm is not None:
            event.add_component(_alarm(entry))
    return event


def _alarm(entry: Entry) -> Any:
    import icalendar

    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.summary)
    alarm.add("trigger", entry.alarm)
    return alarm
