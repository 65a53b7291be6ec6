"""Every command of the tutorial, typed in its order from an empty folder, works and leads to what it says."""

from __future__ import annotations

import re
import shlex

FENCE = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
#: The reader's clock moves on with the day; a test's is set.
BEFORE, AFTER = "2027-03-15T12:00:00+00:00", "2027-03-18T21:30:00+00:00"


def commands(root):
    text = (root / "docs" / "tutorial.md").read_text(encoding="utf-8")
    return [line for block in FENCE.findall(text) for line in block.splitlines()]


def test_the_tutorial_leads_from_an_empty_folder_to_a_plan_with_dates(root, tmp_path, meetwell, monkeypatch):
    monkeypatch.chdir(tmp_path)
    here, clock = tmp_path, BEFORE
    for line in commands(root):
        program, *words = shlex.split(line)
        if program == "cd":
            here = here / words[0]
            monkeypatch.chdir(here)
            continue
        assert program == "meetwell"
        clock = AFTER if words[0] == "debrief" else clock
        said = meetwell(*words, "--now", clock)
        assert said.code == 0, f"{line}\n{said.out}{said.err}"
    made = {path.name for path in (here / "reports" / "spring-fair").iterdir()}
    assert made >= {
        "prep-sheet.pdf",
        "phone.html",
        "plan.ics",
        "debrief.csv",
        "follow-up.pdf",
        "followups.ics",
    }
