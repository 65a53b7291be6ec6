"""Every trap of the evaluation data behaves as its table says; skipped where that data is not at hand.

``MEETWELL_EVALUATION_DATA`` names its folder.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.ingest.ics import read_calendar
from pipeline.ingest.ics_scan import scan
from pipeline.ingest.importer import Source
from pipeline.settings import load_settings

DATA = Path(os.environ.get("MEETWELL_EVALUATION_DATA", "evaluation-data-is-not-here")) / "calendars"
FILES = sorted(path for path in DATA.rglob("*") if path.suffix in {".ics", ".vcs"}) if DATA.is_dir() else []
pytestmark = pytest.mark.skipif(not FILES, reason="MEETWELL_EVALUATION_DATA names no folder")
REFUSED = {
    "all_day_9999": "the year 9999 is out of range",
    "duration_10000_years": "it would last 3650000 days",
    "duration_huge": "the duration cannot be read",
    "empty": "there is no VCALENDAR",
    "html_login_page": "this is a web page, not a calendar",
    "no_dtstart": "no readable start",
    "tzid_path_traversal": "the time zone '../../../../etc/passwd' is unknown",
    "tzid_unknown": "the time zone 'Customized Time Zone' is unknown",
    "year_0001": "the year 1 is out of range",
    "year_9999": "the year 9999 is out of range",
}
REMARKED = {
    "dtend_before_start": "end_before_start",
    "interval_0": "rule_refused",
    "latin1": "encoding_guessed",
    "lying_vtimezone": "zone_differs",
    "minutely_no_until": "rule_refused",
    "missing_end_vevent": "no_end",
    "secondly_from_1970": "rule_refused",
    "tzid_gmt_offset": "zone_guessed",
    "yearly_crossproduct": "rule_refused",
}


def read(path: Path):
    return read_calendar(path.read_bytes(), Source(path, path.name, "0" * 64, "fair"), load_settings())


def trap(name: str) -> Path:
    return DATA / "traps" / f"{name}.ics"


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_file_with_nothing_usable_is_refused_with_its_reason(name):
    with pytest.raises(InputError) as caught:
        read(trap(name))
    assert REFUSED[name] in str(caught.value)


@pytest.mark.parametrize("name", sorted(REMARKED))
def test_what_was_repaired_or_refused_is_said(name):
    assert read(trap(name)).rejects["code"].to_list() == [REMARKED[name]]


def test_a_skipped_hour_and_a_doubled_one_have_their_real_lengths():
    minutes = {
        name: [
            (end - start).total_seconds() / 60
            for start, end in read(trap(name)).sessions.select("start_utc", "end_utc").rows()
        ]
        for name in ("dst_gap", "dst_gap_rrule", "dst_overlap")
    }
    assert minutes == {"dst_gap": [30], "dst_gap_rrule": [30] * 5, "dst_overlap": [60]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_file_crashes_takes_long_or_loses_an_entry_silently(path):
    begun = time.process_time()
    try:
        found = read(path)
    except InputError as problem:
        assert problem.what  # noqa: PT017 - both outcomes are right, silence is not
        return
    assert time.process_time() - begun < 5
    rows = {block.row for block in scan(path.read_bytes(), path.name).events}
    told = set(found.sessions["source_row"].to_list()) | set(found.rejects["row"].to_list())
    outside = "outside_window" in found.rejects["code"].to_list()
    assert outside or rows <= told
