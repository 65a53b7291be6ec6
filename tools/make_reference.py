"""Write the generated pages of ``docs/reference`` from the program itself, so that both cannot differ.

``--check`` writes nothing and exits with 1, naming the pages that are not as the program says.
"""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import answers
import click

from pipeline import tables
from pipeline.cli import COMMANDS, SECTIONS
from pipeline.flow.looking import friends_by_hand, known_formats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
COMMON = {"workspace", "format", "quiet", "no_input", "now", "today"}
COMMANDS_HEAD = """\
# Commands

Written from `--help` by `tools/make_reference.py`.

Every command also takes these, before or after its name: `-w, --workspace DIR` (default: the nearest folder
with a `meetwell.toml`, from here upwards), `--format json` (one JSON object on stdout, words for people on
stderr), `--quiet`, `--no-input`, `--now DATETIME` and `--today DATE` (the clock).

## Exit codes

| code | meaning |
|---|---|
| 0 | done; warnings stand on stderr and in the JSON |
| 2 | usage: a word of the command line is wrong |
| 3 | an input cannot be used |
| 4 | a setting or the profile |
| 5 | the workspace or its state |
| 6 | some pages could not be made |
| 7 | rows were rejected and `--strict` was given |
| 130 | interrupted |

A message says what, where (file:row:column) and what to do next. A traceback is a bug.
"""
SETTINGS_HEAD = """\
# Settings

Written from `config/defaults.toml`. Copy a key to the `meetwell.toml` of a workspace, or to the settings
folder of your user, and change it there. The environment comes after both
(`MEETWELL_REPORT__PAPER=letter`), an option of the command line last. An unknown key is an error that
names the nearest known one; `meetwell config show` prints each value with the place it comes from.
"""
FORMATS_HEAD = """\
# Formats

Written from `meetwell formats`. What a file is, its content says; the word in front is what `--as` takes
where two readings are possible.

| `--as` | what it reads |
|---|---|
"""
TABLES_HEAD = """\
# Tables

Written from `pipeline/tables.py`. Each boundary between two stages is one table; `tables/` in a
workspace holds them as Parquet, and `meetwell export DIR` writes them as JSON and CSV. All times are
UTC. Null says unknown, never no; an empty list says that the source named nothing.
"""


def pages() -> dict[str, Callable[[], str]]:
    """Return the generated files: name to maker."""
    return {
        "commands.md": commands,
        "settings.md": settings,
        "formats.md": formats,
        "tables.md": all_tables,
        "json.md": answers.page,
        "answers.schema.json": answers.as_text,
    }


def commands() -> str:
    """Return every command as ``--help`` describes it."""
    parts = [COMMANDS_HEAD]
    for section in SECTIONS:
        modules = [(name, module) for part, name, module, _ in COMMANDS if part == section]
        if modules:
            parts.append(f"## {section}\n")
        for name, module in modules:
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


def settings() -> str:
    """Return every setting with its default and the comment above it."""
    parts, said, table, section = [SETTINGS_HEAD], [], False, ""
    for line in (ROOT / "config" / "defaults.toml").read_text(encoding="utf-8").splitlines()[3:]:
        if head := re.fullmatch(r"\[(.+)\]", line):
            about = f"\n{' '.join(said)}\n" if said else ""
            section, said, table = head[1], [], False
            parts.append(f"\n## {section}\n{about}")
        elif line.startswith("#"):
            said.append(line.removeprefix("#").strip())
        elif pair := re.fullmatch(r"(\w+) = (.+)", line):
            if not table:
                parts.append("| key | default | what it does |\n|---|---|---|")
            # Keys without a comment of their own share the one above them.
            parts.append(f"| `{section}.{pair[1]}` | `{pair[2]}` | {' '.join(said) or '(as above)'} |")
            said, table = [], True
    return "\n".join(parts) + "\n"


def formats() -> str:
    """Return every importer that ships, and what to do where a site never had an export."""
    rows = "\n".join(f"| `{name}` | {title} |" for name, title in known_formats())
    by_hand = "\n".join(friends_by_hand())
    return (
        f"{FORMATS_HEAD}{rows}\n\n"
        "MySpace never had an export of friends. Write them down by hand, as CSV:\n\n"
        f"```text\n{by_hand}\n```\n"
    )


def all_tables() -> str:
    """Return every table with its columns, their types and what they hold."""
    schemas = [
        item
        for item in vars(tables).values()
        if isinstance(item, type) and item.__module__ == tables.__name__ and not item.__name__.startswith("_")
    ]
    return TABLES_HEAD + "".join(
        one_table(schema) for schema in schemas if hasattr(schema, "columns") and schema.columns()
    )


def one_table(schema: type) -> str:
    """Return one table as a section."""
    rows = [
        f"| `{name}` | {column.dtype} | {'yes' if column.nullable else 'no'} | {column.description or ''} |"
        for name, column in schema.columns().items()
    ]
    head = "| column | type | may be null | what it holds |\n|---|---|---|---|"
    about = " ".join((schema.__doc__ or "").split())
    return f"\n## {schema.__name__}\n\n{about}\n\n{head}\n" + "\n".join(rows) + "\n"


def main() -> int:
    """Return 0 when the pages are, or now are, as the program says."""
    stale = []
    for name, made in pages().items():
        path, text = FOLDER / name, made()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
            if "--check" not in sys.argv:
                FOLDER.mkdir(exist_ok=True, parents=True)
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        print(f"not as the program says: {', '.join(stale)}")
        print("'python tools/make_reference.py' writes them anew")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
