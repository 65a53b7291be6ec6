"""One command from a list to the sheet: what the list itself says is not asked for again."""

from __future__ import annotations

import csv
import json
import zipfile

import pytest

from tests.story.conftest import plain
from tests.workbooks import workbook

NOW = ("--now", "2027-01-10T12:00:00+00:00")
EXPO = [
    ["Lakeshore Technical University, Career Services"],
    ["STEM & Business Expo, 24 February 2027, 11:00-15:30, Whitfield Arena"],
    [],
    ["Exhibitor", "", "Recruiting for", "", "Contact"],
    ["Company", "Booth", "Positions", "Majors", "Recruiter"],
    ["Brightwater Utilities", "A1", "Internship", "Civil Engineering", "Dana Quill"],
    ["Saltmarsh Data", "A3", "Full-time", "Statistics", "Ivo Lindqvist"],
    ["WITHDRAWN: Old Mill Paper", "D2", "Full-time", "Statistics", ""],
    ["Total: 3 exhibitors"],
]
GUESTS = [
    ("Ona Bell", "Backend engineer", "approved"),
    ("Eun-ji Han", "Machine learning engineer", "approved"),
    ("Dov Perl", "Machine learning engineer", "declined"),
    ("Leo Fenn", "Machine learning engineer", "waitlist"),
]


@pytest.fixture
def quick(ask, tmp_path):
    def call(path, *words):
        return ask("quick", path, "--out", tmp_path / "made", *words, *NOW)

    return call


def planned(ask, tmp_path):
    found = ask("match", "-w", tmp_path / "made", *NOW)
    return [row["name"] for row in found["matches"]], found["set_aside"]


def test_an_employer_list_with_a_title_block_gives_hours_and_a_fair(quick, ask, tmp_path):
    said = quick(workbook(tmp_path / "expo.xlsx", EXPO), "--on", "2027-02-24", "--field", "statistics")
    hours = "The hours are 11:00-15:30, as the rows above the list say; --hours says otherwise."
    assert hours in said["assumptions"]
    names, aside = planned(ask, tmp_path)
    assert sorted(names) == ["Brightwater Utilities", "Saltmarsh Data"]
    assert sorted(row["name"] for row in aside) == ["Dana Quill", "Ivo Lindqvist"]
    assert aside[0]["set_aside_because_text"][0].startswith("The one to ask for at ")


def test_the_same_list_with_an_option_that_says_otherwise_makes_the_sheet_anew(quick, tmp_path):
    path = workbook(tmp_path / "expo.xlsx", EXPO)
    quick(path, "--field", "statistics")
    said = quick(path, "--hours", "12-15", "--name", "Ona Bell")
    assert said["assumptions"] == []
    (sheet,) = (path for path in said["files"] if path.endswith("prep-sheet.pdf"))
    assert [word for word in ("12:00\u201315:00", "Ona Bell") if word not in plain(sheet)] == []


def test_the_sheet_is_to_be_opened_and_bears_the_name_above_its_list(quick, tmp_path):
    said = quick(workbook(tmp_path / "expo.xlsx", EXPO), "--on", "2027-02-24", "--field", "statistics")
    source = "as the rows above the list say; --event says otherwise."
    assert said["assumptions"][0] == f"The event is called 'STEM & Business Expo', {source}"
    (sheet,) = (path for path in said["files"] if path.endswith(".pdf"))
    made = tmp_path / "made"
    assert said["next"] == f"open {sheet}; for the phone: cd {made} && meetwell prep --phone"


def test_the_sheet_quotes_what_the_list_says_on_who_may_work(quick, tmp_path):
    only = [["Company", "Booth", "Majors", "Work authorization"]]
    only += [["Saltmarsh Data", "A3", "Statistics", "US citizens only"], ["Oak Bank", "A4", "Statistics", ""]]
    said = quick(workbook(tmp_path / "expo.xlsx", only), "--on", "2027-02-24", "--field", "statistics")
    (sheet,) = (path for path in said["files"] if path.endswith(".pdf"))
    text = plain(sheet)
    assert text.count("Sponsorship: list says \u201cUS citizens only\u201d: ask") == 1
    assert text.count("Sponsorship: unknown") == 1


def test_the_day_above_the_list_need_not_be_said(ask, meetwell, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = workbook(tmp_path / "expo_employers.xlsx", EXPO)
    said = ask("quick", path, "--field", "statistics", *NOW)
    assert "The day is 2027-02-24, as the rows above the list say; --on names another." in said["assumptions"]
    assert said["workspace"] == str(tmp_path / "meetwell-expo")
    shown = meetwell("-w", tmp_path / "meetwell-expo", *NOW).out
    assert "STEM & Business Expo, Wednesday 24 February 2027" in shown


def test_without_a_day_anywhere_it_is_asked_for_and_nothing_is_left(meetwell, tmp_path):
    (tmp_path / "guests.csv").write_text("Name,Title\nOna Bell,Engineer\n", encoding="utf-8")
    said = meetwell("quick", tmp_path / "guests.csv", "--field", "design", "--out", tmp_path / "made", *NOW)
    assert said.code == 2
    assert said.err == "error: no list names the day of the event\nSay it: --on 2027-03-18.\n"
    assert not (tmp_path / "made").exists()


def test_another_day_than_the_rows_above_the_list_name_is_told(quick, tmp_path):
    said = quick(workbook(tmp_path / "expo.xlsx", EXPO), "--on", "2027-02-25", "--field", "statistics")
    told = "The rows above the list name 2027-02-24, and not the day you named."
    assert told in said["assumptions"]


def test_a_day_that_is_past_is_told(quick, tmp_path):
    path = workbook(tmp_path / "expo.xlsx", EXPO)
    said = quick(path, "--on", "2026-02-24", "--field", "statistics")
    assert "2026-02-24 is past: --on names another day." in said["assumptions"]


def test_ones_own_calendar_may_be_the_zip_that_google_gives(quick, ask, tmp_path):
    entry = "UID:1\nDTSTART:20270224T130000Z\nDTEND:20270224T140000Z\nSUMMARY:Lab"
    with zipfile.ZipFile(tmp_path / "me@example.org.ical.zip", "w") as archive:
        archive.writestr("me.ics", f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{entry}\nEND:VEVENT\nEND:VCALENDAR\n")
    said = quick(
        *(workbook(tmp_path / "expo.xlsx", EXPO), tmp_path / "me@example.org.ical.zip"),
        *("--on", "2027-02-24", "--field", "statistics", "--tz", "UTC"),
    )
    assert "me@example.org.ical.zip is your own calendar." in said["assumptions"]
    plan = ask("plan", "-w", tmp_path / "made", *NOW)["plan"]
    assert [row["name"] for row in plan if row["kind"] == "class"] == ["Lab"]


def test_a_guest_list_gives_a_meetup_of_those_who_come(quick, ask, tmp_path):
    path = tmp_path / "guests.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerow(("name", "email", "What do you do?", "approval_status"))
        csv.writer(file).writerows(
            (name, f"{at}@example.org", work, status) for at, (name, work, status) in enumerate(GUESTS)
        )
    said = quick(path, "--on", "2027-01-14", "--field", "machine learning")
    kind = "This is a meetup: no employer is on the list; kind in event.toml says otherwise."
    assert kind in said["assumptions"]
    assert planned(ask, tmp_path)[0] == ["Eun-ji Han", "Ona Bell"]


def test_a_conference_schedule_gives_its_name_days_zone_and_hours(quick, ask, tmp_path):
    talk = {"duration": "00:30", "type": "Talk"}
    days = [
        ("2027-05-20", "Missing data is data", "Dolores Ibarra"),
        ("2027-05-21", "Fast parsers", "Chen Wu"),
    ]
    document = {
        "schedule": {
            "conference": {
                "title": "Quiet Py 2027",
                "time_zone_name": "Europe/Amsterdam",
                "days": [
                    {
                        "date": day,
                        "rooms": {
                            "Great Hall": [
                                talk
                                | {
                                    "guid": title,
                                    "title": title,
                                    "date": f"{day}T10:00:00+02:00",
                                    "start": "10:00",
                                    "persons": [{"public_name": who}],
                                }
                            ]
                        },
                    }
                    for day, title, who in days
                ],
            }
        }
    }
    path = tmp_path / "schedule.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    said = quick(path, "--on", "2027-05-20", "--interests", "missing data")
    assert said["assumptions"] == [
        "The event is called 'Quiet Py 2027', as the agenda says; --event says otherwise.",
        "The hours are in the zone Europe/Amsterdam, as the agenda says; --tz names another.",
        "The event lasts until 2027-05-21, as the agenda says; see end in event.toml.",
        "The hours are 10:00-10:30, as the agenda says; --hours says otherwise.",
        "This is a conference: no employer is on the list; kind in event.toml says otherwise.",
        "Your name is not on the sheet; --name puts it there.",
    ]
    assert planned(ask, tmp_path)[0][0] == "Dolores Ibarra"


def test_where_you_are_names_the_pairs_that_wait_for_a_word(quick, meetwell, tmp_path):
    path, known = tmp_path / "guests.csv", tmp_path / "Connections.csv"
    path.write_text("Name,Title\nNoor Haddad-Quist,\nEun-ji Han,Writer\n", encoding="utf-8")
    known.write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Noor,Haddad-Quist,https://www.linkedin.com/in/noor-hq,,Quay Labs,Analyst,01 Feb 2026\n",
        encoding="utf-8",
    )
    made = quick(path, known, "--on", "2027-01-14", "--field", "finance")
    said = meetwell("-w", tmp_path / "made", *NOW).out
    waiting = "1 pair of records may be one person, and nobody decided yet: 'meetwell review'"
    assert f"{waiting}." in said
    assert waiting in made["warnings"]
