"""Rows above a list are left out, and told; the hours they say are the event's."""

import pytest

from pipeline.ingest.importer import Inspection
from pipeline.ingest.title_block import days_named, opening_hours, preamble


def hours(*rows):
    return opening_hours([Inspection("csv", findings=(preamble([[row] for row in rows], 1),)), None])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("STEM Expo, 24 February 2027, 11:00\u201315:30, Arena", "11:00-15:30"),
        ("Doors: 9.30 - 16.00 Uhr", "09:30-16:00"),
        ("Tuesday, 1-4 pm", "13:00-16:00"),
        ("Doors 4-4:30 pm", "16:00-16:30"),
        ("10 to 4 p.m.", "10:00-16:00"),
        ("12 - 3:30pm in the gym", "12:00-15:30"),
        ("11 AM - 2 PM", "11:00-14:00"),
        ("von 10h00 bis 17h30", "10:00-17:30"),
    ],
)
def test_hours_above_a_list_are_read(text, expected):
    assert hours("Career Services", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "24-26 February 2027",
        "2026-27 season",
        "Tel. 030-12-34",
        "16:00-10:00",
        "booths 1-40",
        "99:10-99:20",
        "",
    ],
)
def test_what_is_no_span_of_hours_is_not_taken_for_one(text):
    assert hours(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thursday 3 December 2026, 10:00 am - 3:00 pm", ["2026-12-03"]),
        ("Expo, February 24th, 2027 (Arena)", ["2027-02-24"]),
        ("as of 2026-11-20. Fair: 3 Dec 2026", ["2026-11-20", "2026-12-03"]),
        ("24-26 February 2027", []),
        ("24 and 25 February 2027", []),
        ("as of 20 Nov. Subject to change", []),
        ("03/12/2026", []),
        ("room 2026", []),
    ],
)
def test_single_days_above_a_list_are_read(text, expected):
    found = Inspection("csv", findings=(preamble([["Career Services"], [text]], 1),))
    assert [str(day) for day in days_named([found, None])] == expected


def test_two_spans_settle_nothing():
    assert hours("Students 10:00-12:00", "Alumni 13:00-15:00") is None


def test_what_stands_above_the_list_is_kept_with_the_repair():
    found = preamble([["Career  Services", ""], ["Expo"]], 3)
    assert (found.message, found.raw, found.row) == (
        "2 rows above the list were left out",
        "Career Services | Expo",
        3,
    )
