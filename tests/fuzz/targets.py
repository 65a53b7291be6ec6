"""Every reader as a function of bytes: whatever they are, it answers or refuses with one of our errors."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import MeetwellError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.settings import Settings

DAY = dt.date(2027, 3, 18)
SHA = hashlib.sha256(b"").hexdigest()


@cache
def settings() -> Settings:
    """Return the settings of a new user, with little patience for series."""
    from pipeline.settings import load_settings

    return load_settings(None, {"calendar.cpu_seconds": 1, "calendar.most_occurrences": 200})


@cache
def folder() -> Path:
    """Return a folder for the one input of the moment, in memory where there is such a place."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    return Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))


def as_file(data: bytes, name: str = "input") -> Path:
    """Return a file with these bytes."""
    path = folder() / name
    path.write_bytes(data)
    return path


def delimited(data: bytes) -> None:
    """Delimited text, by the seam that others use."""
    from pipeline.ingest.delimited import read_table

    read_table(as_file(data))


def json_list(data: bytes) -> None:
    """JSON lists and JavaScript-wrapped archives."""
    from pipeline.ingest.jsondoc import json_tables, load_json

    json_tables(load_json(data, "input.json"))


def html(data: bytes) -> None:
    """Saved web pages."""
    from pipeline.ingest.htmltable import page_tables

    page_tables(data, "input.html")


def vcard(data: bytes) -> None:
    """Address books."""
    from pipeline.ingest.repairs import Repairs
    from pipeline.ingest.vcard_parse import read_cards

    for _ in read_cards(data.decode("utf-8", errors="replace"), Repairs()):
        pass


def calendar(data: bytes) -> None:
    """Calendars, with their series laid out."""
    from pipeline.ingest import Source
    from pipeline.ingest.ics import read_calendar

    read_calendar(data, Source(Path("input.ics"), "input.ics", SHA), settings())


def workbook(data: bytes) -> None:
    """Spreadsheets, behind their guard."""
    from pipeline.ingest.workbook import read_workbook

    read_workbook(data, "input.xlsx")


def archive(data: bytes) -> None:
    """Zip archives, member by member."""
    from pipeline.ingest.members import members

    for _ in members(data, "input.zip", []):
        pass


def schedule(data: bytes) -> None:
    """Conference schedules as XML or JSON."""
    from pipeline.ingest import Source
    from pipeline.ingest.probe import open_probe
    from pipeline.ingest.schedule import ScheduleImporter

    path = as_file(data, "schedule.xml")
    probe = open_probe(path, path.name, max_mib=1)
    ScheduleImporter().read(Source(path, path.name, SHA), probe, settings())


def resume(data: bytes) -> None:
    """Texts of résumés, line by line."""
    from pipeline.ingest.resume import propose_from_lines

    lines = data.decode("utf-8", errors="replace").splitlines()
    propose_from_lines([(f"line {number}", line) for number, line in enumerate(lines)], "resume.pdf")


def typed(data: bytes) -> None:
    """Typed debriefs."""
    from pipeline.debrief.form import Form
    from pipeline.debrief.typed import read_lines

    read_lines(Form("typed", SHA, "lines", as_file(data)), DAY)


def debrief_form(data: bytes) -> None:
    """The blank form, filled in by somebody."""
    from pipeline.debrief.form import Form
    from pipeline.debrief.sheet import read_sheet

    read_sheet(Form("debrief.csv", SHA, "csv", as_file(data)), DAY)


def phone(data: bytes) -> None:
    """What the phone page downloads, perhaps edited by hand."""
    from pipeline.debrief.form import Form
    from pipeline.debrief.phone import read_phone

    read_phone(Form("debrief.json", SHA, "json", as_file(data)), DAY)


def profile(data: bytes) -> None:
    """Profiles written by hand."""
    from pipeline.profile import read_profile

    read_profile(as_file(data, "profile.toml"))


def event(data: bytes) -> None:
    """Events written by hand."""
    from pipeline.event import read_event

    read_event(as_file(data, "event.toml"))


def front_door(data: bytes) -> None:
    """Any file through the registry, up to the tables."""
    from pipeline.ingest import Source, ingest

    path = as_file(data)
    ingest(Source(path, "input", SHA, event="fair"), settings())


TARGETS: dict[str, Callable[[bytes], None]] = {
    item.__name__: item
    for item in (
        delimited,
        json_list,
        html,
        vcard,
        calendar,
        workbook,
        archive,
        schedule,
        resume,
        typed,
        debrief_form,
        phone,
        profile,
        event,
        front_door,
    )
}


def feed(name: str, data: bytes) -> MeetwellError | None:
    """Return how a reader refused these bytes, or None when it took them; all else it raises goes through."""
    try:
        TARGETS[name](data)
    except MeetwellError as refused:
        # A refusal of a reader that has no words for the user would be a traceback in another dress.
        if not refused.what.strip():
            raise AssertionError(refused) from refused
        return refused
    return None
