"""Entries of one UID told apart: versions, copies, moved occurrences, talks that share a UID by mistake."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.ingest.ics_entry import Entry, When
    from pipeline.ingest.importer import Severity


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about an entry: severity, code and text."""

    entry: Entry
    severity: Severity
    code: str
    text: str


def mend_uids(entries: Sequence[Entry]) -> tuple[list[Entry], list[Remark]]:
    """Return the entries with keys that tell every series apart, and what had to be mended.

    A UID that stands on different entries would let one of them swallow the others; a missing one likewise.
    """
    by_uid: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_uid[entry.uid].append(entry)
    kept: list[Entry] = []
    remarks: list[Remark] = []
    for uid, group in by_uid.items():
        masters, remarks_here = _valid([entry for entry in group if entry.replaces is None])
        overrides, older = _distinct([entry for entry in group if entry.replaces is not None], _replaced)
        remarks += [*remarks_here, *(_double(entry) for entry in older)]
        if not uid:
            remarks.append(Remark(group[0], "notice", "uid_missing", f"{len(group)} entries have no UID"))
        elif len(masters) > 1:
            text = f"one UID stands on {len(masters)} different entries; all were kept"
            remarks.append(Remark(masters[0], "repaired", "uid_repeated", text))
        alone = len(masters) == 1 and uid
        kept += [entry if alone else replace(entry, key=_own_key(entry)) for entry in masters]
        kept += _attached(overrides, masters, uid=uid)
    return sorted(kept, key=lambda entry: entry.row), remarks


def _valid(group: list[Entry]) -> tuple[list[Entry], list[Remark]]:
    """Return the newest versions of the entries of one UID, none cancelled, and what was left out."""
    newest, doubles = _distinct(group, _identity)
    remarks = [_double(entry) for entry in doubles]
    kept = []
    for entry in newest:
        later = [one for one in newest if entry.uid and _supersedes(one, entry)]
        if later and not entry.cancelled:
            code = "cancelled" if later[0].cancelled else "older_version"
            remarks.append(Remark(entry, "notice", code, f"a later version stands in row {later[0].row}"))
        elif not entry.cancelled:
            kept.append(entry)
    return kept, remarks


def _supersedes(one: Entry, other: Entry) -> bool:
    """Return whether an entry is a later version of another, or cancels it."""
    if one.cancelled and one.sequence >= other.sequence and one.start.utc == other.start.utc:
        return True
    same = other.title in one.title if one.cancelled else other.title == one.title
    return same and one.sequence > other.sequence


def _identity(entry: Entry) -> object:
    return entry.start.utc, entry.title, entry.place


def _replaced(entry: Entry) -> object:
    return entry.replaces and entry.replaces.utc, entry.from_there_on


def _double(entry: Entry) -> Remark:
    return Remark(entry, "notice", "duplicate", "the same entry stands twice; one was kept")


def _distinct(group: list[Entry], identity: Callable[[Entry], object]) -> tuple[list[Entry], list[Entry]]:
    """Return one entry per identity (the highest SEQUENCE, else the last), and the others."""
    best: dict[object, Entry] = {}
    doubles = []
    for entry in group:
        other = best.get(identity(entry))
        if other is not None and other.sequence > entry.sequence:
            doubles.append(entry)
            continue
        if other is not None:
            doubles.append(other)
        best[identity(entry)] = entry
    return list(best.values()), doubles


def _attached(overrides: list[Entry], masters: list[Entry], *, uid: str) -> Iterator[Entry]:
    """Yield each override with the key of its series; one without a series stands alone at its own time."""
    series = [entry for entry in masters if entry.rules or entry.extra]
    for entry in overrides:
        if uid and len(series) == 1:
            key = series[0].key if len(masters) == 1 else _own_key(series[0])
            yield replace(entry, key=key, replaces=_in_zone_of(series[0], entry.replaces))
        elif not entry.cancelled:
            yield replace(entry, key=_own_key(entry), replaces=None, rules=(), extra=())


def _in_zone_of(master: Entry, moment: When | None) -> When | None:
    """Return which occurrence is replaced as wall time of its series; a bare day takes the series' time."""
    if moment is None or moment.floating:
        return moment
    start = master.start
    if moment.all_day:
        return replace(start, wall=dt.datetime.combine(moment.wall.date(), start.wall.time()))
    wall = start.zone.wall(moment.utc)
    if start.all_day and moment.zone.tz is dt.UTC:
        # A day that is named by midnight in UTC is that day, wherever one is.
        wall = moment.wall
    return replace(start, wall=dt.datetime.combine(wall.date(), dt.time()) if start.all_day else wall)


def _own_key(entry: Entry) -> str:
    text = f"{entry.uid}\0{entry.start.utc.isoformat()}\0{entry.title}\0{entry.place}"
    return f"{entry.uid}#{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:16]}"
