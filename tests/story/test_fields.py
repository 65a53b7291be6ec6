"""Every field that docs/reference/follow-up.md promises of a follow-up plan is where it says."""

from __future__ import annotations

import re
import shutil
import tomllib

import pytest

from pipeline.cli import COMMANDS
from pipeline.debrief.sheet import COLUMNS

NEXT_DAY = ("--now", "2027-03-19T14:00:00+00:00")


@pytest.fixture(scope="module")
def fields(root):
    """Return what stands in the third column of the table, by field."""
    text = (root / "docs" / "reference" / "follow-up.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| (F\d+) \| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE))


def told(fields, kind):
    """Return what the table says is seen as this: texts, keys or names."""
    parts = (part.strip() for cell in fields.values() for part in cell.split(";"))
    return [part.partition(": ")[2] for part in parts if part.startswith(f"{kind}: ")]


def test_no_field_is_left_out_and_each_says_where_it_is(fields):
    kinds = ("paper: ", "step: ", "command: ", "file: ", "column: ", "absent: ")
    assert list(fields) == [f"F{number}" for number in range(1, 30)]
    assert [name for name, cell in fields.items() if not cell.startswith(kinds)] == []


def test_what_is_on_paper_stands_on_the_checklist_of_the_demo(fields, walked):
    assert [text for text in told(fields, "paper") if text not in walked.follow_up] == []


def test_steps_commands_and_columns_exist(fields, root):
    cadence = tomllib.loads((root / "config" / "cadence.toml").read_text(encoding="utf-8"))
    steps = {item["key"] for item in cadence["step"]}
    commands = {name for _, name, _, _ in COMMANDS}
    assert set(told(fields, "step")) <= steps
    assert {text.split()[0] for text in told(fields, "command")} <= commands
    assert set(told(fields, "column")) <= set(COLUMNS)


def test_files_are_written_and_a_spreadsheet_program_can_have_everything(fields, walked, ask, tmp_path):
    here = ("--workspace", shutil.copytree(walked.folder, tmp_path / "network"))
    ask("drafts", *here, *NEXT_DAY)
    ask("export", tmp_path / "out", *here, *NEXT_DAY)
    written = {path.name for path in (here[1] / "reports" / "spring-fair").glob("*")}
    assert set(told(fields, "file")) <= written
    assert "followups.csv" in {path.name for path in (tmp_path / "out").rglob("*")}
