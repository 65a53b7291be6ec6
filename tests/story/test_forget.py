"""A person erased from every kind of input and every kind of paper: a planted word is nowhere afterwards."""

from __future__ import annotations

import io
import json
import re
import zipfile

import polars as pl
import pytest
from pypdf import PdfReader

from tests.workbooks import workbook

NOW = ("--now", "2027-03-15T12:00:00Z")
EMAIL = "vera.unlisted@persons.example.org"
PLANTED = "quokkaberry"
SLUG = "vera-unlisted-77"
ROWS = [
    ["Name", "Organization", "Title", "Email", "LinkedIn", "Bio"],
    ["Ana Reis", "Harbor Bank", "Credit Analyst", "ana@persons.example.org", "", "Lends to bakeries"],
    ["Vera Unlisted", "Quillon", "Analyst", EMAIL, f"linkedin.com/in/{SLUG}", f"Keeps {PLANTED} plants"],
    ["Ida Wells", "Fen House", "Analyst", "ida@persons.example.org", "", "Keeps bees"],
]
CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    f"Vera,Unlisted,https://www.linkedin.com/in/{SLUG},{EMAIL},Quillon,{PLANTED} keeper,02 Feb 2026\n"
    "Tom,Kite,https://www.linkedin.com/in/tom-kite,,Acme,Clerk,03 Feb 2026\n"
)
PAGE = "https://www.linkedin.com/in"
MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
    "DATE,SUBJECT,CONTENT,FOLDER\n"
    f"c1,,Imani,{PAGE}/imani,Tom Kite,{PAGE}/tom-kite,2026-06-01 14:03:22 UTC,,Hi,INBOX\n"
    f"c3,,Imani,{PAGE}/imani,Ada Byron,{PAGE}/ada,2026-06-01 15:03:22 UTC,,Hi,INBOX\n"
    f"c2,,Vera Unlisted,{PAGE}/{SLUG},Imani,{PAGE}/imani,2026-06-02 14:03:22 UTC,,{PLANTED},INBOX\n"
)


def zipped(parts):
    """Return an archive of these texts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def read(path):
    """Return what a reader of this file finds: unpacked, decoded, unfolded."""
    content = path.read_bytes()
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if path.suffix == ".parquet":
        return json.dumps(pl.read_parquet(path).to_dicts(), default=str)
    if path.suffix == ".pdf":
        return " ".join(page.extract_text() for page in PdfReader(path).pages)
    text = content.decode("utf-8", "replace")
    return re.sub(r"\r?\n[ \t]", "", text) if path.suffix == ".ics" else text


def naming(folder, word):
    """Return the files of the workspace that hold a word."""
    found = (path for path in folder.rglob("*") if path.is_file() and word.lower() in read(path).lower())
    return sorted(str(path.relative_to(folder)) for path in found)


@pytest.fixture
def office(tmp_path, meetwell):
    """A workspace with a spreadsheet, an archive, a note with a planted word, and all its papers."""
    folder = tmp_path / "ws"
    workbook(tmp_path / "people.xlsx", ROWS)
    (tmp_path / "export.zip").write_bytes(zipped({"Connections.csv": CONNECTIONS, "messages.csv": MESSAGES}))
    for words in (
        ("init", folder, "--name", "Imani", "--field", "finance"),
        ("event", "add", "fair", "--on", "2027-03-18", "--hours", "10-16", "--tz", "UTC"),
        ("ingest", "attendees", tmp_path / "people.xlsx"),
        ("ingest", "network", tmp_path / "export.zip"),
        ("agree", EMAIL, "11:00"),
        ("note", EMAIL, f"waters her {PLANTED} on Fridays"),
        ("prep", "--phone"),
    ):
        said = meetwell(*words, "-w", folder, *NOW)
        assert said.code == 0, (words, said.err)
    return folder


def test_a_person_is_gone_from_spreadsheet_archive_phone_page_and_calendar(office, meetwell):
    papers = {path.name for path in office.glob("reports/*/*")}
    named = [path for path in office.glob("reports/*/*") if "Vera Unlisted" in read(path)]
    assert {"phone.html", "plan.ics", "prep-sheet.pdf"} <= papers
    assert {"phone.html", "plan.ics", "prep-sheet.pdf"} <= {path.name for path in named}
    assert len([name for name in naming(office, PLANTED) if name.startswith("raw/")]) == 2
    said = meetwell("forget", EMAIL, "--keep-out", "--yes", "-w", office, *NOW)
    assert said.code == 0, said.err
    words = (EMAIL, SLUG, PLANTED, "Vera Unlisted")
    assert {word: naming(office, word) for word in words} == {word: [] for word in words}


def test_a_person_is_gone_from_drafts_too(office, meetwell):
    evening = ("-w", office, "--now", "2027-03-18T20:00:00Z")
    note = office / "line.txt"
    note.write_text('"Vera Unlisted" talked "orchids" promise "send a cutting"\n', encoding="utf-8")
    assert meetwell("debrief", "--text", note, *evening).code == 0
    note.unlink()
    assert meetwell("drafts", *evening).code == 0
    assert [path.suffix for path in office.glob("reports/fair/drafts/*vera*")] != []
    said = meetwell("forget", EMAIL, "--yes", *evening)
    assert said.code == 0, said.err
    assert list(office.glob("reports/*/drafts/*")) == []
    assert naming(office, "Vera Unlisted") == []


def test_the_others_of_the_same_files_stay_and_the_papers_are_made_anew(office, meetwell):
    assert meetwell("forget", EMAIL, "--yes", "-w", office, *NOW).code == 0
    assert meetwell("prep", "-w", office, *NOW).code == 0
    assert [naming(office, word) for word in (EMAIL, SLUG, PLANTED, "Vera Unlisted")] == [[], [], [], []]
    people = pl.read_parquet(office / "tables" / "20-people.parquet")["name"].sort().to_list()
    assert [name for name in people if name in ("Ana Reis", "Ida Wells", "Tom Kite")] == [
        "Ana Reis",
        "Ida Wells",
        "Tom Kite",
    ]


def test_the_rewritten_inputs_give_the_same_people_when_all_is_read_again(office, meetwell, tmp_path):
    assert meetwell("forget", EMAIL, "--keep-out", "--yes", "-w", office, *NOW).code == 0
    assert meetwell("backup", tmp_path / "b.zip", "-w", office, *NOW).code == 0
    said = meetwell("restore", tmp_path / "b.zip", tmp_path / "again", *NOW)
    assert said.code == 0, said.err
    names = pl.read_parquet(tmp_path / "again" / "tables" / "10-records.parquet")["name"].to_list()
    assert sorted(set(names)) == ["Ada Byron", "Ana Reis", "Ida Wells", "Tom Kite"]
    touches = pl.read_parquet(tmp_path / "again" / "tables" / "12-touches.parquet")
    assert touches.filter(pl.col("kind") == "message").height == 2
    assert [naming(tmp_path / "again", word) for word in (EMAIL, SLUG, PLANTED)] == [[], [], []]


def test_an_earlier_backup_comes_back_without_whoever_was_erased_and_kept_out_since(
    office, meetwell, tmp_path
):
    assert meetwell("backup", tmp_path / "b.zip", "-w", office, *NOW).code == 0
    assert meetwell("forget", EMAIL, "--keep-out", "--yes", "-w", office, *NOW).code == 0
    said = meetwell("restore", tmp_path / "b.zip", tmp_path / "again", "-w", office, *NOW)
    assert (said.code, "erased" in said.err) == (0, True)
    words = (EMAIL, SLUG, PLANTED, "Vera Unlisted")
    assert {word: naming(tmp_path / "again", word) for word in words} == {word: [] for word in words}
    names = pl.read_parquet(tmp_path / "again" / "tables" / "10-records.parquet")["name"].to_list()
    assert sorted(set(names)) == ["Ada Byron", "Ana Reis", "Ida Wells", "Tom Kite"]
    assert meetwell("check", "-w", tmp_path / "again").code == 0


def test_a_backup_brought_back_by_itself_is_the_whole_backup(office, meetwell, tmp_path, monkeypatch):
    assert meetwell("backup", tmp_path / "b.zip", "-w", office, *NOW).code == 0
    assert meetwell("forget", EMAIL, "--keep-out", "--yes", "-w", office, *NOW).code == 0
    monkeypatch.chdir(tmp_path)
    assert meetwell("restore", tmp_path / "b.zip", tmp_path / "again", *NOW).code == 0
    assert naming(tmp_path / "again", EMAIL) != []


def test_an_archive_with_a_damaged_file_does_not_stop_a_person_from_being_erased(tmp_path, meetwell):
    folder, archive, old = tmp_path / "ws", tmp_path / "export.zip", b"an older list that nobody can read"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("Connections.csv", CONNECTIONS)
        made.writestr("old.csv", old)
    archive.write_bytes(archive.read_bytes().replace(old, old.upper()))
    for words in (
        ("init", folder, "--name", "Imani", "--field", "finance"),
        ("ingest", "network", archive),
        ("link",),
        ("forget", "Vera Unlisted", "--yes"),
    ):
        said = meetwell(*words, "-w", folder, *NOW)
        assert said.code == 0, (words, said.err)
    assert naming(folder, EMAIL) == []
    assert naming(folder, "Tom") != []
