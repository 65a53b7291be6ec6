"""Calendars: every sample file read with and without the stack's own reader, and a large agenda for one week.

Run: PYTHONPATH=. python bench/calendar_files.py [FOLDER WITH CALENDARS]
"""

from __future__ import annotations

import datetime as dt
import hashlib
import resource
import signal
import subprocess
import sys
import time
import tracemalloc
import warnings
from collections import Counter
from pathlib import Path

import icalendar
import recurring_ical_events
from calendar_agenda import agenda

from pipeline.errors import InputError
from pipeline.ingest.ics import read_calendar
from pipeline.ingest.ics_expand import Window
from pipeline.ingest.ics_scan import scan
from pipeline.ingest.importer import Source
from pipeline.settings import load_settings

TOO_LONG = 5.0
#: CPU seconds after which a file is given up.
MOST = 15
EXPECTED = ("read", "refused with a message")


def source_of(path: Path, data: bytes) -> Source:
    return Source(path, path.name, hashlib.sha256(data).hexdigest(), "bench")


def ours(path: Path) -> str:
    """Return read, refused or SILENT LOSS: each entry stands in a session, or is listed with its line."""
    data = path.read_bytes()
    try:
        found = read_calendar(data, source_of(path, data), load_settings())
    except InputError:
        return "refused with a message"
    read = set(found.sessions["source_row"].to_list())
    listed = {row for row in found.rejects["row"].to_list() if row is not None}
    silent = set(found.rejects["code"].to_list()) & {"outside_window"}
    rows = {block.row for block in scan(data, path.name).events}
    return "read" if rows <= read | listed or silent else "SILENT LOSS"


def plain(path: Path) -> str:
    """Return what the two libraries alone make of a file, in 400 days from its first entry."""
    try:
        calendars = icalendar.Calendar.from_ical(path.read_bytes(), multiple=True)
        entries = [event for calendar in calendars for event in calendar.walk("VEVENT")]
        if not entries:
            return "nothing, and no error"
        first = min(_day(event["DTSTART"].dt) for event in entries)
        seen: set[str] = set()
        for calendar in calendars:
            found = recurring_ical_events.of(calendar).between(first, first + dt.timedelta(days=400))
            seen |= {str(event.get("SUMMARY", "")) + str(event["DTSTART"].dt) for event in found}
    except Exception as problem:  # noqa: BLE001 - the exception types are no family
        return type(problem).__name__
    uids = Counter(str(event.get("UID")) for event in entries if "RECURRENCE-ID" not in event)
    return "same UIDs swallowed" if max(uids.values(), default=1) > 1 else "read"


def _day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def timed(argument: str, path: str) -> tuple[str, float]:
    """Return the outcome and the CPU seconds of one file, in a process of its own.

    The limit is one of work, not of the clock on the wall: a busy machine makes no file slow.
    """
    command = [sys.executable, __file__, argument, path]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, preexec_fn=lambda: limit_work(MOST)
    )
    if done.returncode == -signal.SIGXCPU:
        return "time-out", float(MOST)
    if done.returncode:
        return f"CRASH {done.stderr.strip().splitlines()[-1][:60]}", 0.0
    text, seconds = done.stdout.strip().rsplit("\t", 1)
    return text, float(seconds)


def limit_work(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def files_table(folder: Path) -> None:
    paths = sorted(path for path in folder.rglob("*") if path.suffix in {".ics", ".ical", ".ifb", ".vcs"})
    totals: dict[str, Counter[str]] = {}
    slowest: dict[str, tuple[float, str]] = {}
    for name in ("ours", "plain"):
        for path in paths:
            outcome, seconds = timed(f"--{name}", str(path))
            over = f"over {TOO_LONG:.0f} s" if seconds > TOO_LONG else outcome
            totals.setdefault(name, Counter())[over] += 1
            if (name == "ours" and outcome not in EXPECTED) or over != outcome:
                print(f"  {name}: {path.name}: {outcome}, {seconds:.1f} CPU s")
            slowest[name] = max(slowest.get(name, (0.0, "")), (seconds, path.name))
    print(f"\n{len(paths)} files")
    for name, label in (("ours", "meetwell"), ("plain", "icalendar + recurring-ical-events")):
        print(f"  {label}: slowest {slowest[name][0]:.2f} CPU s ({slowest[name][1]})")
        for outcome, count in totals[name].most_common():
            print(f"    {count:4}  {outcome}")


def large_agenda(entries: int = 10_000) -> None:
    data = agenda(entries)
    start = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    window = Window(start, start + dt.timedelta(days=7))
    settings = load_settings()
    read_calendar(agenda(10), source_of(Path("warm.ics"), b""), settings, window=window)
    begun = time.process_time()
    found = read_calendar(data, source_of(Path("agenda.ics"), data), settings, window=window)
    own = time.process_time() - begun
    tracemalloc.start()
    read_calendar(data, source_of(Path("agenda.ics"), data), settings, window=window)
    memory = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    begun = time.process_time()
    calendar = icalendar.Calendar.from_ical(data)
    plain_found = recurring_ical_events.of(calendar).between(window.start, window.end)
    other = time.process_time() - begun
    print(f"\nagenda of {entries} entries ({len(data) / 2**20:.1f} MiB), one week")
    print(
        f"  meetwell {own:.2f} CPU s, {found.sessions.height} entries, peak {memory:.0f} MiB above the start"
    )
    print(f"  plain    {other:.2f} CPU s, {len(plain_found)} entries; ratio {own / other:.2f}")


def one(argument: str, path: str) -> None:
    warnings.simplefilter("ignore")
    begun = time.process_time()
    outcome = ours(Path(path)) if argument == "--ours" else plain(Path(path))
    print(f"{outcome}\t{time.process_time() - begun}")


def main() -> None:
    if len(sys.argv) == 3:
        one(sys.argv[1], sys.argv[2])
        return
    large_agenda()
    if len(sys.argv) == 2:
        files_table(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
