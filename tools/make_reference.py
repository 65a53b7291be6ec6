"""Write ``docs/commands.md`` from what ``--help`` says, so that both cannot differ."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import COMMANDS, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
INTRODUCTION = """\
# Commands

Written from `--help` by `tools/make_reference.py`.

Every command also takes these, before or after its name: `-w, --workspace DIR` (default: the nearest folder
with a `meetwell.toml`, from here upwards), `--format json` (one JSON object on stdout, words for people on
stderr), `--quiet`, `--no-input`, `--now DATETIME` and `--today DATE` (the clock).

Exit codes: 0 done, 2 usage, 3 an input cannot be used, 4 a setting or the profile, 5 the workspace or
its state, 6 some pages could not be made, 7 rows were rejected and `--strict` was given, 130 interrupted.
"""
COMMON = {"workspace", "format", "quiet", "no_input", "now", "today"}


def reference() -> str:
    """Return the whole page."""
    parts = [INTRODUCTION]
    for section in SECTIONS:
        commands = [(name, module) for part, name, module, _ in COMMANDS if part == section]
        if commands:
            parts.append(f"## {section}\n")
        for name, module in commands:
            parts.extend(described(import_module(f"pipeline.cli.{module}").cli, f"meetwell {name}"))
    return "\n".join(parts)


def described(command: click.Command, words: str) -> Iterator[str]:
    """Yield the piece of a command, then those of the commands below it."""
    context = click.Context(command, info_name=words)
    pieces = [] if isinstance(command, click.Group) else command.collect_usage_pieces(context)
    usage = " ".join(part for part in pieces if part != "[OPTIONS]")
    text = "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    before, _, example = text.rpartition("Example: ")
    yield f"### `{f'{words} {usage}'.strip()}`\n\n{before.strip()}\n"
    options = [
        item
        for item in command.params
        if isinstance(item, click.Option) and item.name not in COMMON | {"help"}
    ]
    rows = [item.get_help_record(context) for item in options]
    if rows:
        yield "\n".join(f"- `{row[0]}`: {row[1]}" for row in rows if row) + "\n"
    yield f"```sh\n{example.strip()}\n```\n"
    if isinstance(command, click.Group):
        for name, inner in sorted(command.commands.items()):
            yield from described(inner, f"{words} {name}")


if __name__ == "__main__":
    if "--print" in sys.argv:
        sys.stdout.write(reference())
    else:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(reference(), encoding="utf-8")
