"""``meetwell templates``: change what the paper looks like."""

from __future__ import annotations

from difflib import get_close_matches

import click

from pipeline.cli.call import Call, Group
from pipeline.cli.output import Answer


@click.group("templates", cls=Group)
def cli() -> None:
    """List the templates of paper and phone, or take a copy of one to change.

    Example: meetwell templates eject css/print.css
    """


@cli.command("list")
def list_() -> Answer:
    """Name every template.

    Example: meetwell templates list
    """
    from pipeline.report.render import template_names

    names = template_names()
    return Answer(names, {"templates": list(names)}, "meetwell templates eject NAME")


@cli.command("eject")
@click.argument("name")
@click.pass_obj
def eject(call: Call, name: str) -> Answer:
    """Copy a template into this workspace; the copy wins from then on. Delete it to go back.

    Example: meetwell templates eject prep/sheet.html
    """
    from pipeline.errors import UsageError
    from pipeline.report.render import source_of_template, template_names
    from pipeline.workspace import write_bytes

    names = template_names()
    if name not in names:
        near = get_close_matches(name, names, n=1, cutoff=0.4)
        hint = f"Did you mean {near[0]}?" if near else "'meetwell templates list' names them."
        raise UsageError(f"there is no template {name!r}", do=hint)
    with call.project() as project:
        path = project.workspace.root / "templates" / name
        if path.exists():
            raise UsageError("you have your own copy already", where=str(path), do="Delete it to start anew.")
        write_bytes(path, source_of_template(name).encode())
    return Answer((str(path),), {"file": str(path)}, "meetwell prep")
