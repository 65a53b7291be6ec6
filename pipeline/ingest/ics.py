"""Calendars (.ics) to Sessions: what the user is doing anyway, and what the event has on its agenda."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.ics_answers import answered, answers_of_owner
from pipeline.ingest.ics_busy import busy_blocks
from pipeline.ingest.ics_entry import Entry, UnreadableError
from pipeline.ingest.ics_event import read_entry
from pipeline.ingest.ics_expand import expand
from pipeline.ingest.ics_own_zones import zones_of
from pipeline.ingest.ics_people import with_people
from pipeline.ingest.ics_rows import ingested
from pipeline.ingest.ics_scan import TOO_DEEP, Scan, scan
from pipeline.ingest.ics_uids import mend_uids
from pipeline.ingest.ics_window import asked_window, near, own_window
from pipeline.ingest.importer import Claim, Finding, Ingested

if TYPE_CHECKING:
    from pipeline.ingest.ics_expand import Window
    from pipeline.ingest.importer import Severity, Source
    from pipeline.ingest.probe import Probe
    from pipeline.settings import Settings

#: Findings of one code beyond this many are counted in one line.
_MOST_ALIKE = 200
_SHARED = ("encoding_guessed", "zone_guessed")
_NOTED = ("declined",)


@dataclass(frozen=True)
class CalendarImporter:
    """The importer of iCalendar files, as the registry takes it."""

    name: str = "ics"
    title: str = "calendar (.ics, .vcs): your own appointments, or the event's agenda"

    def claim(self, probe: Probe) -> Claim:
        """Return YES when the file has a BEGIN line of a calendar, MAYBE when only its name says so."""
        head = probe.head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").upper()
        if b"BEGIN:VCARD" in head[:200] or probe.kind in ("zip", "workbook"):
            # An archive may show the first lines of a calendar in it.
            return Claim.NO
        if re.search(rb"^\s*BEGIN:(VCALENDAR|VEVENT|VTIMEZONE|VFREEBUSY)\b", head, re.MULTILINE):
            return Claim.YES
        return Claim.MAYBE if probe.suffix in (".ics", ".ical", ".icalendar", ".ifb", ".vcs") else Claim.NO

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return the sessions of a calendar. Raises ``InputError`` when it holds none that can be used."""
        limit = settings.number("ingest.max_calendar_mib")
        if probe.size > limit * 1024 * 1024:
            raise InputError(
                f"the calendar has {probe.size / 1024 / 1024:.0f} MiB; the limit is {limit:.0f} MiB",
                where=source.name,
                do="Export a shorter span, or raise ingest.max_calendar_mib.",
            )
        return read_calendar(probe.data, source, settings)


@dataclass(slots=True)
class _Findings:
    """What is said about a file; many alike become one line with their number."""

    items: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    shared: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add_shared(self, code: str, text: str) -> None:
        """Keep a remark that holds for many entries; it is said once, with their number."""
        self.shared[code, text] += 1

    def add(self, severity: Severity, code: str, text: str, row: int | None = None, raw: str = "") -> None:
        self.counts[code] += 1
        if self.counts[code] <= _MOST_ALIKE:
            self.items.append(Finding(severity, code, text, row, None, raw[:400] or None))

    def all(self) -> list[Finding]:
        """Return the findings in file order, with one line for those that were only counted."""
        rest = [
            Finding("notice", f"{code}_more", f"{count - _MOST_ALIKE} more entries of the same kind: {code}")
            for code, count in sorted(self.counts.items())
            if count > _MOST_ALIKE
        ]
        often = [
            Finding("repaired", code, f"{text} ({count} {'entry' if count == 1 else 'entries'})")
            for (code, text), count in sorted(self.shared.items())
        ]
        return often + sorted(self.items, key=lambda item: (item.row or 0, item.code)) + rest


def read_calendar(
    data: bytes, source: Source, settings: Settings, *, window: Window | None = None
) -> Ingested:
    """Return the sessions of a calendar within the window, and all that was not read or had to be repaired.

    Without a window the settings name one (``calendar.first_day``, ``calendar.last_day``); without these,
    single entries are all read, and series from the file's own date on for ``calendar.days_after`` days.
    Raises ``InputError`` when the bytes are no calendar, or when no entry can be used.
    """
    found = scan(data, source.name)
    findings = _Findings()
    for item in found.findings:
        findings.add(item.severity, item.code, item.message, item.row, item.raw or "")
    blocks, odd = busy_blocks(found)
    found.events.extend(blocks)
    findings.items += odd
    asked = window or asked_window(settings)
    with warnings.catch_warnings():
        # icalendar warns of zone names that it guesses; zones are decided, and said, here.
        warnings.simplefilter("ignore")
        entries, legacy = _entries(found, source, settings, asked, findings)
    for entry in entries:
        if entry.cancelled:
            findings.add("notice", "cancelled", f"cancelled: {entry.title[:80]}", entry.row, entry.raw)
    mended, remarks = mend_uids(entries)
    occurrences, more = expand(
        mended,
        asked or own_window(mended, found, source, settings),
        cpu_seconds=settings.number("calendar.cpu_seconds"),
        most=settings.integer("calendar.most_occurrences"),
        in_all=settings.integer("calendar.most_in_all"),
    )
    silent = {entry.key for entry in mended if not entry.cancelled} - {item.entry.key for item in occurrences}
    if silent:
        findings.add(
            "notice", "outside_window", f"{len(silent)} series or entries have no time in the days read"
        )
    shown = {item.entry.row for item in occurrences}
    for entry in mended:
        if entry.row not in shown and entry.key not in silent and not entry.cancelled:
            text = "no time of its own lies in the days read: each was moved, cancelled, or is on another day"
            findings.add("notice", "no_own_time", text, entry.row, entry.raw)
    for remark in (*remarks, *more):
        findings.add(remark.severity, remark.code, remark.text, remark.entry.row, remark.entry.raw)
    _say_what_else(found, findings)
    _refuse_nothing(found, entries, source, findings)
    encoding = "cp1252" if legacy else found.encoding
    return with_people(ingested(occurrences, source, findings.all(), found, encoding), found, source)


def _entries(
    found: Scan, source: Source, settings: Settings, window: Window | None, findings: _Findings
) -> tuple[list[Entry], bool]:
    """Return the entries that can be used and may touch the window; the others are listed."""
    calendars = zones_of(found, source.tz, settings.text("ingest.default_tz"))
    answers = answers_of_owner(found) if source.owner == "mine" else {}
    most = settings.integer("calendar.most_entries")
    entries, legacy = [], False
    inside, far = near(found.events, window)
    if far:
        findings.add("notice", "outside_window", far)
    for block in inside[:most]:
        try:
            entry = answered(read_entry(block, calendars[block.calendar]), answers.get(block.row))
        except UnreadableError as problem:
            findings.add(
                "rejected", problem.code, f"{problem.why}; its time is unknown", block.row, problem.raw
            )
            continue
        for code, text in entry.remarks:
            legacy = legacy or code == "encoding_guessed"
            if code in _SHARED:
                findings.add_shared(code, text)
            else:
                findings.add("notice" if code in _NOTED else "repaired", code, text, entry.row, entry.raw)
        entries.append(entry)
    if len(inside) > most:
        text = f"only the first {most} of {len(inside)} entries were read (calendar.most_entries)"
        findings.add("rejected", "too_many_entries", text, inside[most].row)
    for remark in calendars[0].disagreements(entries):
        findings.add("notice", "zone_differs", remark)
    return entries, legacy


def _say_what_else(found: Scan, findings: _Findings) -> None:
    for kind, count in sorted(found.others.items()):
        findings.add(
            "notice", "not_an_event", f"{count} {kind} entries are no appointments and were not read"
        )


def _refuse_nothing(found: Scan, entries: list[Entry], source: Source, findings: _Findings) -> None:
    if entries or findings.counts["outside_window"]:
        return
    rejected = [item for item in findings.all() if item.severity == "rejected"]
    first = next((item for item in rejected if item.code == TOO_DEEP), rejected[0] if rejected else None)
    raw = f" ({first.raw})" if first and first.raw else ""
    raise InputError(
        f"no entry can be used: {first.message}{raw}" if first else "the calendar has no events",
        where=f"{source.name}:{first.row}" if first and first.row else source.name,
        do="'meetwell inspect' lists each entry and what is wrong with it."
        if found.events
        else "Check that the right calendar was exported.",
    )
