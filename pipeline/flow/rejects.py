"""``rejects.csv``: what was not read of the lists of an event, or of the user's own, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.flow.csv_text import csv_text
from pipeline.tables import Rejects
from pipeline.workspace import write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.flow.project import Project

#: The folder of what belongs to no event, as in the inbox.
MINE = "mine"


def write_rejects(project: Project, slug: str | None) -> Path:
    """Write the file anew and return its path; its cells are none that a spreadsheet runs as formulas.

    That of an event has the user's own lists too, since its sheet is made from both.
    """
    own = pl.col("event").is_null()
    wanted = own | (pl.col("event") == slug) if slug else own
    rejects = project.workspace.read("rejects", Rejects).filter(wanted).drop("source_sha")
    path = project.workspace.report(slug or MINE, "rejects.csv")
    write_bytes(path, csv_text(rejects.columns, rejects.iter_rows()).encode())
    return path
