"""What every command is called with: the common options, and access to the workspace."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.flow.project import Project


@dataclass(slots=True)
class Call:
    """The common options of one command line, wherever they stood in it."""

    workspace: Path | None = None
    format: str = "text"
    quiet: bool = False
    no_input: bool = False
    now: str | None = None
    today: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    def without(self, option: str, *, valued: bool = False) -> str:
        """Return the command as it was typed, without this option (``valued``: and without its value)."""
        kept, skip = [], False
        for word in self.words:
            if not skip and word != option and not word.startswith(f"{option}="):
                kept.append(word)
            skip = valued and word == option and not skip
        return shlex.join(("meetwell", *kept))

    @property
    def as_json(self) -> bool:
        """Tell whether stdout is for a program."""
        return self.format == "json"

    @property
    def may_ask(self) -> bool:
        """Tell whether a person is there to answer."""
        return not self.no_input and not self.as_json and sys.stdin.isatty()

    def clock(self, zone: dt.tzinfo = dt.UTC) -> dt.datetime:
        """Return now in UTC: the clock given, 08:00 of the day given in this zone, or the real time."""
        if self.now:
            moment = _moment(self.now, "--now")
            return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(dt.UTC)
        if self.today:
            day = _moment(self.today, "--today")
            return day.replace(hour=8, minute=0, second=0, tzinfo=zone).astimezone(dt.UTC)
        return dt.datetime.now(dt.UTC).replace(microsecond=0)

    @contextmanager
    def project(self) -> Iterator[Project]:
        """Open the workspace this call is about, and close it afterwards."""
        from pipeline.flow.project import open_project

        with open_project(self.workspace, Path.cwd(), clock=self.clock, flags=self.settings) as project:
            yield project


def _moment(text: str, option: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError as problem:
        raise click.BadParameter(
            f"{text!r} is no date or time; write 2027-03-18 or 2027-03-18T08:00.", param_hint=option
        ) from problem


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
    def callback(context: click.Context, _parameter: click.Parameter, value: Any) -> Any:
        if value not in (None, False):
            setattr(context.ensure_object(Call), name, value)
        return value

    return callback


def common_options() -> list[click.Parameter]:
    """Return the options that every command takes, before and after its name."""
    settings: dict[str, Any] = {"expose_value": False, "is_eager": True}
    folder = click.Path(file_okay=False, path_type=Path)
    return [
        click.Option(
            ["-w", "--workspace"],
            type=folder,
            metavar="DIR",
            callback=_keep("workspace"),
            help="The workspace; default: the nearest folder with meetwell.toml, from here upwards.",
            **settings,
        ),
        click.Option(
            ["--format"],
            type=click.Choice(["text", "json"]),
            default=None,
            callback=_keep("format"),
            help="json: one JSON object on stdout, everything for people on stderr.",
            **settings,
        ),
        click.Option(
            ["--quiet"], is_flag=True, callback=_keep("quiet"), help="Only warnings and errors.", **settings
        ),
        click.Option(["--no-input"], is_flag=True, callback=_keep("no_input"), help="Never ask.", **settings),
        click.Option(
            ["--now"], metavar="DATETIME", callback=_keep("now"), help="Take this as the time.", **settings
        ),
        click.Option(
            ["--today"], metavar="DATE", callback=_keep("today"), help="08:00 of this day.", **settings
        ),
    ]


class Command(click.Command):
    """A command of meetwell: its own options, and the common ones."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        """Add the common options behind the command's own."""
        super().__init__(*args, **settings)
        self.params.extend(common_options())

    def invoke(self, context: click.Context) -> Any:
        """Run the callback with the common options at hand as the context's object."""
        context.ensure_object(Call)
        return super().invoke(context)


#: So many commands are named where none of them was meant.
_FEW = 8


class Group(click.Group):
    """A command with commands of its own."""

    command_class = Command

    def __init__(self, *args: Any, **settings: Any) -> None:
        """Add the common options behind the group's own."""
        super().__init__(*args, **settings)
        self.params.extend(common_options())

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the commands in the order in which they are needed."""
        return list(self.commands)

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command the words name; a misspelt one gets the nearest known, or all of a few."""
        from difflib import get_close_matches

        name, known = args[0], self.list_commands(context)
        if self.get_command(context, name) is None:
            near = get_close_matches(name, known, n=1)
            few = f" There are: {', '.join(known)}." if len(known) <= _FEW else ""
            context.fail(f"There is no command {name!r}.{f' Did you mean {near[0]!r}?' if near else few}")
        return super().resolve_command(context, args)


Group.group_class = Group


def command(name: str | None = None) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command; its docstring is the help text and ends with an example."""
    return click.command(name, cls=Command)
