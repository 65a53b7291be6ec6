"""Who is on no list any more since one of them came anew, though the user said something about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.flow.origin import read_from
from pipeline.flow.stages import all_records
from pipeline.tables import Records

if TYPE_CHECKING:
    from pipeline.flow.project import Project

#: What the user said about somebody stands in these tables of the state.
SAID = ("wishes", "interactions", "promises")


def listed(project: Project, name: str, event: str | None) -> pl.DataFrame:
    """Return the records that a list gave when it was last taken in."""
    mine = read_from(name) & pl.col("event").eq_missing(pl.lit(event))
    return project.workspace.read("records", Records).filter(mine)


def left_behind(project: Project, before: pl.DataFrame) -> list[str]:
    """Return the names of those among these records whom no list names now and of whom the user spoke."""
    now = {*all_records(project)["record_id"]}
    gone = [
        (record, name) for record, name in before.select("record_id", "name").iter_rows() if record not in now
    ]
    if not gone:
        return []
    owner = dict(project.state.identity().select("record_id", "person_id").iter_rows())
    still = {owner.get(record) for record in now}
    spoken = {person for table in SAID for person in project.state.frame(table)["person_id"]}
    return sorted(
        {
            name
            for record, name in gone
            if name and owner.get(record) in spoken and owner.get(record) not in still
        }
    )
