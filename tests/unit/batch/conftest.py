"""A small office: the bundled fair in a workspace, and a finished batch of students that say little."""

from __future__ import annotations

import shutil

import pytest

SLUG = "spring-fair"
NOW = ("--now", "2027-03-15T12:00:00+00:00")
STUDENTS = """\
Name,Email,Major,Level,Position type
Ines Cornfeld,ines@students.example.org,Finance,Undergraduate,Internship
Bram Alderby,bram@students.example.org,Computer Science,Graduate,Full-time
Yara Glensen,yara@students.example.org,Nursing,Undergraduate,Full-time
Ines Cornfeld,ines.two@students.example.org,Finance,Undergraduate,Internship
Zeno Kernvik,zeno@students.example.org,,,
Tove Rookton,tove@students.example.org,History,Graduate,Internship
"""


@pytest.fixture(scope="session")
def batched(meetwell, fair, tmp_path_factory):
    """Return the folder of a finished batch of pages; copy it before changing anything."""
    folder = tmp_path_factory.mktemp("bureau")
    workspace = folder / "ws"
    assert meetwell("init", workspace, "--name", "Office", "--field", "careers", "--no-input").code == 0
    (workspace / "events" / SLUG).mkdir(parents=True)
    shutil.copy(fair / "event.toml", workspace / "events" / SLUG / "event.toml")
    (workspace / "meetwell.toml").write_text("[batch]\nworkers = 1\npartition = 4\n", encoding="utf-8")
    here = ("-w", workspace, *NOW)
    assert meetwell("add", fair / "employers.csv", fair / "people.csv", "--event", SLUG, *here).code == 0
    (folder / "students.csv").write_text(STUDENTS, encoding="utf-8")
    words = (folder / "students.csv", "--event", SLUG, "--out", folder / "out", "--html")
    said = meetwell("batch", "run", *words, *here)
    assert said.code == 0, said.out + said.err
    return folder / "out"
