"""What the documents say can be typed: commands, options, make targets and links exist."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline.cli import COMMANDS, cli
from pipeline.errors import REJECTED_ROWS, MeetwellError
from pipeline.flow.looking import known_formats
from pipeline.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(?:sh|bash|console)\n(.*?)^```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`((?:meetwell|make) [^`]+)`")
LINK = re.compile(r"\]\(([^)#:]+?)(?:#[^)]*)?\)")


def lines_of(page):
    """Yield what a page tells its reader to type, without prompt and comment."""
    text = page.read_text(encoding="utf-8")
    for block in FENCE.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            bare = line.strip().removeprefix("$ ").partition("  #")[0].strip()
            if bare and not bare.startswith("#"):
                yield bare
    yield from INLINE.findall(FENCE.sub("", text))


def typed(program):
    return [
        pytest.param(line, id=f"{page.name}: {line[:60]}")
        for page in PAGES
        for line in dict.fromkeys(lines_of(page))
        if line.split()[0] == program
    ]


@pytest.mark.parametrize("line", typed("meetwell"))
def test_a_command_line_of_the_documents_exists(line):
    words = [word for word in shlex.split(line)[1:] if word != ".."]
    command, context = cli, click.Context(cli)
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        name = words.pop(0)
        command = command.get_command(context, name)
        assert command is not None, f"there is no command {name}"
    known = {option for item in command.get_params(context) for option in (*item.opts, *item.secondary_opts)}
    asked = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    assert asked <= known


@pytest.mark.parametrize("line", typed("make"))
def test_a_make_target_of_the_documents_exists(line):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    wanted = {word for word in line.split()[1:] if re.fullmatch(r"[a-z-]+", word)}
    assert wanted <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_of_the_documents_leads_somewhere(page):
    dead = [
        link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()
    ]
    assert dead == []


def test_every_command_stands_in_the_reference():
    reference = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert [name for _, name, _, _ in COMMANDS if f"meetwell {name}" not in reference] == []


def test_every_setting_format_and_exit_code_stands_in_the_reference():
    folder = ROOT / "docs" / "reference"
    page = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    codes = {0, 130, REJECTED_ROWS} | {kind.exit_code for kind in MeetwellError.__subclasses__()}
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", page["commands"], re.MULTILINE)} == codes
    assert [key for key in load_settings().values if f"| `{key}` |" not in page["settings"]] == []
    assert [name for name, _ in known_formats() if f"| `{name}` |" not in page["formats"]] == []


def test_the_generated_pages_are_what_the_program_says():
    checked = subprocess.run(
        [sys.executable, ROOT / "tools" / "make_reference.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout) == (0, "")


def test_the_readme_opens_with_the_two_commands():
    first = FENCE.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert [line.split("#")[0].strip() for line in first[1].splitlines()] == ["make demo", "make test"]


def test_the_makefile_has_at_most_ten_targets_with_a_line_of_help_each():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z][a-z-]*):(.*)$", text, re.MULTILINE)
    assert len(targets) <= 10
    assert [name for name, rest in targets if " ## " not in rest] == []
