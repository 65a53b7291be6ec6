"""The calendars a user gets are read by another program as they were meant."""

from __future__ import annotations

import shutil
import subprocess

import pytest

CONFIG = """[calendars]
[[mine]]
path = {folder}
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = America/New_York
default_timezone = America/New_York
[default]
default_calendar = mine
"""


@pytest.fixture(scope="module")
def khal(tmp_path_factory):
    """Return a way to put a calendar into khal, a program of other people, and list a span of days."""
    if shutil.which("khal") is None:
        pytest.skip("khal is not installed; Debian: apt-get install khal")
    place = tmp_path_factory.mktemp("khal")
    folder = place / "mine"
    folder.mkdir()
    (place / "config").write_text(CONFIG.format(folder=folder), encoding="utf-8")
    env = {"HOME": str(place), "XDG_DATA_HOME": str(place), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}

    def listed(calendar, first, last):
        base = ["khal", "-c", place / "config"]
        taken = [*base, "import", "--batch", calendar]
        subprocess.run(taken, env=env, capture_output=True, text=True, check=True)
        shown = subprocess.run(
            [*base, "list", "--format", "{start} {end} {title} @{location}", first, last],
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        return shown.stdout

    return listed


def test_another_program_reads_the_day_with_the_agreed_minute_in_local_time(khal, demo):
    text = khal(demo.reports / "plan.ics", "2027-03-18", "2027-03-19")
    assert "2027-03-18 10:30 2027-03-18 10:50" in text
    assert "Ana Ferreira" in text


def test_another_program_reads_the_follow_ups_on_their_days(khal, demo):
    text = khal(demo.reports / "followups.ics", "2027-03-18", "2027-04-30")
    assert "2027-03-19" in text
    assert "Ana Ferreira" in text
