"""What the shell completes: slugs of events and names of people in the workspace at hand."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.errors import MeetwellError

if TYPE_CHECKING:
    from collections.abc import Callable


LONGEST = 50


def event_option(text: str = "The event; default: the next one.") -> Callable[..., Any]:
    """Return the option --event, completed with the slugs there are."""
    return click.option("--event", metavar="SLUG", shell_complete=event_slugs, help=text)


def name_argument() -> Callable[..., Any]:
    """Return the argument NAME, completed with the names there are."""
    return click.argument("name", shell_complete=person_names)


def event_slugs(context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    """Return the slugs that begin with what was typed."""
    from pipeline import workspace

    try:
        slugs = workspace.find(_folder(context), Path.cwd()).events()
    except MeetwellError:
        return []
    return [slug for slug in slugs if slug.startswith(typed)]


def person_names(context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    """Return the names that begin with what was typed, whatever its case."""
    from pipeline import workspace
    from pipeline.tables import People

    try:
        people = workspace.find(_folder(context), Path.cwd()).read("people", People)
    except MeetwellError:
        return []
    names = sorted({name for name in people["name"] if name and name.casefold().startswith(typed.casefold())})
    return [text for name in names[:LONGEST] if (text := _as_one_word(name))]


def _as_one_word(name: str) -> str | None:
    """Return a name so that the shell takes it for one word and runs nothing of it; null where it cannot.

    Bash puts what it is given into the line as it stands; the other shells quote by themselves.
    """
    if not name.isprintable():
        return None
    if os.environ.get("_MEETWELL_COMPLETE") != "bash_complete":
        return name
    word = _quoted(name, _open_quote(os.environ.get("COMP_WORDS", ""), os.environ.get("COMP_CWORD", "")))
    return word and word.replace("\\", "\\\\")  # click's script reads lines without -r, which halves them


def _quoted(name: str, quote: str) -> str | None:
    if quote == "'":
        return None if "'" in name else name
    if quote == '"':
        return None if "!" in name else re.sub(r'(["$`\\])', r"\\\1", name)
    return re.sub(r"([^\w.@%+/-])", r"\\\1", name)


def _open_quote(line: str, at: str) -> str:
    """Return the quote that the word at hand begins with, if any; the words stand on lines of their own."""
    words = line.split("\n")
    word = words[int(at)] if at.isdigit() and int(at) < len(words) else ""
    return word[:1] if word[:1] in ("'", '"') else ""


def _folder(context: click.Context) -> Path | None:
    """Return the workspace named on this command line; while completing, no option's callback has run."""
    at: click.Context | None = context
    while at is not None:
        if at.params.get("workspace"):
            return Path(str(at.params["workspace"]))
        at = at.parent
    return None
