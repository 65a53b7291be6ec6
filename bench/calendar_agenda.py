"""A synthetic agenda of any size, as conferences export them: zones, folded lines, some weekly series."""

from __future__ import annotations

import datetime as dt

_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
FIRST = dt.datetime(2026, 1, 1, 8)  # noqa: DTZ001 - wall time of the zone above


def agenda(entries: int, *, series_share: float = 0.05) -> bytes:
    """Return an agenda with this many entries over two years, this share of them weekly for half a year."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//agenda//EN", *_ZONE.strip().split("\n")]
    every = round(1 / series_share) if series_share else 0
    for number in range(entries):
        start = FIRST + dt.timedelta(minutes=number * (2 * 365 * 24 * 60 // max(1, entries)))
        lines += _entry(number, start, weekly=bool(every) and number % every == 0)
    lines.append("END:VCALENDAR")
    return ("\r\n".join(lines) + "\r\n").encode()


def _entry(number: int, start: dt.datetime, *, weekly: bool) -> list[str]:
    end = start + dt.timedelta(minutes=45)
    lines = [
        "BEGIN:VEVENT",
        f"UID:talk-{number}@bench.example.org",
        "DTSTAMP:20260101T000000Z",
        f"DTSTART;TZID=Europe/Berlin:{start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID=Europe/Berlin:{end:%Y%m%dT%H%M%S}",
        f"SUMMARY:Talk {number} about something that matters to many",
        f"LOCATION:Hall {number % 12}",
        "DESCRIPTION:A longer text about what will be said\\, by whom\\, and why it is worth an h",
        " our of anybody's time; it goes on for some lines as these texts do\\, and then it ends",
        "  with the usual invitation to stay for a coffee in the foyer of the building.\\n\\nSpe",
        f" aker: Person Number{number % 500}",
        "ORGANIZER;CN=Programme Team:mailto:programme@bench.example.org",
        "CATEGORIES:TALK,MAIN",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "CLASS:PUBLIC",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-PT10M",
        "DESCRIPTION:soon",
        "END:VALARM",
    ]
    if weekly:
        lines.append("RRULE:FREQ=WEEKLY;COUNT=26")
    return [*lines, "END:VEVENT"]
