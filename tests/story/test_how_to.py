"""Every command of the how-to pages, typed as it stands there in a workspace that fits, ends well."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import zipfile

import pytest

from tests.story.conftest import plain

FENCE = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`(meetwell [a-z]+ [^`]+)`")
SPRING, AFTER = "2027-03-15T12:00:00+00:00", "2027-03-18T21:30:00+00:00"
NAMES = "Name\nAna Ferreira\nTom Reed\nIda Karlsen\nBo Lindqvist\n"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//own//
BEGIN:VEVENT
UID:1
DTSTAMP:20270101T000000Z
DTSTART:20270506T100000Z
DTEND:20270506T110000Z
SUMMARY:Call
END:VEVENT
END:VCALENDAR
"""
CONNECTIONS = """First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ana,Ferreira,https://www.linkedin.com/in/ana-ferreira,,Tidewell,Data engineer,14 Mar 2024
"""


def lines_of(root, page, *, inline=()):
    """Return what a page tells its reader to type, those in the running text that begin so included."""
    text = (root / "docs" / "how-to" / f"{page}.md").read_text(encoding="utf-8")
    blocks = [line for block in FENCE.findall(text) for line in block.splitlines()]
    return blocks + [line for line in INLINE.findall(FENCE.sub("", text)) if line.startswith(tuple(inline))]


@pytest.fixture
def typed(meetwell, monkeypatch):
    """Return a way to type lines in a folder; returns what the last one said."""

    def typing(folder, lines, clock=SPRING, more=()):
        here, said = folder, None
        monkeypatch.chdir(here)
        for line in lines:
            program, *words = shlex.split(line, comments=True)
            if program == "cd":
                here = here / words[0]
                monkeypatch.chdir(here)
                continue
            said = meetwell(*words, *more, "--now", clock)
            assert said.code == 0, f"{line}\n{said.out}{said.err}"
        return said

    return typing


@pytest.fixture
def copied(walked, tmp_path):
    """Return a copy of the walked journey to type in."""
    folder = shutil.copytree(walked.folder, tmp_path / "old")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return folder


def schedule():
    """Return a small pretalx export of the conference of the page."""

    def talk(day, hour, title, who):
        start = f"2027-05-{day:02}T{hour}:00:00+02:00"
        return {"guid": title, "date": start, "start": f"{hour}:00", "duration": "00:30", "title": title,
                "room": "Aula", "persons": [{"public_name": who}]}  # fmt: skip

    days = [
        {
            "date": f"2027-05-{day:02}",
            "rooms": {"Aula": [talk(day, 10, f"Data {day}", who), talk(day, 14, f"Tides {day}", other)]},
        }
        for day, who, other in (
            (6, "Ida Karlsen", "Bo Lind"),
            (7, "Tom Reed", "Sam Ito"),
            (8, "Lea Sand", "Max Ode"),
        )
    ]
    conference = {
        "title": "PyCon",
        "start": "2027-05-06",
        "end": "2027-05-08",
        "time_zone_name": "Europe/Berlin",
    }
    return {"schedule": {"conference": {**conference, "days": days}}}


def test_a_conference_from_its_schedule_to_the_rest_of_the_second_day(root, typed, tmp_path):
    first, rest = lines_of(root, "conference", inline=["meetwell agree"]), []
    at = next(number for number, line in enumerate(first) if line.startswith("cd "))
    typed(tmp_path, first[: at + 1], "2027-04-20T12:00:00+00:00")
    folder = tmp_path / "my-network"
    (folder / "schedule.json").write_text(json.dumps(schedule()), encoding="utf-8")
    (folder / "attendees.csv").write_text(
        "Name,Company,Title\nAna Ferreira,Tidewell,Data engineer\n", encoding="utf-8"
    )
    with zipfile.ZipFile(folder / "LinkedIn.zip", "w") as archive:
        archive.writestr("Connections.csv", CONNECTIONS)
    (folder / "my-calendar.ics").write_text(CALENDAR, encoding="utf-8", newline="\r\n")
    rest = [line for line in first[at + 1 :] if "--from" not in line]
    typed(folder, rest, "2027-04-20T12:00:00+00:00")
    said = typed(folder, [line for line in first if "--from" in line], "2027-05-07T11:30:00+00:00")
    assert "Sam Ito" in said.out
    assert (folder / "reports" / "pycon" / "prep-sheet.pdf").is_file()


def test_a_list_of_names_and_what_helps_then(root, typed, tmp_path):
    (tmp_path / "names.csv").write_text(NAMES, encoding="utf-8")
    quick, *more = lines_of(root, "names-only", inline=["meetwell ingest", "meetwell note"])
    typed(tmp_path, [quick])
    folder = tmp_path / "meetwell-2027-04-02"
    (folder / "Connections.csv").write_text(CONNECTIONS, encoding="utf-8")
    typed(folder, more)
    typed(folder, ["meetwell prep"])
    (sheet,) = folder.rglob("prep-sheet.pdf")
    assert "Runs the Thursday reading group" in plain(sheet)


def test_the_page_on_lists_and_words_before_the_event(root, typed, tmp_path, fair):
    init, *lines = lines_of(root, "before", inline=["meetwell prep"])
    typed(tmp_path, [f"{init} --name Imani --field finance"], more=["--no-input"])
    folder = tmp_path / "my-network"
    for name in ("employers.csv", "people.csv", "agenda.ics", "my-calendar.ics", "Connections.csv"):
        shutil.copy(fair / name, folder)
    typed(folder, lines)
    assert (folder / "reports" / "spring-fair" / "phone.html").is_file()


def test_large_print(root, typed, copied):
    typed(copied, lines_of(root, "large-print"), AFTER)


def test_a_template_of_ones_own(root, typed, copied):
    text = (root / "docs" / "how-to" / "template.md").read_text(encoding="utf-8")
    *before, prep = lines_of(root, "template")
    typed(copied, before)
    page = copied / "templates" / "prep" / "sheet.html"
    (added,) = re.findall(r"^```html\n(.*)\n```", text, re.MULTILINE)
    page.write_text(
        page.read_text("utf-8").replace('<div class="strip">', f'{added}\n<div class="strip">'), "utf-8"
    )
    typed(copied, [prep])
    assert "Stand volunteers meet at 10:30 at the north door." in plain(
        copied / "reports/spring-fair/prep-sheet.pdf"
    )


def test_a_move_to_a_new_computer(root, typed, copied, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    lines = [
        line.replace("~", str(tmp_path))
        for line in lines_of(root, "new-computer", inline=["meetwell export"])
    ]
    at = next(number for number, line in enumerate(lines) if " restore " in line)
    typed(copied, lines[:at], AFTER)
    typed(tmp_path, lines[at:], AFTER)
    assert (tmp_path / "my-network" / "profile.toml").read_bytes() == (copied / "profile.toml").read_bytes()


def test_a_person_is_erased(root, typed, copied, meetwell):
    typed(copied, [f"{line} --yes" for line in lines_of(root, "erase")], AFTER)
    said = meetwell("show", "Ana Ferreira")
    assert (said.code, said.err.splitlines()[0]) == (2, "error: nobody here is called 'Ana Ferreira'")
