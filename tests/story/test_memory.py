"""The next event knows the last one: who is known, what is owed, and nothing of another hall."""

from __future__ import annotations

import json

import pytest
from pypdf import PdfReader

SPRING = ("--now", "2027-03-15T12:00:00Z")
SPRING_NIGHT = ("--now", "2027-03-18T22:00:00Z")
AUTUMN = ("--now", "2027-09-10T12:00:00Z")
LIST = """Name,Title,Organization,Email,Interests
Ana Ferreira,Analyst Programme Lead,Harbor Retail Bank,ana.ferreira@harbor-retail-bank.example.com,Choir
Nadia Bergstrom,Credit Analyst,Quillon Ratings,nadia.bergstrom@quillon.example.com,Choir
Henrik Solberg,Credit Analyst,Quillon Ratings,henrik.solberg@corbel-lyle.example.com,Choir
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, meetwell, fair):
    """The spring fair debriefed, and an autumn meetup with a list of its own."""
    place = tmp_path_factory.mktemp("memory")
    folder, text = place / "ws", place / "autumn.csv"
    text.write_text(LIST, encoding="utf-8")
    assert meetwell("demo", "--out", folder).code == 0
    event = ("event", "add", "autumn", "--on", "2027-09-16", "--hours", "17-20", "--kind", "meetup")
    for words in (event, ("ingest", "attendees", text, "--event", "autumn"), ("prep", "--event", "autumn")):
        said = meetwell(*words, "-w", folder, *AUTUMN)
        assert said.code == 0, said.err
    return folder


def sheet(folder, event):
    pages = PdfReader(folder / "reports" / event / "prep-sheet.pdf").pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_next_sheet_says_what_is_owed_to_whom(workspace):
    assert "You promised: send her the one-page log of till counts" in sheet(workspace, "autumn")


def test_the_next_sheet_has_no_booth_of_the_last_hall(workspace, meetwell):
    answer = json.loads(
        meetwell("plan", "--event", "autumn", "-w", workspace, "--format", "json", *AUTUMN).out
    )
    places = {entry["name"].split(",")[0]: entry["place"] for entry in answer["plan"] if entry["person_id"]}
    assert set(places.values()) == {None}
    assert {"Ana Ferreira", "Nadia Bergstrom"} <= set(places)


def test_who_stood_in_the_first_plan_and_was_not_met_comes_behind_somebody_new_and_says_why(
    workspace, meetwell
):
    answer = json.loads(
        meetwell("match", "--event", "autumn", "-w", workspace, "--format", "json", *AUTUMN).out
    )
    said = {row["name"]: " ".join(row["reasons_text"]) for row in answer["matches"]}
    names = list(said)
    assert names.index("Nadia Bergstrom") < names.index("Henrik Solberg")
    sentence = "Already in your plan for Alder Valley Spring Career Fair 2027"
    assert [name for name in names if sentence in said[name]] == ["Henrik Solberg"]


def test_the_printed_ids_of_the_first_event_still_take_notes_back(workspace, meetwell):
    with (workspace / "reports" / "spring-fair" / "debrief.csv").open(encoding="utf-8-sig") as file:
        rows = [line.split(",") for line in file]
    ana = next(row[0] for row in rows if row[1] == "Ana Ferreira")
    lines = workspace.parent / "lines.txt"
    lines.write_text(f'{ana} talked "cares about trams"\n', encoding="utf-8")
    said = meetwell("debrief", "--text", lines, "--event", "spring-fair", "-w", workspace, *SPRING_NIGHT)
    assert "Ana Ferreira" in said.out
