"""The demo cannot be canned: a changed cell, a changed class and a changed note are found on the paper."""

from __future__ import annotations

import shutil

import pytest

MAJORS = ("Finance; Economics; Business Administration", "Finance; Statistics; Business Administration")
PROMISE = ("send her the one-page log of till counts,2027-03-19", "lend her the counting machine,2027-03-24")
LESSON = (("T110000", "T130000"), ("T121500", "T141500"))


def changed(path, *pairs):
    """Replace the first occurrence of each text in a file; it must be there."""
    text = path.read_bytes().decode("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_bytes(text.encode("utf-8"))


@pytest.fixture(scope="module")
def altered(journey, fair, tmp_path_factory):
    """Return the journey on files in which three things were changed."""
    place = tmp_path_factory.mktemp("altered")
    data = shutil.copytree(fair, place / "fair")
    changed(data / "employers.csv", MAJORS)
    changed(data / "my-calendar.ics", *LESSON)
    changed(data / "debrief.csv", PROMISE)
    return journey(place / "network", data)


def test_a_changed_major_changes_the_reason(walked, altered):
    old, new = (
        "Harbor Retail Bank hires Finance majors",
        "Harbor Retail Bank hires Finance and Statistics majors",
    )
    assert old in walked.sheet
    assert new not in walked.sheet
    assert new in altered.sheet


def test_a_moved_class_moves_the_hours_that_are_not_free(walked, altered):
    old, new = "11:00\u201312:15", "13:00\u201314:15"
    assert old in walked.sheet
    assert new not in walked.sheet
    assert new in altered.sheet
    assert old not in altered.sheet


def test_nobody_is_met_during_a_class(walked, altered):
    for journey, start, end in ((walked, (15, 0), (16, 15)), (altered, (17, 0), (18, 15))):
        times = [
            entry["by_about"] for entry in journey.planned if entry["kind"] == "meeting" and entry["by_about"]
        ]
        assert times
        assert [moment for moment in times if start < (moment.hour, moment.minute) < end] == []


def test_a_changed_note_changes_the_promise_and_its_date(walked, altered):
    old, new = "send her the one-page log of till counts", "lend her the counting machine"
    assert old in walked.follow_up
    assert new not in walked.follow_up
    assert new in altered.follow_up
    assert old not in altered.follow_up
    assert "Wed 24 Mar" in altered.follow_up.partition(new)[2][:120]
