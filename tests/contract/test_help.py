"""What ``meetwell --help`` loads and says: click alone; each command's help ends in an example."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import click
import pytest

from pipeline.cli import COMMANDS, cli

NAMES = [name for _, name, _, _ in COMMANDS]
HEAVY = {
    "anyascii", "chardet", "dataframely", "dateparser", "email_validator", "holidays", "httpx", "icalendar",
    "jinja2", "numpy", "phonenumbers", "polars", "pypdf", "python_calamine", "rapidfuzz", "rich", "segno",
    "recurring_ical_events", "snowballstemmer", "sqlite3", "weasyprint",
}  # fmt: skip


def loaded_by(*words: str) -> set[str]:
    """Return the top-level packages in memory after a command line, in a fresh interpreter."""
    code = (
        f"import sys; sys.stdout = sys.stderr; from pipeline.cli import execute; execute({list(words)!r}); "
        "sys.stdout = sys.__stdout__; print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_help_loads_nothing_heavy():
    assert loaded_by("--help") & HEAVY == set()


def test_help_loads_no_package_but_click():
    known = set(sys.stdlib_module_names) | {"pipeline", "click", "colorama"}
    strangers = {
        name
        for name in loaded_by("--help") - known
        if not name.startswith(("_", "sitecustomize", "usercustomize"))
    }
    assert strangers == set()


@pytest.mark.parametrize("name", NAMES)
def test_help_of_a_command_loads_no_frame_library(name):
    assert loaded_by(name, "--help") & {"polars", "weasyprint", "icalendar"} == set()


def commands():
    """Yield every command and every command of a group, by the words that call it."""
    for _, name, module, _ in COMMANDS:
        command = import_module(f"pipeline.cli.{module}").cli
        yield pytest.param(command, id=name)
        if isinstance(command, click.Group):
            for inner in command.commands.values():
                yield pytest.param(inner, id=f"{name} {inner.name}")


@pytest.mark.parametrize("command", list(commands()))
def test_a_command_says_what_it_does_and_ends_in_an_example(command):
    paragraphs = (command.help or "").strip().split("\n\n")
    assert len(paragraphs) > 1
    assert paragraphs[-1].lstrip("\b\n ").startswith("Example")
    assert "meetwell " in paragraphs[-1]


@pytest.mark.parametrize("command", list(commands()))
def test_every_option_says_what_it_is_for(command):
    silent = [
        item.name
        for item in command.params
        if isinstance(item, click.Option) and not item.hidden and not item.help
    ]
    assert silent == []


def test_help_lists_every_command_by_group(meetwell):
    said = meetwell("--help")
    assert said.code == 0
    assert [name for name in NAMES if f"\n  {name} " not in said.out] == []


def test_a_misspelt_command_gets_the_nearest_one_and_exit_code_two(meetwell):
    said = meetwell("preb")
    assert said.code == 2
    assert "prep" in said.err
    assert said.out == ""


def test_the_root_is_a_group():
    assert isinstance(cli, click.Group)
