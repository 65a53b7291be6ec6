"""``meetwell config``: every setting and where it comes from."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.call import Call, Group
from pipeline.cli.output import Answer


@click.group("config", cls=Group)
def cli() -> None:
    """Show the settings.

    Example: meetwell config show
    """


@cli.command("show", short_help="Print each setting and where it comes from.")
@click.pass_obj
def show(call: Call) -> Answer:
    """Print each setting with its value and where it comes from; needs no workspace.

    Example: meetwell config show
    """
    from pipeline import workspace
    from pipeline.errors import WorkspaceError
    from pipeline.settings import load_settings

    try:
        root = workspace.find(call.workspace, Path.cwd()).root
    except WorkspaceError:
        if call.workspace:
            raise
        root = None
    settings = load_settings(root)
    lines = [f"{key} = {item.value!r}  ({item.origin})" for key, item in settings.values.items()]
    data = {key: {"value": item.value, "origin": item.origin} for key, item in settings.values.items()}
    return Answer(tuple(lines), {"settings": data})
