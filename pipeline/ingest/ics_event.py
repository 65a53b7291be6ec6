"""One block of a calendar to one entry: times resolved, text read, or a plain reason why it is not used."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.ingest.ics_entry import FIRST_YEAR, LAST_YEAR, OLDEST_SERIES, Entry, UnreadableError, When
from pipeline.ingest.ics_mend import ended, mended, without_bad_lines
from pipeline.ingest.ics_scan import limited, unfold
from pipeline.ingest.ics_speakers import people_lines, speakers_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.ics_own_zones import FileZones
    from pipeline.ingest.ics_scan import Block
    from pipeline.ingest.ics_zone import Zone, Zones

LONGEST = dt.timedelta(days=3660)
_DAY = dt.timedelta(days=1)
_TIMES = re.compile(r"^(DTSTART|DTEND|DURATION|RECURRENCE-ID|RRULE)\b[^\n]*", re.IGNORECASE | re.MULTILINE)
_TEXT_LIMIT = 20_000
_CANCELLED = ("CANCELLED", "CANCELED")
_MIDNIGHT = dt.time()
#: Properties without which an entry has no time; what cannot be read of them is told where they are used.
_DECIDING = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "EXRULE")


def read_entry(block: Block, zones: FileZones) -> Entry:
    """Return the entry of one VEVENT block of the calendar with these zones.

    Raises ``UnreadableError`` when it has no usable start; nothing else in it is a reason to lose it.
    """
    data, cut = limited(block)
    text, legacy = unfold(data)
    event = _parse(mended(text), raw_times(text))
    remarks = [("too_large", f"left out: {part}") for part in cut]
    if legacy:
        remarks.append(("encoding_guessed", "text that is not UTF-8 was read as Windows-1252"))
    try:
        entry = _Reader(event, block, zones, raw_times(text), remarks).entry(zones.program)
        return replace(entry, cancelled=zones.withdrawn or entry.cancelled)
    except UnreadableError:
        raise
    except Exception as problem:
        why = f"this entry cannot be read ({type(problem).__name__})"
        raise UnreadableError("unreadable", why, raw_times(text)) from problem


def _moment(value: Any) -> Any:
    """Return what a property of time holds, or None for one that the parser gave up on."""
    try:
        return getattr(value, "dt", None)
    except Exception:  # noqa: BLE001 - the parser raises its own error for the value it could not read
        return None


def _is_broken(value: Any) -> bool:
    return type(value).__name__ == "vBroken"


def raw_times(text: str) -> str:
    """Return the lines that state the time, as they stand in the file, for a report."""
    return " | ".join(found[0][:120] for found in _TIMES.finditer(text))[:400]


def _parse(text: str, raw: str) -> Any:
    from icalendar import Event

    for attempt in (text, without_bad_lines(text)):
        try:
            event = Event.from_ical(
                attempt if attempt.rstrip().upper().endswith("END:VEVENT") else ended(attempt)
            )
        except Exception:  # noqa: BLE001, S112 - the exception types are no family; the entry is quarantined
            continue
        if getattr(event, "name", None) == "VEVENT":
            return event
    raise UnreadableError("unreadable", "this entry cannot be read", raw or text[:200])


class _Reader:
    """Reads the properties of one parsed event."""

    def __init__(
        self, event: Any, block: Block, zones: Zones, raw: str, remarks: list[tuple[str, str]]
    ) -> None:
        self.event = event
        self.block = block
        self.zones = zones
        self.raw = raw
        self.remarks = remarks

    def entry(self, program: str) -> Entry:
        """Return all that this event says."""
        start = self._start()
        if start is None:
            raise UnreadableError("no_start", "this entry has no readable start", self.raw)
        self._check_year(start)
        span, exact = self._length(start)
        title, description = self._text("SUMMARY"), self._text("DESCRIPTION")
        return Entry(
            row=self.block.row,
            uid=(uid := self._text("UID").strip()),
            key=uid,
            title=title,
            place=self._text("LOCATION") or None,
            description="\n".join(filter(None, [description, *people_lines(self.event)])) or None,
            speakers=tuple(speakers_of(self.event, self.block, title, description, program)),
            busy=self._busy(),
            cancelled=self._word("STATUS") in _CANCELLED,
            sequence=self._sequence(),
            start=start,
            span=span,
            exact=exact,
            rules=tuple(self._all("RRULE")),
            excluded=tuple(self._dates("EXDATE", start)),
            excluding=tuple(self._all("EXRULE")),
            extra=tuple(self._dates("RDATE", start)),
            lengths=self._lengths(start),
            replaces=self._when("RECURRENCE-ID"),
            from_there_on=self._range() == "THISANDFUTURE",
            raw=self.raw,
            remarks=tuple(self.remarks),
        )

    def _start(self) -> When | None:
        """Return the start; that of a whole day which Outlook writes from midnight to midnight is a day."""
        start, end = self._when("DTSTART"), self._when("DTEND")
        whole = self._word("X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE"
        if start is None or end is None or not whole:
            return start
        ends = (start.wall.time(), end.wall.time())
        return replace(start, all_day=True) if ends == (_MIDNIGHT, _MIDNIGHT) else start

    def _all(self, name: str) -> list[Any]:
        value = self.event.get(name)
        values = [] if value is None else value if isinstance(value, list) else [value]
        if name in _DECIDING or not any(map(_is_broken, values)):
            return values
        remark = ("bad_property", f"{name} cannot be read: {next(filter(_is_broken, values))!s:.80}")
        if remark not in self.remarks:
            self.remarks.append(remark)
        return [one for one in values if not _is_broken(one)]

    def _one(self, name: str) -> Any:
        values = self._all(name)
        return values[0] if values else None

    def _text(self, name: str) -> str:
        value = self._one(name)
        return "" if value is None else str(value)[:_TEXT_LIMIT].strip()

    def _word(self, name: str) -> str:
        return self._text(name).upper()

    def _sequence(self) -> int:
        text = self._text("SEQUENCE")
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    def _range(self) -> str:
        value = self._one("RECURRENCE-ID")
        return str(getattr(value, "params", {}).get("RANGE", "")).upper()

    def _busy(self) -> str:
        outlook = self._word("X-MICROSOFT-CDO-BUSYSTATUS")
        if self._word("TRANSP") == "TRANSPARENT" or outlook == "FREE":
            return "free"
        return "soft" if self._word("STATUS") == "TENTATIVE" or outlook == "TENTATIVE" else "busy"

    def _when(self, name: str) -> When | None:
        value = self._one(name)
        moment = _moment(value)
        if isinstance(moment, dt.datetime):
            return self._placed(moment, str(value.params.get("TZID", "")))
        if isinstance(moment, dt.date):
            # A whole day is one wherever one is: no zone has to be guessed for it.
            midnight = dt.datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - wall time
            return When(midnight, self.zones.floating(), all_day=True)
        if value is not None and name != "DURATION":
            self.remarks.append(("bad_time", f"{name} cannot be read: {str(value)[:80]}"))
        return None

    def _placed(self, moment: dt.datetime, tzid: str) -> When:
        from pipeline.ingest.ics_zone import UTC

        if tzid and tzid.upper() not in ("UTC", "GMT", "Z"):
            zone = self.zones.find(tzid)
            if zone is None:
                raise UnreadableError("zone_unknown", f"the time zone {tzid!r} is unknown", self.raw)
            self._remark_guess(zone)
            return When(moment.replace(tzinfo=None), zone)
        if tzid or moment.tzinfo is not None:
            return When(moment.replace(tzinfo=None), UTC)
        return When(moment, self._floating(), floating=True)

    def _floating(self) -> Zone:
        zone = self.zones.floating()
        self._remark_guess(zone)
        return zone

    def _remark_guess(self, zone: Zone) -> None:
        remark = ("zone_guessed", zone.guessed or "")
        if zone.guessed and remark not in self.remarks:
            self.remarks.append(remark)

    def _check_year(self, start: When) -> None:
        year = start.wall.year
        old_series = self._all("RRULE") and year >= OLDEST_SERIES
        if year > LAST_YEAR or (year < FIRST_YEAR and not old_series):
            raise UnreadableError("out_of_range", f"the year {year} is out of range", self.raw)

    def _length(self, start: When) -> tuple[dt.timedelta | None, dt.timedelta | None]:
        """Return the length on the wall clock or, for a stated duration or mixed zones, in real time."""
        end = self._when("DTEND")
        if end is not None:
            return self._until(start, end)
        duration = _moment(self._one("DURATION"))
        if isinstance(duration, dt.timedelta):
            if duration < dt.timedelta():
                self.remarks.append(("end_before_start", "the duration is negative: length zero was taken"))
                duration = dt.timedelta()
            self._check_length(duration)
            return (duration, None) if start.all_day else (None, duration)
        if self._one("DURATION") is not None:
            raise UnreadableError("bad_time", "the duration cannot be read", self.raw)
        return (_DAY if start.all_day else dt.timedelta()), None

    def _until(self, start: When, end: When) -> tuple[dt.timedelta | None, dt.timedelta | None]:
        if end.wall.year > LAST_YEAR:
            raise UnreadableError("out_of_range", f"the year {end.wall.year} is out of range", self.raw)
        same = end.zone.name == start.zone.name
        length = end.wall - start.wall if same else end.utc - start.utc
        if length < dt.timedelta() or (start.all_day and not length):
            if length:
                self.remarks.append(
                    ("end_before_start", "the end is before the start: length zero was taken")
                )
            return (_DAY if start.all_day else dt.timedelta()), None
        self._check_length(length)
        return (length, None) if same else (None, length)

    def _check_length(self, length: dt.timedelta) -> None:
        if length > LONGEST:
            raise UnreadableError("out_of_range", f"it would last {length.days} days", self.raw)

    def _dates(self, name: str, start: When) -> list[dt.datetime]:
        walls = (
            self._wall_of(value[0] if isinstance(value, tuple) else value, tzid, start)
            for value, tzid in self._listed(name)
        )
        return [wall for wall in walls if wall is not None]

    def _lengths(self, start: When) -> dict[dt.datetime, dt.timedelta]:
        """Return the real lengths of repeat dates that are given as periods, by wall time."""
        found = {}
        for value, tzid in self._listed("RDATE"):
            if isinstance(value, tuple) and (wall := self._wall_of(value[0], tzid, start)):
                length = value[1] if isinstance(value[1], dt.timedelta) else value[1] - value[0]
                found[wall] = max(dt.timedelta(), length)
        return found

    def _listed(self, name: str) -> Iterator[tuple[Any, str]]:
        """Yield each value of a property that lists dates, with the zone that it names."""
        for group in self._all(name):
            tzid = str(getattr(group, "params", {}).get("TZID", ""))
            for item in getattr(group, "dts", []) or []:
                yield item.dt, tzid

    def _wall_of(self, moment: Any, tzid: str, start: When) -> dt.datetime | None:
        """Return a date as wall time in the zone of the start; a bare day takes the start's time."""
        if isinstance(moment, dt.datetime):
            if start.all_day:
                return dt.datetime.combine(moment.date(), dt.time())
            return start.zone.wall(self._placed(moment, tzid).utc) if moment.tzinfo or tzid else moment
        if isinstance(moment, dt.date):
            return dt.datetime.combine(moment, start.wall.time())
        return None
