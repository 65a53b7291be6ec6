"""Whole journeys through the front door: real files in, paper out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl
import pytest
from pypdf import PdfReader

BEFORE = ("--now", "2027-03-15T12:00:00+00:00")
AFTER = ("--now", "2027-03-18T21:30:00+00:00")
SLUG = "spring-fair"


def plain(pdf: Path) -> str:
    """Return the text of all pages of a PDF with single spaces."""
    # A font that lacks a glyph of the text makes the reader put a NUL before each of its characters.
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).replace("\0", "").split())


@dataclass(frozen=True)
class Journey:
    """A workspace after the whole journey, its papers as text, and what was planned before the event."""

    folder: Path
    planned: tuple[dict[str, object], ...] = ()

    @property
    def reports(self) -> Path:
        """Return the folder of its papers."""
        return self.folder / "reports" / SLUG

    @cached_property
    def sheet(self) -> str:
        """Return the text of the prep sheet."""
        return plain(self.reports / "prep-sheet.pdf")

    @cached_property
    def follow_up(self) -> str:
        """Return the text of the follow-up checklist."""
        return plain(self.reports / "follow-up.pdf")

    @property
    def must(self) -> list[str]:
        """Return the names of the must-meets, in the order of the day."""
        entries = [entry for entry in self.planned if entry["must"]]
        return [entry["who"] for entry in sorted(entries, key=lambda entry: entry["order"])]


def planned(folder: Path) -> tuple[dict[str, object], ...]:
    """Return the entries of the plan as it stands, each with the plain name and the match of its person."""
    tables = folder / "tables"
    people = pl.read_parquet(tables / "20-people.parquet").select("person_id", who="name", known="known")
    matches = pl.read_parquet(tables / "30-matches.parquet").select("person_id", "field_fit", "tier", "rank")
    joined = pl.read_parquet(tables / "40-plan.parquet").join(people, on="person_id", how="left")
    return tuple(joined.join(matches, on="person_id", how="left").to_dicts())


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """Return the demo, made by the installed command as a newcomer runs it: elsewhere, with an empty home."""
    place = tmp_path_factory.mktemp("demo")
    command = Path(sys.executable).with_name("meetwell")
    env = {"HOME": str(place), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    done = subprocess.run(
        [command, "demo", "--out", "out"], cwd=place, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Journey(place / "out")


@pytest.fixture(scope="session")
def ask(meetwell):
    """Return a way to get the JSON of a command that must succeed."""

    def asked(*words):
        said = meetwell(*words, "--format", "json")
        assert said.code == 0, said.err
        return json.loads(said.out)

    return asked


@pytest.fixture(scope="session")
def workspace(meetwell, fair):
    """Return a way to make a workspace with the fair's profile and event in it, and nothing else."""

    def made(folder: Path, data: Path = fair) -> Path:
        said = meetwell("init", folder, "--name", "Imani Castellanos", "--field", "finance", "--no-input")
        assert said.code == 0, said.err
        shutil.copy(data / "profile.toml", folder / "profile.toml")
        (folder / "events" / SLUG).mkdir(parents=True)
        shutil.copy(data / "event.toml", folder / "events" / SLUG / "event.toml")
        return folder

    return made


@pytest.fixture(scope="session")
def journey(meetwell, workspace, fair):
    """Return a way to walk the whole journey on a copy of the fair's files, command by command."""

    def walked(folder: Path, data: Path = fair) -> Journey:
        workspace(folder, data)
        here = ("--workspace", folder)
        said = [meetwell(*words, *here) for words in before(data)]
        day = planned(folder)
        said += [
            meetwell("debrief", data / "debrief.csv", *AFTER, *here),
            meetwell("followup", *AFTER, *here),
        ]
        assert [one.err for one in said if one.code] == []
        return Journey(folder, day)

    return walked


def before(data: Path) -> list[tuple[object, ...]]:
    """Return what the user types before the event."""
    lists = (data / name for name in ("employers.csv", "people.csv"))
    return [
        ("add", *lists, "--event", SLUG, *BEFORE),
        ("ingest", "network", data / "Connections.csv", *BEFORE),
        ("ingest", "calendar", data / "agenda.ics", "--event", SLUG, *BEFORE),
        ("ingest", "calendar", data / "my-calendar.ics", "--mine", *BEFORE),
        ("prep", "--phone", *BEFORE),
    ]


@pytest.fixture(scope="session")
def walked(journey, tmp_path_factory):
    """Return the journey on the bundled files, walked once."""
    return journey(tmp_path_factory.mktemp("walked") / "network")
