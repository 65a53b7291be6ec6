"""Entries to occurrences, one series at a time.

What reaches the expansion library is rebuilt from clean values: wall times without a zone and rules that have
been judged. Zones and real lengths are applied afterwards: no odd zone or duration can upset a series.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.ingest.ics_entry import FIRST_YEAR, LAST_YEAR
from pipeline.ingest.ics_repeated import Repeated, by_time
from pipeline.ingest.ics_rules import refusal
from pipeline.ingest.ics_uids import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.ingest.ics_entry import Entry

_UNIT_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
_LEAP_CYCLE = 4
_MARGIN = dt.timedelta(days=2)
_ROW = "X-MEETWELL-ROW"


@dataclass(frozen=True, slots=True)
class Window:
    """The span of time that is asked about, in UTC."""

    start: dt.datetime
    end: dt.datetime

    def touches(self, start: dt.datetime, end: dt.datetime) -> bool:
        """Return whether an entry with these ends lies at least partly inside."""
        return start < self.end and (end > self.start or start >= self.start)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an entry takes place. ``mark`` tells apart the occurrences of one series."""

    entry: Entry
    start: dt.datetime
    end: dt.datetime
    mark: str


def repeats(entry: Entry) -> bool:
    """Return whether an entry is a series that will be followed."""
    sound, _ = _judged(entry)
    return bool(sound.rules or sound.extra)


def expand(
    entries: Sequence[Entry], window: Window, *, cpu_seconds: float, most: int, in_all: int
) -> tuple[list[Occurrence], list[Remark]]:
    """Return the occurrences that touch the window, in order of time, and what was not expanded.

    ``cpu_seconds`` bounds the work on hostile rules: series that are left then keep their first occurrence.
    Where series have more than ``in_all`` occurrences together, all of them are followed to one earlier day.
    """
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.key].append(entry)
    alone: list[Occurrence] = []
    repeated = Repeated(window, in_all)
    remarks: list[Remark] = []
    deadline = time.process_time() + cpu_seconds
    for group in groups.values():
        if len(group) == 1 and not group[0].rules and not group[0].extra:
            alone += _single(group[0], window)
        elif time.process_time() > deadline:
            remarks.append(
                Remark(group[0], "rejected", "out_of_time", "this series was not expanded: no time left")
            )
            alone += _single(group[0], window)
        else:
            repeated.add(_series(group, repeated.window, remarks, most))
    repeated.limit(in_all)
    if repeated.cut:
        text = f"series were followed only to {repeated.window.end:%Y-%m-%d %H:%M} UTC: they have more than"
        text += f" {in_all:,} occurrences (calendar.most_in_all); what comes later is unknown"
        remarks.append(Remark(repeated.cut, "rejected", "too_many_in_all", text))
    return sorted([*alone, *repeated.found], key=by_time), remarks


def _single(entry: Entry, window: Window) -> Iterator[Occurrence]:
    start, end = entry.times(entry.start.wall)
    if window.touches(start, end):
        yield Occurrence(entry, start, end, "")


def _series(group: list[Entry], window: Window, remarks: list[Remark], most: int) -> Iterator[Occurrence]:
    """Yield the occurrences of one series with its overrides; one that fails keeps its first time."""
    master = next((entry for entry in group if entry.replaces is None), group[0])
    sound, reasons = _judged(master)
    for reason in reasons:
        text = f"the repetition was not followed ({reason}); the first time was kept"
        remarks.append(Remark(master, "rejected", "rule_refused", text))
    if not sound.rules and not sound.extra and len(group) == 1:
        yield from _single(master, window)
        return
    members = [sound if entry is master else entry for entry in group]
    try:
        walls = _walls(members, window)
    except Exception as problem:  # noqa: BLE001 - the library's exceptions are no family; the series is quarantined
        text = f"the repetition cannot be followed ({type(problem).__name__}); the first time was kept"
        remarks.append(Remark(master, "rejected", "rule_failed", text))
        yield from _single(master, window)
        return
    if len(walls) > most:
        remarks.append(
            Remark(master, "rejected", "too_many", f"only the first {most} of its occurrences were read")
        )
    for entry, wall, mark in walls[:most]:
        start, end = entry.times(wall)
        if window.touches(start, end):
            yield Occurrence(entry, start, end, mark)


def _judged(master: Entry) -> tuple[Entry, list[str]]:
    """Return the entry with only the rules that may run, moved near our time when it began long ago."""
    rules, reasons = [], []
    for rule in master.rules:
        reason = refusal(rule)
        if reason:
            reasons.append(reason)
        elif not _only_once(rule, master.start.wall):
            rules.append(rule)
    start = _fast_forward(master, rules)
    if start is None:
        reasons.append(f"it begins in the year {master.start.wall.year}")
        return replace(master, rules=(), extra=()), reasons
    return replace(master, rules=tuple(rules), start=replace(master.start, wall=start)), reasons


def _only_once(rule: Any, start: dt.datetime) -> bool:
    """Return whether the second occurrence would lie beyond the last year we know."""
    interval = int(rule.get("INTERVAL", [1])[0])
    days = interval * _UNIT_DAYS[str(rule["FREQ"][0]).upper()]
    return days > (dt.datetime(LAST_YEAR, 12, 31) - start).days  # noqa: DTZ001 - wall times


def _fast_forward(master: Entry, rules: Sequence[Any]) -> dt.datetime | None:
    """Return a start from 1970 on: a birthday of 1904 moves by leap cycles, other old series are refused."""
    start = master.start.wall
    if start.year >= FIRST_YEAR:
        return start
    if any(str(rule["FREQ"][0]).upper() != "YEARLY" or "COUNT" in rule for rule in rules):
        return None
    cycle = _LEAP_CYCLE * max((int(rule.get("INTERVAL", [1])[0]) for rule in rules), default=1)
    cycles = -(-(FIRST_YEAR - start.year) // cycle)
    year = start.year + cycles * cycle
    return start.replace(year=year) if year <= LAST_YEAR else None


def _walls(members: list[Entry], window: Window) -> list[tuple[Entry, dt.datetime, str]]:
    """Return entry, wall time and mark of each occurrence near the window, in order."""
    import icalendar
    import recurring_ical_events

    calendar = icalendar.Calendar()
    for index, entry in enumerate(members):
        calendar.add_component(_clean(entry, index, members[0].key))
    longest = max((entry.span or entry.exact or dt.timedelta()) for entry in members)
    query = recurring_ical_events.of(calendar)
    first = (window.start - longest - _MARGIN).replace(tzinfo=None)
    last = (window.end + _MARGIN).replace(tzinfo=None)
    excluded = _excluded(members, first, last)
    if len(members) == 1 and members[0].replaces is None:
        # Nothing was moved: the times alone are asked for, which is many times faster than whole entries.
        moments = (moment for series in query.series for moment in series.rrule_between(first, last))
        walls = {moment for moment in moments if isinstance(moment, dt.datetime)}
        left = sorted(walls - excluded.union(members[0].excluded))
        return [(entry, wall, wall.isoformat()) for entry in members if not entry.cancelled for wall in left]
    found = []
    for item in query.between(first, last):
        entry, wall = members[int(str(item[_ROW]))], item["DTSTART"].dt
        original = item.get("RECURRENCE-ID")
        if wall not in excluded and not entry.cancelled:
            found.append((entry, wall, (original.dt if original else wall).isoformat()))
    return sorted(found, key=lambda part: (part[1], part[2]))


def _excluded(members: Iterable[Entry], first: dt.datetime, last: dt.datetime) -> set[dt.datetime]:
    """Return the wall times that EXRULE lines take out; rules that must not run exclude nothing."""
    found: set[dt.datetime] = set()
    for entry in members:
        rules = tuple(rule for rule in entry.excluding if refusal(rule) is None)
        if rules:
            pattern = replace(entry, rules=rules, excluding=(), excluded=(), extra=(), replaces=None)
            window = Window(first.replace(tzinfo=dt.UTC), last.replace(tzinfo=dt.UTC))
            found |= {wall for _, wall, _ in _walls([pattern], window)}
    return found


def _clean(entry: Entry, index: int, key: str) -> Any:
    import icalendar

    event = icalendar.Event()
    event.add("uid", key)
    event.add("dtstart", entry.start.wall)
    event.add(_ROW, str(index))
    for rule in entry.rules:
        event.add("rrule", _in_wall_time(rule, entry))
    if entry.excluded:
        event.add("exdate", list(entry.excluded))
    if entry.extra:
        event.add("rdate", list(entry.extra))
    if entry.replaces is not None:
        parameters = {"RANGE": "THISANDFUTURE"} if entry.from_there_on else {}
        event.add("recurrence-id", entry.replaces.wall, parameters=parameters)
        event.add("sequence", entry.sequence)
    return event


def _in_wall_time(rule: Any, entry: Entry) -> dict[str, Any]:
    """Return the rule with UNTIL as wall time; a bare day includes the whole of it."""
    parts = {str(name).upper(): value for name, value in rule.items()}
    until = parts.pop("UNTIL", None)
    last = until[0] if isinstance(until, list) and until else until
    if last is not None:
        # Both at once are not allowed; the day is what people see in the program that wrote it.
        parts.pop("COUNT", None)
    if isinstance(last, dt.datetime):
        parts["UNTIL"] = entry.start.zone.wall(last) if last.tzinfo else last
    elif isinstance(last, dt.date):
        parts["UNTIL"] = dt.datetime.combine(last, dt.time(23, 59, 59))
    return parts
