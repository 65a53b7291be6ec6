"""Known people are found wherever an agenda names those who speak, and nowhere else."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.link.appear import appearances
from pipeline.tables import People, Sessions, as_table

NAMES = {"ana": "Ana Ferreira", "bo": "Bo Lindqvist", "will": "Will May", "anne": "Anne-Marie O'Neill"}


def people(*extra):
    fixed = {"kind": "person", "work_authorization": "unknown", "stage": 0, "strength": 0.0, "known": False}
    listed = fixed | {"events": ["fair"]}
    rows = [listed | {"person_id": key, "name": name} for key, name in NAMES.items()]
    return as_table(People, [*rows, *(fixed | one for one in extra)])


def found(title, text="", *, number=1, everybody=None):
    session = {
        "event": "fair",
        "source_sha": "0",
        "source_file": "agenda.ics",
        "owner": "event",
        "title": title,
        "description": text,
        "start_utc": dt.datetime(2027, 3, 18, 9, tzinfo=dt.UTC),
        "end_utc": dt.datetime(2027, 3, 18, 10, tzinfo=dt.UTC),
        "all_day": False,
        "busy": "busy",
    }
    rows = [session | {"session_id": f"s{at}"} for at in range(number)]
    made = appearances(as_table(Sessions, rows), people() if everybody is None else everybody)
    return {(row["person_id"], row["role"]) for row in made.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Fireside chat with Ana Ferreira and Bo Lindqvist", ""),
        ("Ana Ferreira & Bo Lindqvist: rates", ""),
        ("Rates [Ana Ferreira, Bo Lindqvist]", ""),
        ("Rates", "Speakers:\nAna Ferreira (Example Lab)\nBo Lindqvist (Harbor Bank)"),
        ("Rates", "Speakers: Ferreira, Ana (Example Lab), Lindqvist, Bo (Harbor)"),
        ("Rates", "Hosted by Ana Ferreira & Bo Lindqvist"),
        ("Rates", '1. "Rates for all" by Ana Ferreira\n2. Bo Lindqvist: cash'),
        ("Rates", "<p><b>Speaker:</b> Dr. Ana Ferreira</p>\nModeration: Bo Lindqvist"),
    ],
)
def test_who_speaks_is_found_where_agendas_write_it(title, text):
    assert found(title, text) == {("ana", "speaker"), ("bo", "speaker")}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Rates", "We thank Ana Ferreira for the room, and everybody else."),
        ("it will may be late", ""),
        ("Ana talks", "Ferreira"),
        ("", ""),
    ],
)
def test_a_name_that_speaks_of_something_else_is_left_alone(title, text):
    assert found(title, text) == set()


def test_hyphens_and_apostrophes_of_a_name_are_no_obstacle():
    assert found("Keynote: Anne-Marie O\u2019Neill") == {("anne", "speaker")}


def test_guests_come_and_an_organiser_organises():
    text = "Organizer: Bo Lindqvist\nAttendees: Ana Ferreira, Will May"
    assert found("Rates", text) == {("bo", "organizer"), ("ana", "attendee"), ("will", "attendee")}


def test_two_people_of_one_name_are_not_guessed_between():
    both = people({"person_id": "ana2", "name": "Ana Ferreira", "events": ["fair"]})
    assert found("Keynote: Ana Ferreira", everybody=both) == set()


def test_somebody_of_another_event_is_not_found():
    elsewhere = people({"person_id": "zoe", "name": "Zoe Quill", "events": ["other"]})
    assert found("Keynote: Zoe Quill", everybody=elsewhere) == set()
