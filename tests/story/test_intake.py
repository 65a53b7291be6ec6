"""Files in: what each is, its content says; nothing is doubled, nothing is lost in silence."""

from __future__ import annotations

import json
import shutil
import zipfile

import polars as pl
import pytest

NOW = ("--now", "2027-03-15T12:00:00Z")


@pytest.fixture
def workspace(tmp_path, meetwell):
    """An empty workspace with one event."""
    folder = tmp_path / "ws"
    assert meetwell("init", folder, "--name", "Imani", "--field", "finance").code == 0
    words = ("event", "add", "fair", "--on", "2027-03-18", "--hours", "10-16", "--tz", "America/New_York")
    assert meetwell(*words, "-w", folder).code == 0
    return folder


def records(folder):
    return pl.read_parquet(folder / "tables" / "10-records.parquet")


def test_a_list_goes_to_the_event_and_a_network_export_to_the_user(workspace, meetwell, fair):
    files = (fair / "people.csv", fair / "Connections.csv", fair / "agenda.ics")
    assert meetwell("add", *files, "-w", workspace, *NOW).code == 0
    lists = records(workspace).filter(pl.col("source_kind") != "calendar")
    kinds = lists.group_by("source_file", "event", "source_kind").len().sort("source_file")
    assert kinds.rows() == [
        ("Connections.csv", None, "network", 68),
        ("people.csv", "fair", "attendees", 90),
    ]


def test_the_same_bytes_again_are_a_no_op(workspace, meetwell, fair):
    meetwell("add", fair / "people.csv", "-w", workspace, *NOW)
    before = (workspace / "tables" / "10-records.parquet").stat().st_mtime_ns
    said = meetwell("add", fair / "people.csv", "-w", workspace, *NOW)
    assert "nothing new" in said.out
    assert (workspace / "tables" / "10-records.parquet").stat().st_mtime_ns == before


def test_a_list_the_organiser_changed_updates_people_and_doubles_nobody(workspace, meetwell, fair, tmp_path):
    path = tmp_path / "people.csv"
    shutil.copyfile(fair / "people.csv", path)
    meetwell("add", path, "-w", workspace, *NOW)
    assert meetwell("link", "-w", workspace, *NOW).code == 0
    assert meetwell("note", "Ana Ferreira", "waters plants", "-w", workspace, *NOW).code == 0
    old = pl.read_parquet(workspace / "tables" / "20-people.parquet")
    text = path.read_text(encoding="utf-8").replace("Analyst Programme Lead", "Head of Programmes")
    path.write_text(text + "Newly Come,Clerk,Elsewhere,newly@people.example.org\n", encoding="utf-8")
    assert meetwell("add", path, "-w", workspace, *NOW).code == 0
    assert meetwell("link", "-w", workspace, *NOW).code == 0
    new = pl.read_parquet(workspace / "tables" / "20-people.parquet")
    assert new.height == old.height + 1
    assert set(old["person_id"]) <= set(new["person_id"])
    ana = new.filter(pl.col("name") == "Ana Ferreira")
    assert ana["title"].to_list() == ["Head of Programmes"]
    assert meetwell("prep", "-w", workspace, *NOW).code == 0


def test_a_calendar_that_can_be_both_is_asked_about_and_stops_no_other_file(workspace, meetwell, fair):
    said = meetwell("add", fair / "my-calendar.ics", fair / "people.csv", "-w", workspace, *NOW)
    assert said.code == 3
    assert "--mine my-calendar.ics" in said.err
    assert records(workspace).height == 90


def test_the_folders_of_the_inbox_say_whose_a_file_is(workspace, meetwell, fair):
    for name, place in (
        ("my-calendar.ics", "mine"),
        ("Connections.csv", "network"),
        ("people.csv", "fair"),
    ):
        (workspace / "inbox" / place).mkdir(exist_ok=True)
        shutil.copyfile(fair / name, workspace / "inbox" / place / name)
    assert meetwell("ingest", "inbox", "-w", workspace, *NOW).code == 0
    sessions = pl.read_parquet(workspace / "tables" / "11-sessions.parquet")
    assert sessions["owner"].unique().to_list() == ["mine"]
    assert set(records(workspace)["source_kind"]) == {"network", "attendees"}


def test_a_mapping_is_remembered_for_the_next_file_with_these_columns(workspace, meetwell, tmp_path):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("Wer,Haus X\nAna Reis,Harbor Bank\nBo Lund,Quillon\n")
    second.write_text("Wer,Haus X\nCy Moor,Pemberley\nDi Sand,Kestrel\n")
    words = ("--map", "Wer=name", "--map", "Haus X=organization")
    assert meetwell("ingest", "attendees", first, *words, "-w", workspace, *NOW).code == 0
    assert meetwell("ingest", "attendees", second, "-w", workspace, *NOW).code == 0
    found = records(workspace).sort("name")
    assert found.select("name", "organization").rows() == [
        ("Ana Reis", "Harbor Bank"),
        ("Bo Lund", "Quillon"),
        ("Cy Moor", "Pemberley"),
        ("Di Sand", "Kestrel"),
    ]


def test_rejected_rows_are_counted_and_strict_makes_them_an_error(workspace, meetwell, tmp_path):
    path = tmp_path / "people.csv"
    rows = ("Ana Reis,ana@x.example.org,Harbor", "?,not-an-address,", "Bo Lund,bo@x.example.org,Q")
    path.write_text("Name,Email,Company\n" + "\n".join(rows) + "\n")
    said = meetwell("ingest", "attendees", path, "-w", workspace, *NOW, "--strict", "--format", "json")
    answer = json.loads(said.out)
    assert answer["kept"] >= 2
    assert said.code == (7 if answer["rejected"] else 0)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("empty.csv", b"", "the file is empty"),
        ("page.ics", b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        ("no-names.csv", b"colour,weight\nred,3\nblue,4\n", ""),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "this is a picture"),
    ],
)
def test_what_cannot_be_used_is_refused_and_leaves_nothing_behind(
    workspace, meetwell, tmp_path, name, content, what
):
    (tmp_path / name).write_bytes(content)
    said = meetwell("add", tmp_path / name, "-w", workspace, *NOW)
    assert said.code == 3
    assert name in said.err
    assert what in said.err
    assert not list(workspace.glob("raw/*"))
    assert not (workspace / "tables" / "10-records.parquet").exists()


def test_inspect_writes_nothing_and_needs_no_workspace(meetwell, fair, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = meetwell("inspect", fair / "employers.csv", "--format", "json")
    assert said.code == 0
    keys = {
        "format",
        "encoding",
        "delimiter",
        "header_row",
        "rows",
        "columns",
        "repairs",
        "rejects",
        "notices",
    }
    assert keys <= set(json.loads(said.out))
    assert list(tmp_path.iterdir()) == []


WEEKLY = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:weekly@example.org
DTSTAMP:20270101T000000Z
DTSTART;TZID=America/New_York:20270107T110000
DTEND;TZID=America/New_York:20270107T121500
RRULE:FREQ=WEEKLY
SUMMARY:Seminar
END:VEVENT
END:VCALENDAR
"""


def test_a_weekly_class_is_known_on_the_day_of_an_event_added_later(workspace, meetwell, tmp_path):
    def days():
        starts = pl.read_parquet(workspace / "tables" / "11-sessions.parquet")["start_utc"]
        return set(starts.dt.date().cast(pl.String))

    (tmp_path / "mine.ics").write_text(WEEKLY.replace("\n", "\r\n"))
    words = ("ingest", "calendar", tmp_path / "mine.ics", "--mine", "-w", workspace, *NOW)
    assert meetwell(*words).code == 0
    assert "2027-03-18" in days()
    assert "2028-03-16" not in days()
    event = ("event", "add", "later", "--on", "2028-03-16", "--hours", "10-16", "--tz", "America/New_York")
    assert meetwell(*event, "-w", workspace, *NOW).code == 0
    assert {"2027-03-18", "2028-03-16"} <= days()


def test_a_newer_archive_leaves_no_row_of_the_older_one(workspace, meetwell, tmp_path):
    head = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    line = "{0},Reis,https://www.linkedin.com/in/{0}-reis,,Harbor,Analyst,08 Feb 2026\n"
    for names in (("Ana", "Bo"), ("Bo", "Cy")):
        with zipfile.ZipFile(tmp_path / "Basic_LinkedInDataExport.zip", "w") as archive:
            archive.writestr("Connections.csv", head + "".join(line.format(name) for name in names))
        said = meetwell("add", tmp_path / "Basic_LinkedInDataExport.zip", "-w", workspace, *NOW)
        assert said.code == 0, said.err
    assert sorted(records(workspace)["name"]) == ["Bo Reis", "Cy Reis"]


def test_a_calendar_added_for_a_named_event_is_its_agenda_and_that_is_said(workspace, meetwell, fair):
    added = meetwell("add", fair / "my-calendar.ics", "--event", "fair", "-w", workspace, *NOW)
    assert (added.code, "taken as the agenda of fair" in added.out) == (0, True)
    sessions = pl.read_parquet(workspace / "tables" / "11-sessions.parquet")
    assert set(sessions["owner"]) == {"event"}


def test_what_was_not_read_stands_in_a_file_at_once(meetwell, workspace, tmp_path):
    rows = tmp_path / "list.csv"
    rows.write_text("Name,Email\nAda Byron,ada@x.example.org\n,nowhere\n", encoding="utf-8")
    meetwell("add", rows, "-w", workspace)
    text = (workspace / "reports" / "fair" / "rejects.csv").read_text(encoding="utf-8")
    assert text.startswith("source_file,event,row,column,severity,code,message,raw")
    assert "list.csv,fair,3" in text
