"""``meetwell restore``: a backup back."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

from pipeline.cli.call import Call, command
from pipeline.cli.output import Answer


@command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_obj
def cli(call: Call, file: Path, folder: Path) -> Answer:
    """Bring a backup back into a new folder and make the tables anew; every file is checked first.

    Called within a workspace (or with -w), it erases from what comes back whoever was erased there with
    --keep-out since.

    Example: meetwell restore meetwell-backup.zip my-network
    """
    from pipeline.flow.keeping import restore
    from pipeline.flow.rebuild import rebuild
    from pipeline.flow.returning import erase_again, kept_out

    target = folder.resolve()
    out = kept_out(call.workspace, Path.cwd(), clock=call.clock, flags=call.settings)
    count = restore(file, target)
    call.workspace = target
    with call.project() as project:
        failed = rebuild(project)
        erased = erase_again(project, out)
    data = {"workspace": str(target), "files": count, "failed": failed}
    lines = (f"{count} files are back in {target}.",)
    said = [*failed, *(["whoever you had erased and kept out since is erased from it too"] if erased else [])]
    return Answer(lines, data, f"cd {quote(str(target))} && meetwell run", tuple(said), 3 if failed else 0)
