from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from pipeline.ingest.ics_zone import Zone
from pipeline.ingest.schedule_times import length_of, offset_of, start_of

BERLIN = Zone(ZoneInfo("Europe/Berlin"), "Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("0:45", 45),
        ("00:45", 45),
        ("1:30", 90),
        ("90", 90),
        ("1:02:30", 24 * 60 + 150),
        ("0:45:00", 45),
        ("1:30:00", 90),
        ("PT45M", 45),
        ("PT1H30M", 90),
        ("p1dt2h", 26 * 60),
        ("45 min", 45),
        ("20 minutes", 20),
    ],
)
def test_a_duration_has_many_forms(text, minutes):
    assert length_of(text) == dt.timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "long", "P", "1:2:3:4", "-5", "99999999", "99999:00", "P99DT999H"])
def test_what_is_no_duration_is_none(text):
    assert length_of(text) is None


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        (("2027-03-18T14:00:00+02:00", "", ""), "03-18 12:00"),
        (("2027-03-18T14:00:00", "", ""), "03-18 13:00"),
        (("", "2027-03-18", "9:05"), "03-18 08:05"),
        (("", "2027-03-18T00:00:00", "14:00:00"), "03-18 13:00"),
        (("", "2027-03-18", "01:30"), "03-19 00:30"),
    ],
)
def test_a_start_is_a_full_date_or_a_day_and_a_clock(told, moment):
    assert f"{start_of(told, BERLIN, '4:00'):%m-%d %H:%M}" == moment


def test_what_is_no_start_is_none():
    assert [start_of(told, BERLIN, "00:00") for told in (("", "", ""), ("x", "2027-03-18", "noon"))] == [
        None
    ] * 2


def test_an_offset_is_a_name_of_a_zone():
    dates = (
        "2027-03-18T14:00:00+02:00",
        "2027-03-18T14:00:00-03:30",
        "2027-03-18T14:00:00Z",
        "2027-03-18",
        "x",
    )
    assert [offset_of(date) for date in dates] == ["UTC+02:00", "UTC-03:30", None, None, None]
