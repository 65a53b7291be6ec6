"""The command line: it parses words and prints answers. Errors become exit codes here, in one place."""

from __future__ import annotations

import sys
from importlib import import_module
from itertools import pairwise
from typing import Any

import click

from pipeline import __version__
from pipeline.cli.call import Call, Group
from pipeline.cli.output import Answer, emit, emit_error, write
from pipeline.errors import MeetwellError, UsageError

#: Section, name, module below ``pipeline.cli``, and the line that ``--help`` shows. The module is loaded when
#: the command is called for.
COMMANDS: tuple[tuple[str, str, str, str], ...] = (
    ("Start", "demo", "demo", "The whole journey on a fictional fair, in one minute."),
    ("Start", "quick", "quick", "A prep sheet from a list, in one command."),
    ("Start", "init", "init", "Make a workspace and your profile."),
    ("Start", "event", "event", "Add an event, or list them."),
    ("Before", "add", "add", "Take in files of any kind; their content decides."),
    ("Before", "ingest", "ingest", "Take in one file of a kind you name."),
    ("Before", "inspect", "inspect", "Show how a file would be read; nothing is written."),
    ("Before", "link", "link", "Find out who is the same person."),
    ("Before", "review", "review", "Decide who is the same where it is unsure."),
    ("Before", "unmerge", "unmerge", "Take a wrong merge apart."),
    ("Before", "match", "match", "Find who is worth meeting, and why."),
    ("Before", "explain", "explain", "Take one person's place in the list apart."),
    ("Before", "pick", "pick", "Put somebody on the sheet."),
    ("Before", "pass", "pass_", "Keep somebody off the sheet."),
    ("Before", "agree", "agree", "Fix a time you agreed with somebody."),
    ("Before", "note", "note", "Write down what you know about somebody."),
    ("Before", "plan", "plan", "Lay out the day: who, when and where."),
    ("Before", "prepare", "prepare", "Print the page for the week before."),
    ("Before", "prep", "prep", "Print the prep sheet."),
    ("Before", "run", "run", "Do everything that has changed, up to the sheet."),
    ("After", "debrief", "debrief", "Bring your notes in, by the printed IDs."),
    ("After", "followup", "followup", "Print the dated follow-up plan."),
    ("After", "due", "due", "What is due this week."),
    ("After", "done", "done", "Tick off a follow-up."),
    ("After", "snooze", "snooze", "Put a follow-up off to a day you name."),
    ("After", "skip", "skip", "Leave a follow-up out for good."),
    ("After", "applied", "applied", "Keep where an application stands."),
    ("After", "drafts", "drafts", "Write messages to finish, from your own notes."),
    ("After", "sync", "sync", "Push plan and follow-ups to a calendar server."),
    ("After", "check-draft", "check_draft", "Tell whether a message sounds genuine."),
    ("After", "show", "show", "All that is known about somebody, with sources."),
    ("After", "correct", "correct", "Put one interaction or promise right."),
    ("After", "status", "status", "What moved, and what is open."),
    ("Office", "batch", "batch", "One sheet per profile of a list: run, hand out, audit, purge."),
    ("Care", "check", "check", "Look whether everything is whole."),
    ("Care", "backup", "backup", "Everything that cannot be made again, in one file."),
    ("Care", "restore", "restore", "Bring a backup back."),
    ("Care", "export", "export", "Everything as JSON and CSV."),
    ("Care", "forget", "forget", "Erase a person, and keep them out."),
    ("Care", "config", "config", "Show every setting and where it comes from."),
    ("Care", "formats", "formats", "Name the formats that can be read."),
    ("Care", "templates", "templates", "Change what the paper looks like."),
)
SECTIONS = ("Start", "Before", "After", "Office", "Care")
INTERRUPTED = 130


class Root(Group):
    """The top of the command line: it loads a command's module only when that command is chosen."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the commands in the order of the journey."""
        return [name for _, name, _, _ in COMMANDS]

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Return a command, or nothing when there is none of this name."""
        for _, known, module, line in COMMANDS:
            if known == name:
                found: click.Command = import_module(f"pipeline.cli.{module}").cli
                found.short_help = line
                found.name = name
                return found
        return None

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by section, without loading them."""
        for section in SECTIONS:
            rows = [(name, line) for part, name, _, line in COMMANDS if part == section]
            if rows:
                with formatter.section(section):
                    formatter.write_dl(rows)


@click.group(cls=Root, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="meetwell %(version)s")
@click.pass_context
def cli(context: click.Context) -> Answer | None:
    """Meet the right people well, and keep your promises to them.

    Before an event meetwell finds who is worth meeting and why, and prints a prep sheet; after it, it takes
    your notes and makes a dated follow-up plan. Everything stays on this computer.

    Called without a command it says where you are and what comes next.

    Example: meetwell demo
    """
    context.ensure_object(Call)
    if context.invoked_subcommand is None:
        from pipeline.cli.where import where

        call: Call = context.obj
        return where(call)
    return None


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    sys.exit(execute(words))


def execute(words: list[str]) -> int:
    """Run one command line, print what it answers, and return its exit code."""
    call = Call(words=tuple(words))
    as_json = _wants_json(words)
    try:
        answer = cli.main(words, prog_name="meetwell", standalone_mode=False, obj=call)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except (click.Abort, KeyboardInterrupt):
        write(sys.stderr, "interrupted")
        return INTERRUPTED
    except click.ClickException as problem:
        return _usage(problem, as_json=as_json)
    except MeetwellError as error:
        emit_error(error, as_json=as_json)
        return error.exit_code
    except BrokenPipeError:
        return _closed_pipe()
    return _finish(answer, call)


def _finish(answer: Any, call: Call) -> int:
    if not isinstance(answer, Answer):
        return 0
    try:
        emit(answer, as_json=call.as_json, quiet=call.quiet)
        sys.stdout.flush()
    except BrokenPipeError:
        return _closed_pipe()
    return answer.exit_code


def _closed_pipe() -> int:
    sys.stdout = None  # the reader left (head, less): nothing to flush at exit
    return 0


def _wants_json(words: list[str]) -> bool:
    return "--format=json" in words or ("--format", "json") in pairwise(words)


def _usage(problem: click.ClickException, *, as_json: bool) -> int:
    context = getattr(problem, "ctx", None)
    if isinstance(problem, click.exceptions.NoArgsIsHelpError) and not as_json:
        write(sys.stderr, problem.format_message())
        return UsageError.exit_code
    path = context.command_path if context else "meetwell"
    error = UsageError(problem.format_message(), do=f"'{path} --help' shows how it is called.")
    emit_error(error, as_json=as_json)
    return error.exit_code


__all__ = ["COMMANDS", "cli", "execute", "main"]
