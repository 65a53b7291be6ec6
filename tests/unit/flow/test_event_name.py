"""What an event is called where nobody said so: the rows above the list, else the name of the file."""

import json

import pytest

from pipeline.flow.event_name import name_above, name_of_file, name_of_list
from pipeline.ingest.importer import Inspection
from pipeline.ingest.title_block import preamble


def above(*cells):
    return name_above([Inspection("csv", findings=(preamble([[cell] for cell in cells], 1),)), None])


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        (
            ["Lakeview Technical University", "Engineering, Science & Business Career Expo"],
            "Engineering, Science & Business Career Expo",
        ),
        (["STEM & Business Expo, 24 February 2027, 11:00-15:30, Arena"], "STEM & Business Expo"),
        (["Spring Career Fair 2027 \u2013 Registered Employers"], "Spring Career Fair 2027"),
        (["Employers: Fall Job Fair"], "Fall Job Fair"),
        (["Jobmesse Nord"], "Jobmesse Nord"),
        (["Career Services", "List as of 09/28/2027"], None),
        (["Questions? fair@example.org"], None),
        (["Affairs of the heart"], None),
        ([""], None),
    ],
)
def test_the_rows_above_a_list_name_its_event(cells, name):
    assert above(*cells) == name


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Guest list Harbor Makers Meetup", "Harbor Makers Meetup"),
        ("List of attendees of the Harbor Makers Meetup", "Harbor Makers Meetup"),
        ("Employer Showcase", "Employer Showcase"),
        ("The Harbor Fair", "The Harbor Fair"),
    ],
)
def test_words_in_front_that_say_it_is_a_list_are_no_part_of_the_name(cell, name):
    assert above(cell) == name


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("UX for Everyone - Guests - 2027-04-22-17-05-11", "UX for Everyone"),
        ("CareerExpo_Employers_F27", "CareerExpo F27"),
        ("employers", "Employers"),
        ("Attendee List (1)", "Attendee List"),
        ("pycon-2027-attendees", "Pycon 2027"),
        ("guests_05-30-2027", "Guests"),
        ("Exhibitors_v7_FINAL(2)", "Exhibitors FINAL"),
        ("2027-04-22", "Event"),
        ("---", "Event"),
    ],
)
def test_a_file_is_named_after_its_event(stem, name):
    assert name_of_file(stem) == name


@pytest.mark.parametrize(("stem", "name"), [("schedule", "Quiet Py 2027"), ("quietpy", "Quietpy")])
def test_an_agenda_in_a_file_that_says_only_what_it_is_gives_its_own_title(tmp_path, stem, name):
    talk = {
        "id": 1,
        "date": "2027-05-11T09:00:00+02:00",
        "start": "09:00",
        "duration": "00:30",
        "title": "Hi",
    }
    days = [{"index": 1, "date": "2027-05-11", "rooms": {"Hall": [talk | {"persons": []}]}}]
    conference = {"title": "Quiet Py 2027: Small tools", "days": days}
    path = tmp_path / f"{stem}.json"
    path.write_text(json.dumps({"schedule": {"version": "1", "conference": conference}}), encoding="utf-8")
    assert name_of_list(path) == name
