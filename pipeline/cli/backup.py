"""``meetwell backup``: everything that cannot be made again, in one file."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer


@command("backup")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def cli(call: Call, file: Path | None) -> Answer:
    """Write one zip with your profile, events, inputs and everything you said; default: beside the workspace.

    Example: meetwell backup ~/meetwell-backup.zip
    """
    from pipeline.flow.keeping import backup

    with call.project() as project:
        root = project.workspace.root
        target = (file or root.parent / f"{root.name}-{project.now():%Y-%m-%d}.zip").resolve()
        count = backup(project, target)
    data = {"file": str(target), "files": count}
    return Answer(
        (f"{target} ({count} files)",),
        data,
        f"meetwell restore {quote(target.name)} DIR, wherever you need it",
    )
