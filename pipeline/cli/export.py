"""``meetwell export``: everything as JSON and CSV."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer


@command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_obj
def cli(call: Call, folder: Path) -> Answer:
    """Write everything meetwell knows as JSON and CSV, for any other program.

    Example: meetwell export my-data
    """
    from pipeline.flow.keeping import export

    with call.project() as project:
        written = export(project, folder.resolve())
    data = {"folder": str(folder.resolve()), "files": [path.name for path in written]}
    return Answer((f"{len(written)} files in {folder.resolve()}.",), data)
