"""A conference of two days, from its agenda and a list to paper and calendar: a plan a day, with talks."""

from __future__ import annotations

import csv
import json

import icalendar
import pytest
from pypdf import PdfReader

SLUG = "tideconf"
BEFORE = ("--now", "2027-05-17T08:00:00+00:00")
SECOND_DAY = ("--now", "2027-05-21T08:50:00+00:00")
DAYS = ("2027-05-20", "2027-05-21")
TALKS = [
    (0, "10:30", "Hall 2", "Causal inference for timetables", "Boris Lindqvist"),
    (0, "14:00", "Hall 2", "Grid load, hour by hour", "Dana Whitlock"),
    (0, "15:00", "Hall 1", "Opening the archive", "Someone Else"),
    (1, "11:00", "Hall 1", "Forecasting trains", "Goro Tanaka"),
    (1, "15:30", "Hall 1", "Closing panel", "Ivo Petrov"),
]
OTHERS = ["Ana Ferreira", "Chidi Okafor", "Emre Yilmaz", "Farah Haddad", "Hanna Novak", "Jin Park"]
OTHERS += ["Kofi Mensah", "Lena Fischer"]
OWN = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//x//EN
BEGIN:VEVENT
UID:call@x
DTSTAMP:20270501T000000Z
DTSTART;TZID=Europe/Berlin:20270520T120000
DTEND;TZID=Europe/Berlin:20270520T130000
SUMMARY:Call with the supervisor
END:VEVENT
BEGIN:VEVENT
UID:starred@x
DTSTAMP:20270501T000000Z
DTSTART;TZID=Europe/Berlin:20270520T150000
DTEND;TZID=Europe/Berlin:20270520T153000
SUMMARY:Opening the archive - Someone Else
END:VEVENT
END:VCALENDAR
"""


def schedule():
    """Return the agenda as pretalx exports it."""
    days = [{"index": number + 1, "date": day, "rooms": {}} for number, day in enumerate(DAYS)]
    for number, (day, start, room, title, name) in enumerate(TALKS):
        talk = {
            "id": number,
            "guid": f"guid-{number}",
            "date": f"{DAYS[day]}T{start}:00+02:00",
            "start": start,
            "duration": "00:30",
            "room": room,
            "title": title,
            "persons": [{"public_name": name}],
        }
        days[day]["rooms"].setdefault(room, []).append(talk)
    conference = {"title": "Tide Data Conference", "time_zone_name": "Europe/Berlin", "days": days}
    return {"schedule": {"version": "0.9", "conference": conference}}


def attendees():
    """Yield the rows of the list: speakers first, then who comes on one day only."""
    yield ("Name", "Email", "Company", "Job title", "Interests", "Role", "Attending")
    for name in (talk[4] for talk in TALKS if talk[4] != "Someone Else"):
        yield (
            name,
            f"{name[:3].lower()}@example.org",
            "Tidewater Labs",
            "Data Scientist",
            "forecasting",
            "Speaker",
            "",
        )
    for number, name in enumerate(OTHERS):
        when = ("Both days", "Thursday only", "Friday")[number % 3]
        mail = f"{name.split()[0].lower()}@example.org"
        yield (name, mail, "Northgrid Energy", "Data Engineer", "open data", "Attendee", when)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Return a folder with the three files."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "schedule.json").write_text(json.dumps(schedule()), encoding="utf-8")
    (folder / "mine.ics").write_text(OWN, encoding="utf-8", newline="\r\n")
    with (folder / "attendees.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(attendees())
    return folder


@pytest.fixture(scope="module")
def conference(meetwell, files, tmp_path_factory):
    """Return the workspace after the week before, as a user types it."""
    net = tmp_path_factory.mktemp("conference") / "net"
    here = ("-w", net, *BEFORE, "--no-input")
    who = ("--name", "Mira Kolb", "--field", "data science", "--interests", "forecasting, open data")
    event = ("--on", DAYS[0], "--until", DAYS[1], "--hours", "9-18", "--kind", "conference")
    said = [
        meetwell("init", net, *who, "--no-input"),
        meetwell(
            "event", "add", SLUG, *event, "--tz", "Europe/Berlin", "--name", "Tide Data Conference", *here
        ),
        meetwell("add", files / "attendees.csv", files / "schedule.json", *here),
        meetwell("ingest", "calendar", "--mine", files / "mine.ics", *here),
        meetwell("run", *here),
    ]
    assert [one.err for one in said if one.code] == []
    return net


@pytest.fixture(scope="module")
def entries(ask, conference):
    """Return the plan's entries that are not dropped."""
    plan = ask("plan", "-w", conference, *BEFORE)["plan"]
    return [entry for entry in plan if not entry["dropped_because"]]


@pytest.fixture(scope="module")
def sheet(conference):
    """Return the text of each page of the sheet."""
    pages = PdfReader(conference / "reports" / SLUG / "prep-sheet.pdf").pages
    return [" ".join(page.extract_text().split()) for page in pages]


def met_on(entries, day):
    return {
        one["name"].split(",")[0] for one in entries if one["kind"] == "meeting" and one["start"][:10] == day
    }


def test_every_day_has_people_and_must_meets(entries):
    for day in DAYS:
        assert len(met_on(entries, day)) >= 5
        assert [one for one in entries if one["must"] and one["start"][:10] == day] != []


def test_who_comes_on_one_day_only_is_met_on_that_day(entries):
    thursday, friday = (met_on(entries, day) for day in DAYS)
    assert {"Chidi Okafor", "Hanna Novak", "Lena Fischer"} <= thursday
    assert {"Emre Yilmaz", "Jin Park"} <= friday


def test_talks_of_the_best_and_the_starred_one_are_heard_and_speakers_met_behind_them(entries):
    talks = {one["session_id"]: one for one in entries if one["kind"] == "talk"}
    starts = sorted(one["start"][:16] for one in talks.values())
    assert "2027-05-20T13:00" in starts
    ends = {talk["person_id"]: talk["end"] for talk in talks.values()}
    met = {one["person_id"]: one["start"] for one in entries if one["kind"] == "meeting" and one["place"]}
    assert len(met) >= 3
    assert ends.keys() & met.keys() != set()
    assert {who for who in ends.keys() & met.keys() if ends[who] > met[who]} == set()


def test_the_starred_talk_is_no_busy_time(entries):
    assert [one["name"] for one in entries if one["kind"] == "class"] == ["Call with the supervisor"]


def test_the_first_page_shows_both_days_talks_and_a_cut_line_for_each(sheet):
    front = sheet[0]
    for text in ("Thu 20 May", "Fri 21 May", "Opening the archive", "Hall 1"):
        assert text in front
    short = front.lower().partition("time gets short")[2]
    assert "behind at fri 13:30?" in short
    assert "What do people ask you most after" in " ".join(sheet)
    assert "Hear first: Thu 10:30\u201311:00 Causal inference for timetables, Hall 2" in " ".join(sheet)


def test_plan_ics_holds_doors_of_both_days_and_every_talk(conference, entries):
    data = (conference / "reports" / SLUG / "plan.ics").read_bytes()
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    doors = [one for one in events if str(one["SUMMARY"]) == "Tide Data Conference"]
    assert [f"{one['DTSTART'].dt:%Y-%m-%d}" for one in sorted(doors, key=lambda one: one["DTSTART"].dt)] == [
        *DAYS
    ]
    talks = sum(1 for one in entries if one["kind"] == "talk")
    assert len(events) == 2 + talks


def test_on_the_second_day_only_its_rest_is_planned(ask, conference, entries):
    rest = ask("plan", "--from", "11:00", "-w", conference, *SECOND_DAY)["plan"]
    kept = [one for one in rest if not one["dropped_because"]]
    assert min(one["start"] for one in kept) >= "2027-05-21T09:00"
    gone = {one["name"].split(",")[0]: one["dropped"] for one in rest if one["dropped_because"]}
    assert gone["Chidi Okafor"] == "Chidi Okafor is there at other hours than are left of the event."
