"""Killed at any moment, cut short, on a full disk, beside a second command: nothing that was said is lost."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

NOW = ("--now", "2027-03-18T20:00:00Z")
MEETWELL = Path(sys.executable).with_name("meetwell")


@pytest.fixture(scope="session")
def made(tmp_path_factory, meetwell):
    """Return a small workspace with a list and a note."""
    place = tmp_path_factory.mktemp("made")
    folder = place / "ws"
    (place / "people.csv").write_text("Name,Organization\nAna Reis,Harbor\nIda Wells,Fen\n", encoding="utf-8")
    for words in (
        ("init", folder, "--name", "Imani", "--field", "finance"),
        ("event", "add", "fair", "--on", "2027-03-18", "--hours", "10-16", "--tz", "UTC"),
        ("ingest", "attendees", place / "people.csv"),
        ("note", "Ana Reis", "keeps bees"),
    ):
        said = meetwell(*words, "-w", folder, *NOW)
        assert said.code == 0, said.err
    return folder


@pytest.fixture
def folder(made, tmp_path):
    """Return a copy of the workspace that a test may harm."""
    shutil.copytree(made, tmp_path / "ws")
    return tmp_path / "ws"


def notes(folder):
    """Return what the state holds of the user's notes."""
    connection = sqlite3.connect(f"file:{folder / 'state.db'}?mode=ro", uri=True)
    try:
        return [row[0] for row in connection.execute("SELECT text FROM wishes ORDER BY text")]
    finally:
        connection.close()


def test_what_was_acknowledged_survives_kills_at_random_moments(root):
    words = [sys.executable, root / "bench" / "crash.py", "--kills", "4", "--longest", "0.8", "--seed", "3"]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "kills 4;" in done.stdout
    assert "faults 0" in done.stdout


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_state_that_was_cut_short_is_named_and_left_as_it_is(meetwell, folder, share):
    state = folder / "state.db"
    for tail in ("-wal", "-shm"):
        state.with_name(f"state.db{tail}").unlink(missing_ok=True)
    whole = state.read_bytes()
    cut = whole[: int(len(whole) * share)]
    state.write_bytes(cut)
    said = meetwell("check", "-w", folder)
    assert said.code == 5
    assert "state" in said.err + said.out
    assert state.read_bytes()[: len(cut)] == cut


def test_a_disk_that_takes_nothing_more_loses_nothing_that_was_said(folder):
    def full():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    words = [MEETWELL, "note", "Ana Reis", "x" * 60_000, "-w", folder, *NOW]
    done = subprocess.run(words, preexec_fn=full, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 5, done.stderr
    assert "Traceback" not in done.stderr
    assert notes(folder) == ["keeps bees"]


def test_a_folder_that_may_only_be_read_is_said_in_words(folder):
    bound = []
    if os.geteuid() == 0:  # the superuser writes everywhere, unless it gives that right up
        if shutil.which("setpriv") is None:
            pytest.skip("the superuser may write everywhere, and setpriv is missing")
        rights = "-dac_override,-dac_read_search"
        bound = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"]
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o500 if path.is_dir() else 0o400)
    words = [*bound, MEETWELL, "note", "Ana Reis", "more", "-w", folder, *NOW]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        path.chmod(0o700)
    assert done.returncode == 5, done.stderr
    assert "Check free space and rights of this folder; nothing was changed." in done.stderr
    assert notes(folder) == ["keeps bees"]


def test_two_commands_at_once_both_keep_what_they_were_told(folder):
    words = [[MEETWELL, "note", "Ana Reis", f"note {number}", "-w", folder, *NOW] for number in range(3)]
    running = [
        subprocess.Popen(one, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for one in words
    ]
    told = [one.communicate(timeout=90)[1] for one in running]
    assert [one.returncode for one in running] == [0, 0, 0], told
    assert notes(folder) == ["keeps bees", "note 0", "note 1", "note 2"]


def test_a_command_that_finds_another_writing_waits_and_then_says_so(meetwell, folder, monkeypatch):
    monkeypatch.setattr("pipeline.state.database.WAIT_SECONDS", 0.2)
    other = sqlite3.connect(folder / "state.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = meetwell("note", "Ana Reis", "second", "-w", folder, *NOW)
    other.execute("ROLLBACK")
    other.close()
    assert said.code == 5
    assert "another meetwell command is writing to this workspace" in said.err
    assert notes(folder) == ["keeps bees"]
