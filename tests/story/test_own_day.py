"""The day beside the user's own calendar, as the screen tells it."""

import polars as pl
import pytest
from pypdf import PdfReader

LIST = "Company,Booth,Industry\nAlder Bank,A1,finance\nBirch Capital,A2,finance\nCedar Trust,A3,finance\n"
ENTRY = (
    "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270318T{start}00Z\r\n"
    "DTEND:20270318T{end}00Z\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n"
)
NOW = "2027-03-10T12:00:00Z"


@pytest.fixture
def ask(meetwell, tmp_path):
    """Return the command in a workspace with a fair of three stands and a calendar of two entries."""
    folder = tmp_path / "net"
    entries = ENTRY.format(uid="a", start="1100", end="1130", title="Seminar " + "long" * 5000)
    entries += ENTRY.format(uid="b", start="1400", end="1430", title="Dentist")
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{entries}END:VCALENDAR\r\n"
    (tmp_path / "mine.ics").write_text(calendar, encoding="utf-8", newline="")
    (tmp_path / "employers.csv").write_text(LIST, encoding="utf-8")

    def call(*words, now=NOW):
        said = meetwell(*words, "-w", folder, "--now", now)
        assert said.code == 0, said.err
        return said

    assert meetwell("init", folder, "--name", "Me Myself", "--field", "finance").code == 0
    call("event", "add", "fair", "--on", "2027-03-18", "--hours", "10-16", "--tz", "UTC")
    call("add", tmp_path / "employers.csv")
    call("ingest", "calendar", tmp_path / "mine.ics", "--mine")
    return call


def test_a_stand_is_named_once_and_a_long_title_is_cut(ask):
    lines = ask("plan").out.splitlines()
    assert [line for line in lines if line.count("(A1)") > 1] == []
    assert max(map(len, lines)) < 150


def test_an_own_entry_that_an_agreed_time_lies_across_is_told_by_its_title(ask):
    ask("agree", "Alder Bank", "14:10")
    said = "not in the day: Dentist: This appointment of yours lies across what you agreed with Alder Bank."
    assert said in ask("plan").out.splitlines()


def met_at(said):
    """Return who is walked up to, and by about when."""
    return [line.split("by about ")[1] for line in said.out.splitlines() if line.startswith("by about")]


def test_the_whole_day_comes_back_when_it_is_asked_for_without_an_hour(ask):
    whole = met_at(ask("plan"))
    assert met_at(ask("plan", "--from", "15:59")) == []
    ask("run")
    assert met_at(ask("plan")) == whole


def test_a_time_agreed_on_the_day_does_not_bring_the_morning_back(ask, tmp_path):
    today = "2027-03-18T13:00:00Z"
    ask("run", now=today)
    ask("plan", "--from", "13:00", now=today)
    ask("agree", "Alder Bank", "15:00", now=today)
    ask("run", now=today)
    plan = pl.read_parquet(tmp_path / "net" / "tables" / "40-plan.parquet").drop_nulls("start")
    assert {start.hour >= 13 for start in plan["start"]} == {True}
    assert plan.filter("agreed")["start"].dt.hour().to_list() == [15]


def test_an_agreed_time_says_at_once_what_it_lies_across(ask):
    assert ask("agree", "Alder Bank", "12:00").err == ""
    assert "this time lies across Alder Bank" in ask("agree", "Birch Capital", "12:10").err
    assert "this time lies across Dentist" in ask("agree", "Alder Bank", "14:10").err
    assert ask("agree", "Alder Bank", "14:30").err == ""


def test_a_list_is_no_calendar(meetwell, ask, tmp_path):
    ask("plan")
    (tmp_path / "people.csv").write_text("Name,Company\nAna Ferreira,Alder Bank\n", encoding="utf-8")
    said = meetwell("ingest", "calendar", tmp_path / "people.csv", "--mine", "-w", tmp_path / "net")
    assert said.code == 3
    assert "people.csv: this is no calendar: it was read as a list (csv)" in said.err


def test_a_night_shift_says_on_which_days_it_begins_and_ends(ask, tmp_path):
    night = ENTRY.format(uid="n", start="0000", end="1030", title="Night").replace(
        "DTSTART:20270318T0000", "DTSTART:20270317T2200"
    )
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{night}END:VCALENDAR\r\n"
    (tmp_path / "night.ics").write_text(text, encoding="utf-8", newline="")
    ask("ingest", "calendar", tmp_path / "night.ics", "--mine")
    ask("prep")
    page = PdfReader(tmp_path / "net" / "reports" / "fair" / "prep-sheet.pdf").pages[0].extract_text()
    assert "Wed 22:00\u2013Thu 10:30 busy" in " ".join(page.split())
