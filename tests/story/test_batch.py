"""An office's night: one sheet per student, stopped, changed, resumed, handed out and purged."""

from __future__ import annotations

import csv
import json
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from pypdf import PdfReader

from pipeline.batch.lock import locked

SLUG = "spring-fair"
NOW = ("--now", "2027-03-15T12:00:00+00:00")
LATER = ("--now", "2027-03-16T12:00:00+00:00")
STUDENTS = """\
Name,Email,Major,Level,Position type,Calendar
Ines Cornfeld,ines@students.example.org,Finance,Undergraduate,Internship,
Bram Alderby,bram@students.example.org,Computer Science,Graduate,Full-time,
Yara Glensen,yara@students.example.org,Nursing,Undergraduate,Full-time,
Ines Cornfeld,ines.two@students.example.org,Finance,Undergraduate,Internship,
Zeno Kernvik,zeno@students.example.org,,,,
"""
CONTACT = "private.contact@employer.example.com"


@pytest.fixture(scope="module")
def office(meetwell, workspace, fair, tmp_path_factory):
    """Return a workspace with the fair, whose lists and own contacts hold what no student may see."""
    folder = tmp_path_factory.mktemp("office") / "ws"
    workspace(folder)
    people = (fair / "people.csv").read_text(encoding="utf-8")
    mails = [row["Email"] for row in csv.DictReader(people.splitlines()) if row.get("Email")]
    data = folder / "people.csv"
    data.write_text(people.replace(mails[0], CONTACT), encoding="utf-8")
    here = ("-w", folder, *NOW)
    for words in (
        ("add", fair / "employers.csv", data, "--event", SLUG),
        ("ingest", "network", fair / "Connections.csv"),
        ("ingest", "calendar", fair / "agenda.ics", "--event", SLUG),
    ):
        assert meetwell(*words, *here).code == 0
    (folder / "meetwell.toml").write_text("[batch]\nworkers = 1\npartition = 2\ntask = 2\n", encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Night:
    """A folder with a list of students and its batches; ``run`` gives the JSON of ``batch run``."""

    meetwell: object
    office: Path
    folder: Path

    @property
    def out(self) -> Path:
        """Return the folder of the usual batch."""
        return self.folder / "out"

    def run(self, *words, students=STUDENTS, out="out", code=0, now=NOW, workspace=None, html=True):
        """Return the JSON of ``batch run`` on these students."""
        path = self.folder / "students.csv"
        path.write_text(students, encoding="utf-8")
        paper = ["--html"] if html else []
        where = ("--event", SLUG, "--out", self.folder / out, "-w", workspace or self.office)
        said = self.meetwell("batch", "run", path, *where, *paper, *words, *now, "--format", "json")
        assert said.code == code, said.out + said.err
        return json.loads(said.out)


@pytest.fixture
def empty(meetwell, office, tmp_path):
    """Return a night in which nothing was made yet."""
    return Night(meetwell, office, tmp_path)


@pytest.fixture(scope="module")
def made(meetwell, office, tmp_path_factory):
    """Return a night in which everybody has a page, and what the run said; only to look at."""
    night = Night(meetwell, office, tmp_path_factory.mktemp("night"))
    return night, night.run()


@pytest.fixture
def batch(made, tmp_path):
    """Return a copy of that night, to go on with."""
    shutil.copytree(made[0].out, tmp_path / "out")
    return Night(made[0].meetwell, made[0].office, tmp_path)


@pytest.fixture
def changed_office(meetwell, office, tmp_path, fair):
    """Return a copy of the office in which the first employer has moved to another booth."""
    copy = tmp_path / "changed"
    shutil.copytree(office, copy)
    text = (fair / "employers.csv").read_text(encoding="utf-8")
    booth = next(csv.DictReader(text.splitlines()))["Booth"]
    path = tmp_path / "employers.csv"
    path.write_text(text.replace(f",{booth},", ",Z99,", 1), encoding="utf-8")
    assert meetwell("add", path, "--event", SLUG, "-w", copy, *NOW).code == 0
    return copy


def sheets(folder: Path) -> dict[str, bytes]:
    root = folder / "sheets"
    names = sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".json")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in names}


def manifest(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "manifest.parquet")


def without_day(content: bytes) -> bytes:
    return content.replace(b"15 March 2027", b"DAY").replace(b"16 March 2027", b"DAY")


def test_everybody_on_the_list_gets_a_sheet_and_a_phone_page(made):
    batch, said = made
    assert (said["rows"], said["rejected"], said["students"]) == (5, 0, 5)
    assert said["states"] == {"made": 5}
    found = manifest(batch.out)
    assert found["state"].to_list() == ["whole"] * 5
    for name, sheet, phone in found.select("name", "file", "phone").iter_rows():
        assert name in (batch.out / sheet).read_text(encoding="utf-8")
        assert "<script" in (batch.out / phone).read_text(encoding="utf-8")


def test_a_second_run_touches_nothing_and_a_lost_or_altered_file_is_made_again(batch):
    before = sheets(batch.out)
    assert batch.run(now=LATER)["states"] == {"kept": 5}
    first, second = sorted((batch.out).glob("sheets/*/*/sheet.html"))[:2]
    first.unlink()
    second.write_text("altered", encoding="utf-8")
    assert batch.run()["states"] == {"kept": 3, "made": 2}
    assert sheets(batch.out) == before


def test_after_a_change_only_other_sheets_are_made_and_all_are_as_if_made_afresh(batch, changed_office):
    before = sheets(batch.out)
    said = batch.run(now=LATER, workspace=changed_office)
    states = said["states"]
    assert states["made"] > 0
    assert sum(states.values()) == 5
    batch.run(now=LATER, workspace=changed_office, out="afresh")
    after, afresh = sheets(batch.out), sheets(batch.folder / "afresh")
    assert {name: without_day(text) for name, text in after.items()} == {
        name: without_day(text) for name, text in afresh.items()
    }
    touched = {Path(name).parent.name for name in after if after[name] != before[name]}
    assert touched == set(said["changed"])


def started(night, *, limit=None):
    """Return the process of a run over this night's folder; no file of it can grow past ``limit`` bytes."""
    words = ["batch", "run", night.folder / "students.csv", "--event", SLUG, "--out", night.out, "--html"]
    main = "from pipeline.cli import main; main()"
    if limit:
        main = f"import resource as r; r.setrlimit(r.RLIMIT_FSIZE, ({limit}, {limit})); {main}"
    command = [sys.executable, "-c", main, *map(str, words), "-w", str(night.office), *NOW]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_a_killed_run_goes_on_to_what_an_undisturbed_one_makes(batch, made):
    (batch.folder / "students.csv").write_text(STUDENTS, encoding="utf-8")
    shutil.rmtree(batch.out / "sheets")
    run = started(batch)
    with run:
        while not list(batch.out.glob("sheets/*/*/receipt.json")):
            assert run.poll() is None, run.stdout.read()
            time.sleep(0.01)
        run.kill()
    (batch.out / "manifest.parquet").unlink()
    said = batch.run()
    assert said["changed"] == sorted(
        manifest(batch.out)["user_id"]
    )  # what the killed run made is new as well
    assert sheets(batch.out) == sheets(made[0].out)
    assert list(batch.out.rglob("*.tmp")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no limit on the size of files")
def test_a_disk_that_refuses_stops_the_run_with_a_message_and_only_whole_files(batch, made):
    (batch.folder / "students.csv").write_text(STUDENTS, encoding="utf-8")
    shutil.rmtree(batch.out / "sheets")
    run = started(batch, limit=40_000)
    told, _ = run.communicate()
    assert run.returncode == 5, told
    assert "cannot be written" in told
    assert "run the same command" in told
    assert "Traceback" not in told
    assert list(batch.out.rglob("*.tmp")) == []
    assert list(batch.out.glob("sheets/*/*/*")) == []
    batch.run()
    assert sheets(batch.out) == sheets(made[0].out)


def test_a_run_that_is_cancelled_says_so_and_leaves_only_whole_files(batch, made):
    (batch.folder / "students.csv").write_text(STUDENTS, encoding="utf-8")
    shutil.rmtree(batch.out / "sheets")
    run = started(batch)
    while not list(batch.out.glob("sheets/*/*/receipt.json")):
        assert run.poll() is None, run.stdout.read()
        time.sleep(0.01)
    run.send_signal(signal.SIGINT)
    told, _ = run.communicate(timeout=60)
    assert run.returncode == 130, told
    assert "Traceback" not in told
    assert list(batch.out.rglob("*.tmp")) == []
    finished = sheets(made[0].out)
    assert sheets(batch.out).items() <= finished.items()
    batch.run()
    assert sheets(batch.out) == finished


def test_a_run_with_other_settings_than_its_preview_says_so(batch, office):
    batch.run("--preview", "1")
    copy = batch.folder / "office"
    shutil.copytree(office, copy)
    text = (copy / "meetwell.toml").read_text(encoding="utf-8")
    (copy / "meetwell.toml").write_text(text + "[report]\nspare_copies = 9\n", encoding="utf-8")
    (told,) = [one for one in batch.run(workspace=copy)["warnings"] if "preview" in one]
    assert told == "since the preview these changed: settings or words of the paper"


def test_two_runs_over_one_folder_do_not_meet(batch):
    with locked(batch.out / "work", (1, 1)):
        batch.run(code=5)
    batch.run()


def test_students_of_one_name_are_told_apart_by_their_id(batch, meetwell):
    out = batch.out
    said = meetwell("batch", "show", "cornfeld, INES", "--out", out, "--format", "json")
    assert said.code == 2
    listed = [(one["email"], one["row"]) for one in json.loads(said.out)["found"]]
    assert sorted(listed) == [("ines.two@students.example.org", 5), ("ines@students.example.org", 2)]
    found = json.loads(
        meetwell("batch", "show", "ines.two@students.example.org", "--out", out, "--format", "json").out
    )
    assert found["whole"]
    sheet = next(Path(found["folder"]).glob("sheet.*")).read_text(encoding="utf-8")
    others = set(manifest(out)["user_id"]) - {found["user_id"]}
    assert found["user_id"] in sheet
    assert [one for one in others if one in sheet] == []


def test_no_sheet_holds_a_private_contact_another_student_or_the_offices_own_network(batch, fair):
    text = "".join(page.decode() for page in sheets(batch.out).values())
    assert CONTACT not in text
    here = (fair / "people.csv").read_text(encoding="utf-8")
    rows = (fair / "Connections.csv").read_text(encoding="utf-8").splitlines()[4:]
    friends = [f"{first} {last}" for first, last, *_ in csv.reader(rows)]
    assert [name for name in friends if name not in here and name in text] == []
    for name, sheet in manifest(batch.out).select("name", "file").iter_rows():
        page = (batch.out / sheet).read_text(encoding="utf-8")
        others = {"Ines Cornfeld", "Bram Alderby", "Yara Glensen", "Zeno Kernvik"} - {name}
        assert [other for other in others if other in page] == []


def test_the_privacy_manifest_names_what_is_printed_of_whom(batch):
    rows = pl.read_parquet(batch.out / "privacy.parquet")
    own = rows.filter(pl.col("user_id") == pl.col("about"))
    assert own.height == 5
    assert {name for fields in own["fields"] for name in fields} <= {
        "name", "user_id", "field", "majors", "degree_level", "positions",
    }  # fmt: skip
    others = rows.filter(pl.col("user_id") != pl.col("about"))
    assert {name for fields in others["fields"] for name in fields} & {"emails", "phones", "notes"} == set()


def test_one_student_who_cannot_be_planned_costs_one_sheet_and_one_line(empty):
    broken = STUDENTS.replace("Nursing,Undergraduate,Full-time,", "Nursing,Undergraduate,Full-time,../my.ics")
    said = empty.run(students=broken, code=6)
    assert said["states"] == {"made": 4, "failed": 1}
    (why,) = said["failed"].values()
    assert "not beside the list" in why
    summary = (empty.out / "summary.html").read_text(encoding="utf-8")
    assert summary.count("Yara Glensen") == 1
    assert empty.run()["states"] == {"kept": 4, "made": 1}


def test_a_calendar_beside_the_list_keeps_its_hours_free(batch, fair):
    shutil.copy(fair / "my-calendar.ics", batch.folder / "ines.ics")
    with_classes = STUDENTS.replace("Internship,\nBram", "Internship,ines.ics\nBram")
    before = sheets(batch.out)
    said = batch.run(students=with_classes)
    assert said["states"] == {"made": 1, "kept": 4}
    after = sheets(batch.out)
    assert sum(before[name] != after[name] for name in before if name.endswith("sheet.html")) == 1


CONTACTS = """\
First Name,Last Name,URL,Email Address,Company,Position,Connected On
Aunt,Fernweave,,aunt@fernweave.example.org,Fernweave House,Baker,01 Mar 2020
{first},{last},{url},,{company},{title},02 Apr 2024
"""


def test_a_network_in_a_folder_under_the_address_is_known_to_its_student_alone(batch, fair):
    with (fair / "people.csv").open(encoding="utf-8") as file:
        met = next(row for row in csv.DictReader(file) if row["LinkedIn"])
    first, last = met["Name"].split(" ", 1)
    (batch.folder / "networks").mkdir()
    told = {"company": met["Organization"], "title": met["Title"], "url": met["LinkedIn"]}
    text = CONTACTS.format(first=first, last=last, **told)
    (batch.folder / "networks" / "ines@students.example.org.csv").write_text(text, encoding="utf-8")
    before = sheets(batch.out)
    assert batch.run()["states"] == {"made": 1, "kept": 4}
    after = sheets(batch.out)
    (changed,) = {Path(name).parent.name for name in after if after[name] != before[name]}
    assert manifest(batch.out).filter(user_id=changed)["email"].to_list() == ["ines@students.example.org"]
    text = b"".join(after.values())
    assert b"aunt@fernweave.example.org" not in text
    (known,) = (batch.out / "work" / "known").iterdir()
    rows = pl.read_parquet(known).filter("known")
    assert {"Aunt Fernweave", met["Name"]} <= set(rows["name"])
    assert rows.filter(name=met["Name"])["events"].to_list() == [[SLUG]]
    assert rows["emails"].list.len().sum() == 0


def test_a_network_that_cannot_be_read_costs_its_student_alone_a_sheet(batch):
    (batch.folder / "networks").mkdir()
    broken = batch.folder / "networks" / "ines@students.example.org.zip"
    broken.write_bytes(b"PK\x03\x04 no archive")
    said = batch.run(code=6)
    assert said["states"] == {"failed": 1, "kept": 4}


def test_who_opts_out_later_loses_the_folder(batch):
    (batch.folder / "no.txt").write_text("zeno@students.example.org\n", encoding="utf-8")
    said = batch.run("--optouts", batch.folder / "no.txt")
    assert (said["students"], said["opted_out"]) == (4, 1)
    assert len(list((batch.out).glob("sheets/*/*"))) == 4
    assert batch.run()["opted_out"] == 1


def test_a_late_registrant_is_made_alone_and_keeps_the_places_of_all_others(batch):
    before = sheets(batch.out)
    late = STUDENTS + "Late Comer,late@students.example.org,Finance,Graduate,Full-time,\n"
    said = batch.run("--only", "late@students.example.org", students=late)
    assert said["states"] == {"made": 1}
    after = sheets(batch.out)
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 2


def test_shards_and_a_merge_make_what_one_run_makes(batch, meetwell):
    for which in ("1/2", "2/2"):
        batch.run("--shard", which, out="shards")
    said = meetwell("batch", "merge", "--out", batch.folder / "shards", "--format", "json")
    assert (said.code, json.loads(said.out)["whole"]) == (0, 5)
    assert sheets(batch.folder / "shards") == sheets(batch.out)


def test_a_merge_before_all_shards_says_who_is_missing(batch, meetwell):
    said = batch.run("--shard", "1/2", out="half")
    merged = meetwell("batch", "merge", "--out", batch.folder / "half", "--format", "json")
    assert merged.code == 6
    assert json.loads(merged.out)["missing"] == 5 - len(said["changed"])


def test_the_audit_counts_everybody_and_names_nobody(batch, meetwell):
    out = batch.out
    said = meetwell("batch", "audit", "--out", out, "--format", "json")
    assert said.code == 0, said.err
    found = json.loads(said.out)
    assert (found["students"], found["sheets"], found["students_without_target"]) == (5, 5, 0)
    text = (out / "audit.json").read_text(encoding="utf-8")
    assert [
        name for name in ("Cornfeld", "Alderby", "Glensen", "example.org", "Nursing") if name in text
    ] == []
    assert (out / "audit.pdf").is_file() or (out / "audit.html").is_file()


def test_a_purge_leaves_the_counts_and_nothing_else(batch, meetwell):
    out = batch.out
    assert meetwell("batch", "audit", "--out", out).code == 0
    assert meetwell("batch", "purge", "--out", out).code == 0
    assert (out / "manifest.parquet").is_file()
    said = meetwell("batch", "purge", "--out", out, "--yes")
    assert said.code == 0
    assert "yours to delete" in said.out
    assert sorted(path.name for path in out.rglob("*")) == ["audit.json", "audit.pdf", "privacy.json"]
    assert meetwell("batch", "purge", "--out", out, "--yes").code == 3


def test_every_file_of_a_batch_is_for_the_office_alone(batch):
    modes = {path.stat().st_mode & 0o077 for path in (batch.out).rglob("*")}
    assert modes == {0}


def test_a_full_booth_goes_to_as_many_as_it_has_room_for(batch, meetwell):
    folder = batch.folder / "tight"
    shutil.copytree(batch.office, folder)
    tight = "[batch]\nworkers = 1\npartition = 2\ntask = 2\nminutes = 300\nrepresentatives = 1\n"
    (folder / "meetwell.toml").write_text(tight, encoding="utf-8")
    said = batch.run(workspace=folder)
    booths = pl.read_parquet(batch.out / "work" / "booths.parquet")
    assert booths.filter(pl.col("given") > pl.col("room")).height == 0
    assert booths.filter(pl.col("wanted") > pl.col("room")).height > 0
    assert any("displaced" in warning for warning in said["warnings"])
    assert batch.run(workspace=folder)["warnings"] == said["warnings"]
    shown = [
        json.loads(meetwell("batch", "show", user, "--out", batch.out, "--format", "json").out)
        for user in manifest(batch.out)["user_id"]
    ]
    assert all(one["targets"] for one in shown)
    assert any(item["instead"] for one in shown for item in one["displaced"])
    with (batch.out / "displaced.csv").open(encoding="utf-8") as file:
        listed = [(row["user_id"], row["wanted"], row["instead"]) for row in csv.DictReader(file)]
    assert listed == [
        (one["user_id"], item["wanted"], item["instead"] or "")
        for one in sorted(shown, key=lambda one: one["user_id"])
        for item in one["displaced"]
    ]


def test_the_print_file_begins_every_student_on_a_right_hand_page(empty, meetwell):
    two = "\n".join(STUDENTS.splitlines()[:3]) + "\n"
    said = empty.run("--preview", "2", students=two, html=False)
    assert [said["next"].count(word) for word in ("meetwell batch run", "--preview", "--out")] == [1, 0, 1]
    preview = PdfReader(said["preview"])
    assert len(preview.outline) == 3
    cover = preview.pages[0].extract_text()
    for told in ("Rows read", "Rows rejected", "Students without major", "MiB", "thinnest", "longest"):
        assert told in cover
    whole = empty.run(students=two, html=False)
    assert whole["states"] == {"kept": 2}
    assert [warning for warning in whole["warnings"] if "since the preview" in warning] == []
    out = empty.out
    made = meetwell("batch", "handout", "--out", out, "--format", "json")
    assert made.code == 0, made.err
    answer = json.loads(made.out)
    assert (answer["missing"], answer["without_address"]) == (0, 0)
    with Path(answer["mail_merge"]).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["Bram Alderby", "Ines Cornfeld"]
    pages = PdfReader(answer["files"][0]).pages
    for row in rows:
        assert int(row["first_page"]) % 2 == 1
        assert row["user_id"] in pages[int(row["first_page"]) - 1].extract_text()
        assert (out / row["sheet"]).is_file()


def test_a_sheet_that_names_somebody_else_is_not_handed_out(empty, meetwell):
    two = "\n".join(STUDENTS.splitlines()[:3]) + "\n"
    empty.run(students=two, html=False)
    out = empty.out
    first, second = sorted(out.glob("sheets/*/*"))
    shutil.copy(second / "sheet.pdf", first / "sheet.pdf")
    receipt = json.loads((first / "receipt.json").read_text(encoding="utf-8"))
    receipt["files"]["sheet.pdf"] = json.loads((second / "receipt.json").read_text(encoding="utf-8"))[
        "files"
    ]["sheet.pdf"]
    (first / "receipt.json").write_text(json.dumps(receipt), encoding="utf-8")
    said = meetwell("batch", "handout", "--out", out, "--format", "json")
    assert said.code == 6
    assert list(json.loads(said.out)["faults"]) == [first.name]
    assert (json.loads(said.out)["students"], json.loads(said.out)["missing"]) == (1, 1)
    assert "students in none of these files: 1 (" in said.err
