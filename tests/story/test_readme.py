"""The commands of README.md, typed as they stand there, lead to the papers it promises."""

from __future__ import annotations

import re
import shlex
import shutil

import pytest

FENCE = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
#: README shows what a person types; a test has nobody to ask and a clock of its own.
ANSWERS = {"init": ["--name", "Imani Castellanos", "--field", "finance", "--no-input"]}
BEFORE, AFTER = "2027-03-15T12:00:00+00:00", "2027-03-18T21:30:00+00:00"


@pytest.fixture
def desk(tmp_path, fair, monkeypatch):
    """Return a folder with the fair's files in it, and be there."""
    for path in fair.glob("*.[ci][sc][vs]"):
        shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def block(root, start):
    """Return the command lines of the first block that holds a line with this start, without comments."""
    text = (root / "README.md").read_text(encoding="utf-8")
    lines = next(
        found for found in FENCE.findall(text) if any(x.startswith(start) for x in found.splitlines())
    )
    bare = (line.partition("  #")[0].strip() for line in lines.splitlines())
    return [line for line in bare if line and not line.startswith("#")]


def test_the_quick_command_prints_a_sheet_and_lists_what_it_assumed(root, desk, meetwell):
    (line,) = block(root, "meetwell quick")
    said = meetwell(*shlex.split(line)[1:], "--now", BEFORE)
    assert said.code == 0, said.err
    assert "assumed" in (said.out + said.err).casefold()
    assert [path.name for path in desk.rglob("prep-sheet.pdf")] == ["prep-sheet.pdf"]


def test_the_whole_journey_leads_to_both_papers_and_both_calendars(root, desk, meetwell, monkeypatch):
    clock = BEFORE
    for line in block(root, "meetwell init"):
        program, *words = shlex.split(line)
        if program == "cd":
            monkeypatch.chdir(desk / words[0])
            for path in desk.glob("*.*"):
                shutil.copy(path, desk / words[0])
            continue
        clock = AFTER if words[0] == "debrief" else clock
        said = meetwell(*words, *ANSWERS.get(words[0], []), "--now", clock)
        assert said.code == 0, f"{line}\n{said.out}{said.err}"
    made = {path.name for path in (desk / "my-network" / "reports" / "spring-fair").iterdir()}
    assert {"prep-sheet.pdf", "plan.ics", "follow-up.pdf", "followups.ics"} <= made
