"""Bad input gets its exit code and a message with what, where and what to do; nothing half-written stays."""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib

import pytest

NOW = ("--now", "2027-03-15T12:00:00+00:00")
LOGIN_PAGE = (
    b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form>Password</form></body></html>\n"
)


def picture() -> bytes:
    """Return a PNG of one pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )


UNUSABLE = {
    "an empty file": ("employers.csv", b""),
    "only a header": ("employers.csv", b"Organization,Booth,Majors\n"),
    "a picture called a list": ("employers.csv", picture()),
    "no name and no organisation": ("list.csv", b"Colour,Weight\nred,3\nblue,4\ngreen,5\n"),
    "a calendar that is a web page": ("agenda.ics", LOGIN_PAGE),
    "an empty calendar": (
        "agenda.ics",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nEND:VCALENDAR\r\n",
    ),
}


@pytest.fixture
def folder(workspace, tmp_path):
    return workspace(tmp_path / "network")


def everything(folder):
    """Return every file of a workspace with its bytes, except what the database keeps for itself."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("state.db")
    }


@pytest.mark.parametrize("what", UNUSABLE)
def test_an_unusable_file_is_refused_with_what_where_and_what_to_do(meetwell, folder, tmp_path, what):
    name, content = UNUSABLE[what]
    (tmp_path / name).write_bytes(content)
    before = everything(folder)
    said = meetwell("add", tmp_path / name, "--event", "spring-fair", "--workspace", folder, *NOW)
    assert said.code == 3
    assert name in said.err
    assert len(said.err.strip().splitlines()) >= 2, said.err
    assert "Traceback" not in said.err
    assert everything(folder) == before


def test_a_missing_file_is_refused(meetwell, folder, tmp_path):
    said = meetwell("add", tmp_path / "nowhere.csv", "--event", "spring-fair", "--workspace", folder, *NOW)
    assert said.code in (2, 3)
    assert "nowhere.csv" in said.err


@pytest.mark.parametrize("command", [("inspect",), ("add",), ("ingest", "attendees")])
def test_a_name_that_no_file_can_have_is_refused(meetwell, folder, command):
    said = meetwell(*command, "a" * 5000 + ".csv", "-w", folder)
    assert (said.code, "Traceback" in said.err) == (3, False)


@pytest.mark.parametrize("slug", ["../fair", "fair/..", "con", "lpt1", "FAIR", "a\x1b[31m"])
def test_an_event_has_a_name_that_any_folder_may_have(meetwell, folder, slug):
    words = ("--on", "2027-03-18", "--hours", "10-16", "-w", folder)
    assert (
        meetwell("event", "add", slug, *words).code,
        meetwell("plan", "--event", slug, *words[-2:]).code,
    ) == (4, 4)


def test_one_bad_file_stops_none_of_the_others(meetwell, folder, tmp_path, fair):
    (tmp_path / "empty.csv").write_bytes(b"")
    words = ("add", tmp_path / "empty.csv", fair / "employers.csv", "--event", "spring-fair")
    said = meetwell(*words, "--workspace", folder, *NOW)
    assert said.code == 3
    assert "empty.csv" in said.err
    assert "60 kept" in said.out


def test_a_missing_profile_is_said_with_the_command_that_makes_one(meetwell, folder, fair):
    (folder / "profile.toml").unlink()
    meetwell("add", fair / "employers.csv", "--event", "spring-fair", "--workspace", folder, *NOW)
    said = meetwell("match", "--workspace", folder, *NOW)
    assert said.code == 4
    assert "profile.toml" in said.err
    assert "meetwell init" in said.err


def test_an_event_without_hours_is_said_with_the_line_to_add(meetwell, folder, fair):
    event = folder / "events" / "spring-fair" / "event.toml"
    lines = event.read_text(encoding="utf-8").splitlines()
    event.write_text("\n".join(line for line in lines if not line.startswith("hours")), encoding="utf-8")
    said = meetwell("prep", "--event", "spring-fair", "--workspace", folder, *NOW)
    assert said.code == 4
    assert "event.toml" in said.err
    assert 'hours = "10:00-16:00"' in said.err


def test_a_workspace_of_a_newer_version_is_left_alone(meetwell, folder, fair):
    meetwell("pick", "nobody", "--workspace", folder, *NOW)  # makes the database
    with sqlite3.connect(folder / "state.db") as state:
        state.execute("PRAGMA user_version = 9999")
    state.close()
    before = everything(folder)
    said = meetwell("add", fair / "employers.csv", "--event", "spring-fair", "--workspace", folder, *NOW)
    assert said.code == 5
    assert "newer" in said.err
    assert everything(folder) == before


def test_no_workspace_is_said_with_the_command_that_makes_one(meetwell, tmp_path):
    said = meetwell("match", "--workspace", tmp_path, *NOW)
    assert said.code == 5
    assert "meetwell init" in said.err


def test_an_unknown_setting_names_the_nearest_known_one(meetwell, folder):
    (folder / "meetwell.toml").write_text("[plan]\nmust_meat = 4\n", encoding="utf-8")
    said = meetwell("match", "--workspace", folder, *NOW)
    assert said.code == 4
    assert "plan.must_meet" in said.err


def test_a_sheet_without_any_list_is_no_success(meetwell, folder):
    said = meetwell("prep", "--workspace", folder, *NOW)
    assert said.code != 0
    assert "meetwell add" in said.err
    assert list((folder / "reports").rglob("*.pdf")) == []


def test_an_error_is_one_json_object_too(meetwell, tmp_path):
    said = meetwell("match", "--workspace", tmp_path, "--format", "json", *NOW)
    error = json.loads(said.out)["error"]
    assert error["exit_code"] == said.code == 5
    assert error["what"]
    assert error["do"]
