"""``meetwell ingest``: one file of a kind the user names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.call import Call, Group
from pipeline.cli.completion import event_option
from pipeline.cli.intake_text import after_intake, taken_data, taken_lines
from pipeline.cli.output import Answer
from pipeline.errors import REJECTED_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.flow.intake import Taken

FILE = click.argument("file", type=str)
EVENT = event_option("The event it belongs to; default: the next one.")


def _reading_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--as", "as_format", metavar="FORMAT", help="Read it so; 'meetwell formats' lists."),
        click.option("--map", "maps", multiple=True, metavar="COLUMN=FIELD", help="What a column means."),
        click.option("--encoding", help="The encoding of a text file, as cp1252."),
        click.option(
            "--tz", metavar="ZONE", help="The zone of times when neither they nor the file name one."
        ),
        click.option("--strict", is_flag=True, help="Exit with 7 when rows were rejected."),
    ):
        function = option(function)
    return function


@click.group("ingest", cls=Group)
def cli() -> None:
    """Take in one file and say what it is.

    Example: meetwell ingest attendees employers.csv --event spring-fair --map "Firma=organization"
    """


@cli.command("attendees")
@FILE
@EVENT
@_reading_options
@click.pass_obj
def attendees(call: Call, /, file: str, event: str | None, **reading: Any) -> Answer:
    """Take in a list of attendees, speakers or employers of an event.

    Example: meetwell ingest attendees employers.csv --event spring-fair
    """
    return _take(call, file, event, "event", reading)


@cli.command("calendar")
@FILE
@EVENT
@click.option("--mine", is_flag=True, help="It is your own calendar.")
@click.option("--caldav", is_flag=True, help="FILE is the address of your CalDAV server or calendar.")
@click.option("--user", metavar="NAME", help="Your name there; default: the one in the address.")
@_reading_options
@click.pass_obj
def calendar(
    call: Call,
    /,
    file: str,
    event: str | None,
    *,
    mine: bool,
    caldav: bool,
    user: str | None,
    **reading: Any,
) -> Answer:
    """Take in your own calendar, or the agenda of an event.

    With --caldav it is read from your calendar server; the password comes from your keyring or from the
    variable MEETWELL_CALDAV_PASSWORD, never from the command line.

    Example: meetwell ingest calendar my-classes.ics --mine
    """
    if mine and event:
        raise click.UsageError("--mine and --event exclude each other.")
    if caldav and not mine:
        raise click.UsageError("--caldav reads your own calendar: say --mine too.")
    fetched = _fetched(call, file, user) if caldav else None
    reading["calendar"] = True
    return _take(call, file, event, "mine" if mine else "event", reading, fetched)


def _fetched(call: Call, url: str, user: str | None) -> tuple[str, bytes]:
    """Return a name that tells no secret, and the calendars at a CalDAV address."""
    from pipeline.sync_account import account
    from pipeline.sync_read import name_of_calendar, read_caldav

    with call.project() as project:
        most = project.settings.number("ingest.max_calendar_mib")
    to = account(url, user)
    return name_of_calendar(to), read_caldav(to, most_mib=most)


@cli.command("network", short_help="Take in LinkedIn, an address book or cards of your own.")
@FILE
@_reading_options
@click.pass_obj
def network(call: Call, /, file: str, **reading: Any) -> Answer:
    """Take in an export of your own network: LinkedIn, an address book, a friends list.

    Example: meetwell ingest network Connections.csv
    """
    return _take(call, file, None, "mine", reading)


@cli.command("inbox", short_help="Take in what lies in the workspace's inbox.")
@click.pass_obj
def inbox(call: Call) -> Answer:
    """Take in what lies in the workspace's inbox; its folders mine, network and SLUG say whose it is.

    Example: meetwell ingest inbox
    """
    from pipeline.errors import InputError
    from pipeline.flow.intake import inbox_files, take_in

    lines, data, failed = [], [], []
    with call.project() as project:
        for path, wanted in inbox_files(project):
            try:
                taken = take_in(project, path, wanted)
            except InputError as problem:
                failed.append(f"not taken in: {problem}")
                continue
            lines += taken_lines(taken)
            data.append(taken_data(taken))
    lines = lines or ["The inbox is empty."]
    return Answer(
        tuple(lines), {"files": data, "failed": failed}, "meetwell prep", tuple(failed), 3 * bool(failed)
    )


def _take(
    call: Call,
    file: str,
    event: str | None,
    owner: str,
    reading: dict[str, Any],
    fetched: tuple[str, bytes] | None = None,
) -> Answer:
    from pipeline.flow.intake import take_in, take_in_bytes
    from pipeline.flow.reading import Wanted

    strict = reading.pop("strict")
    mapping = dict(pair(word) for word in reading.pop("maps"))
    with call.project() as project:
        slug = project.event(event).slug if owner == "event" else None
        wanted = Wanted(event=slug, owner=owner, mapping=mapping, **reading)
        taken: Taken = take_in_bytes(project, *fetched, wanted) if fetched else take_in(project, file, wanted)
        default = project.event().slug if project.workspace.events() else None
    code = REJECTED_ROWS if strict and taken.intake.rejected else 0
    following = after_intake([taken], default)
    return Answer(tuple(taken_lines(taken)), taken_data(taken), following, exit_code=code)


def pair(word: str) -> tuple[str, str]:
    """Return (column, field) of a word such as ``Firma=organization``."""
    column, equals, field = word.rpartition("=")
    if not equals or not column.strip():
        raise click.BadParameter(f'{word!r} is no mapping; write "Column=field", as "Firma=organization".')
    return column, field.strip()
