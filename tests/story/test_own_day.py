"""The day beside the user's own calendar, as the screen tells it."""

import pytest

LIST = "Company,Booth,Industry\nAlder Bank,A1,finance\nBirch Capital,A2,finance\nCedar Trust,A3,finance\n"
ENTRY = (
    "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270318T{start}00Z\r\n"
    "DTEND:20270318T{end}00Z\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n"
)
NOW = ("--now", "2027-03-10T12:00:00Z")


@pytest.fixture
def ask(meetwell, tmp_path):
    """Return the command in a workspace with a fair of three stands and a calendar of two entries."""
    folder = tmp_path / "net"
    entries = ENTRY.format(uid="a", start="1100", end="1130", title="Seminar " + "long" * 5000)
    entries += ENTRY.format(uid="b", start="1400", end="1430", title="Dentist")
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{entries}END:VCALENDAR\r\n"
    (tmp_path / "mine.ics").write_text(calendar, encoding="utf-8", newline="")
    (tmp_path / "employers.csv").write_text(LIST, encoding="utf-8")

    def call(*words):
        said = meetwell(*words, "-w", folder, *NOW)
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
