"""``meetwell inspect``: how a file would be read."""

from __future__ import annotations

from shlex import quote

import click

from pipeline.cli.call import command
from pipeline.cli.ingest import pair
from pipeline.cli.intake_text import inspection_lines
from pipeline.cli.output import Answer


@command("inspect")
@click.argument("file", type=str)
@click.option("--as", "as_format", metavar="FORMAT", help="Read it so; 'meetwell formats' lists.")
@click.option("--map", "maps", multiple=True, metavar="COLUMN=FIELD", help="What a column means.")
@click.option("--encoding", help="The encoding of a text file, as cp1252.")
def cli(file: str, as_format: str | None, maps: tuple[str, ...], encoding: str | None) -> Answer:
    """Show how a file would be read: format, header row, what each column means, what would be rejected.

    Nothing is written, and no workspace is needed.

    Example: meetwell inspect employers.csv
    """
    from pipeline.flow.looking import look

    inspection = look(file, as_format=as_format, mapping=dict(pair(word) for word in maps), encoding=encoding)
    name = file.rpartition("/")[2] or file
    following = f"meetwell add {quote(file)}" if inspection.kept else None
    data = inspection.json()
    return Answer(tuple(inspection_lines(inspection, name)), data, following, exact=True)
