"""A workspace is kept whole: backed up, restored, exported, checked, and a person erased from it."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import struct
import subprocess
import zipfile
from pathlib import Path

import polars as pl
import pytest

PLANTED = "quokkaberry"
EMAIL = "vera.unlisted@persons.example.org"
SLUG = "vera-unlisted-77"
LIST = (
    "Name,Organization,Title,Email,LinkedIn,Bio\n"
    "Ana Reis,Harbor Bank,Credit Analyst,ana@persons.example.org,,Lends to bakeries\n"
    f"Vera Unlisted,Quillon,Treasurer,{EMAIL},https://www.linkedin.com/in/{SLUG},Keeps {PLANTED} plants\n"
    "Vera Unlisted,Other House,Baker,vera@other.example.org,,A namesake\n"
    '=HYPERLINK("http://x.example"),Formula House,+1 Analyst,formula@persons.example.org,,"@SUM(A1)"\n'
)
NOW = "2027-03-15T12:00:00Z"


@pytest.fixture
def office(tmp_path, meetwell):
    """A small workspace with a list, a note and a printed sheet."""
    folder = tmp_path / "ws"
    (tmp_path / "people.csv").write_text(LIST, encoding="utf-8")
    for words in (
        ("init", folder, "--name", "Imani", "--field", "finance"),
        ("event", "add", "fair", "--on", "2027-03-18", "--hours", "10-16", "--tz", "UTC"),
        ("ingest", "attendees", tmp_path / "people.csv"),
        ("note", "Vera Unlisted, Quillon", f"waters her {PLANTED} on Fridays"),
    ):
        said = meetwell(*words, "-w", folder, "--now", NOW)
        assert said.code == 0, said.err
    said = meetwell("prep", "-w", folder, "--now", NOW)
    assert said.code == 0, said.err
    return folder


def everything_in(folder):
    """Return all text of a workspace: decoded tables, PDF text, the state and plain files."""
    texts = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        if path.suffix == ".parquet":
            texts.append(json.dumps(pl.read_parquet(path).to_dicts(), default=str))
        elif path.suffix == ".pdf":
            texts.append(
                subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
            )
        texts.append(path.read_bytes().decode("utf-8", "replace"))
    return "\n".join(texts)


def test_an_erased_person_is_nowhere_and_a_namesake_stays(office, meetwell):
    before = everything_in(office)
    assert all(word in before for word in (EMAIL, SLUG, PLANTED))
    ambiguous = meetwell("forget", "Vera Unlisted", "-w", office, "--yes", "--now", NOW)
    assert ambiguous.code == 2
    assert "Say which: Vera Unlisted, Other House; Vera Unlisted, Quillon." in ambiguous.err
    said = meetwell("forget", EMAIL, "--keep-out", "--yes", "-w", office, "--now", NOW)
    assert said.code == 0, said.err
    after = everything_in(office)
    assert [word for word in (EMAIL, SLUG, PLANTED) if word in after] == []
    assert meetwell("prep", "-w", office, "--now", NOW).code == 0
    again = everything_in(office)
    assert [word for word in (EMAIL, SLUG, PLANTED) if word in again] == []
    assert "Other House" in again


def test_an_erased_person_is_kept_out_of_the_same_list_taken_in_again(office, meetwell, tmp_path):
    assert meetwell("forget", EMAIL, "--keep-out", "--yes", "-w", office, "--now", NOW).code == 0
    (tmp_path / "people.csv").write_text(LIST + "New Person,Elsewhere,Clerk,new@persons.example.org,,\n")
    assert meetwell("ingest", "attendees", tmp_path / "people.csv", "-w", office, "--now", NOW).code == 0
    emails = pl.read_parquet(office / "tables" / "10-records.parquet")["emails"].explode().to_list()
    assert EMAIL not in emails
    assert "new@persons.example.org" in emails
    assert "vera@other.example.org" in emails


def test_a_backup_comes_back_with_everything_that_was_said(office, meetwell, tmp_path):
    assert meetwell("pick", "Ana Reis", "-w", office, "--now", NOW).code == 0
    archive = tmp_path / "backup.zip"
    assert meetwell("backup", archive, "-w", office, "--now", NOW).code == 0
    assert archive.stat().st_mode & 0o777 == 0o600
    fresh = tmp_path / "fresh"
    said = meetwell("restore", archive, fresh, "--now", NOW)
    assert said.code == 0, said.err
    with sqlite3.connect(fresh / "state.db") as connection:
        kinds = [row[0] for row in connection.execute("SELECT kind FROM wishes")]
    connection.close()
    assert kinds == ["note", "pick"]
    old, new = (pl.read_parquet(path / "tables" / "10-records.parquet") for path in (office, fresh))
    assert new["record_id"].sort().to_list() == old["record_id"].sort().to_list()
    assert meetwell("check", "-w", fresh).code == 0


def test_a_backup_that_leads_out_of_its_folder_is_refused(tmp_path, meetwell):
    archive = tmp_path / "evil.zip"
    name = "../../outside.txt"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr(name, b"x")
        sums = {name: "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}
        made.writestr("manifest.json", json.dumps({"files": sums}))
    said = meetwell("restore", archive, tmp_path / "a" / "b" / "c")
    assert said.code == 3
    assert "outside its folder" in said.err
    assert not (tmp_path / "a" / "outside.txt").exists()


@pytest.mark.parametrize(
    "files", [["profile.toml"], "profile.toml", {"profile.toml": 5}, None, {"gone": "0"}]
)
def test_a_backup_whose_list_of_files_is_no_list_of_files_is_refused_in_words(tmp_path, meetwell, files):
    with zipfile.ZipFile(tmp_path / "odd.zip", "w") as made:
        made.writestr("profile.toml", b"")
        made.writestr("manifest.json", json.dumps({"files": files}))
    said = meetwell("restore", tmp_path / "odd.zip", tmp_path / "new")
    assert (said.code, "damaged" in said.err, (tmp_path / "new").exists()) == (3, True, False)


def test_a_backup_that_unpacks_without_end_is_refused_unread(tmp_path, meetwell):
    archive = tmp_path / "bomb.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("raw/x", b"x")
        made.writestr("manifest.json", json.dumps({"files": {"raw/x": "0"}}))
    data = bytearray(archive.read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\1\2") + 24, 3 << 30)
    archive.write_bytes(data)
    said = meetwell("restore", archive, tmp_path / "new")
    assert (said.code, "unpacks to more than 200 MiB, which is the limit" in said.err) == (3, True)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04 cut off"])
def test_what_is_no_backup_is_said_to_be_none(tmp_path, meetwell, content):
    (tmp_path / "x.zip").write_bytes(content)
    assert meetwell("restore", tmp_path / "x.zip", tmp_path / "new").code == 3


def test_a_pipe_and_a_device_are_no_backup(tmp_path, meetwell):
    os.mkfifo(tmp_path / "pipe")
    said = [meetwell("restore", path, tmp_path / "new") for path in (tmp_path / "pipe", Path("/dev/zero"))]
    assert [(one.code, "this is no file" in one.err) for one in said] == [(3, True), (3, True)]


def test_a_backup_whose_bytes_are_altered_is_refused_in_words(office, meetwell, tmp_path):
    archive = tmp_path / "b.zip"
    assert meetwell("backup", archive, "-w", office).code == 0
    with zipfile.ZipFile(archive) as made:
        member = made.getinfo("profile.toml")
    data = bytearray(archive.read_bytes())
    packed = member.header_offset + 30 + len(member.filename)
    data[packed] = 0xFF  # a kind of block that packing does not know
    archive.write_bytes(data)
    said = meetwell("restore", archive, tmp_path / "new")
    assert (said.code, "damaged" in said.err) == (3, True)


def test_a_restore_never_writes_into_a_folder_in_use(office, meetwell, tmp_path):
    assert meetwell("backup", tmp_path / "b.zip", "-w", office).code == 0
    assert meetwell("restore", tmp_path / "b.zip", office).code == 5


def test_no_cell_of_an_exported_csv_begins_a_formula(office, meetwell, tmp_path):
    assert meetwell("export", tmp_path / "out", "-w", office).code == 0
    made = sorted((tmp_path / "out").glob("*.csv"))
    assert {"people.csv", "records.csv"} <= {path.name for path in made}
    for path in made:
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "@", "+"))] == [], path.name
    people = pl.read_csv(tmp_path / "out" / "people.csv", infer_schema=False)
    assert '\'=HYPERLINK("http://x.example")' in people["name"].to_list()
    as_json = json.loads((tmp_path / "out" / "people.json").read_text(encoding="utf-8"))
    assert '=HYPERLINK("http://x.example")' in [row["name"] for row in as_json]


def test_a_check_finds_a_changed_input_a_lost_input_and_open_doors(office, meetwell):
    assert meetwell("check", "-w", office).code == 0
    raw = next(path for path in (office / "raw").iterdir())
    raw.write_bytes(b"changed")
    raw.chmod(0o644)
    said = meetwell("check", "-w", office, "--format", "json")
    assert said.code == 5
    problems = json.loads(said.out)["problems"]
    assert any("not what was taken in" in text for text in problems)
    assert any("others on this computer may read it" in text for text in problems)


def test_every_file_and_folder_is_private(office):
    modes = {path.stat().st_mode & 0o077 for path in office.rglob("*")}
    assert modes == {0}
