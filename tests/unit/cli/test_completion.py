"""The tab key completes names as one word each, whatever a list holds, and every documented line works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import execute

NAMES = (
    "Harbor Retail Bank",
    "Hollis & Wren LLP",
    "H$(touch ran)",
    "H`touch ran`; touch ran",
    "O'Neill Foods",
    'Q "x" Ltd!',
)
GUIDE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "completion.md"
DRIVER = """
eval "$(_MEETWELL_COMPLETE=bash_source meetwell)"
COMP_WORDS=(meetwell explain "$1"); COMP_CWORD=2; quote=$2
_meetwell_completion meetwell
for text in "${COMPREPLY[@]}"; do eval "set -- $quote$text$quote"; echo "$# $1"; done
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("names")
    lines = ["Company,Booth"] + [
        '"' + name.replace('"', '""') + f'",A{at}' for at, name in enumerate(NAMES, 1)
    ]
    (folder / "list.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    here = ("-w", str(folder), "--quiet")
    assert execute(["init", str(folder), "--name", "A", "--field", "finance", "--quiet"]) == 0
    event = ["event", "add", "fair", "--on", "2027-03-18", "--hours", "10-16", "--tz", "UTC", *here]
    assert execute(event) == 0
    assert execute(["add", str(folder / "list.csv"), *here]) == 0
    assert execute(["link", *here]) == 0
    return folder


def completed(workspace, typed, quote=""):
    """Return what bash would run for each name it offers: how many words, and the first."""
    bash = shutil.which("bash") or pytest.skip("there is no bash here")
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    said = subprocess.run(
        [bash, "-c", DRIVER, "bash", quote + typed, quote],
        cwd=workspace,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stdout.splitlines()


@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_bash_gets_each_name_as_one_word_and_runs_nothing_of_it(workspace, quote):
    assert completed(workspace, "H", quote) == sorted(f"1 {name}" for name in NAMES if name.startswith("H"))
    assert not (workspace / "ran").exists()


@pytest.mark.parametrize(
    ("typed", "quote", "expected"),
    [
        ("O", "", ["1 O'Neill Foods"]),
        ("O", "'", []),
        ("Q", "'", ['1 Q "x" Ltd!']),
        ("Q", '"', []),
        ("harbor\\ r", "", ["1 Harbor Retail Bank"]),
    ],
)
def test_a_name_that_open_quotes_cannot_hold_is_not_offered(workspace, typed, quote, expected):
    assert completed(workspace, typed, quote) == expected


@pytest.mark.parametrize(
    "shell", re.findall(r"_MEETWELL_COMPLETE=(\w+)_source", GUIDE.read_text(encoding="utf-8"))
)
def test_the_line_of_the_guide_gives_each_shell_its_script(shell, monkeypatch, capsys):
    monkeypatch.setenv("_MEETWELL_COMPLETE", f"{shell}_source")
    with pytest.raises(SystemExit):
        execute([])
    assert f"_MEETWELL_COMPLETE={shell}_complete" in capsys.readouterr().out
