"""Zoom reports: several tables in one file, one row per join, names as "Shown (Original)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.assemble import chosen, ingested, with_told
from pipeline.ingest.formats.tabular import Tabular, headers, ignored
from pipeline.ingest.importer import Claim, Finding, Ingested, Source
from pipeline.ingest.records import build
from pipeline.ingest.rivals import Guess
from pipeline.ingest.table import Table

if TYPE_CHECKING:
    from pipeline.ingest.probe import Probe
    from pipeline.settings import Settings

_ROLES = (("host", "host"), ("panelist", "panelist"), ("attendee", "attendee"))
_LIST = Tabular(
    name="zoom",
    title="Zoom webinar and meeting reports",
    signature=(
        headers("Attended,User Name (Original Name),Join Time"),
        headers("User Name (Original Name),Email,Join Time"),
        headers("First Name,Last Name,Email,Registration Time,Approval Status"),
        headers("Name (Original Name),User Email,Join Time"),
    ),
    fields={
        "User Name (Original Name)": "name",
        "Name (Original Name)": "name",
        "First Name": "given_name",
        "Last Name": "family_name",
        "Email": "email",
        "User Email": "email",
        "Phone": "phone",
        "Organization": "organization",
        "Job Title": "title",
        "Attended": "status",
        "Approval Status": "status",
        "Country/Region Name": "location",
        **ignored(
            "Registration Time,Join Time,Leave Time,Time in Session (minutes),Is Guest,Source Name,"
            "Duration (Minutes)"
        ),
    },
)


@dataclass(frozen=True)
class Zoom:
    """All person tables of a report, hosts and panelists with their role."""

    name: str = "zoom"
    title: str = _LIST.title

    def claim(self, probe: Probe) -> Claim:
        """Return YES when a table of the report is there."""
        return _LIST.claim(probe)

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return everybody, several joins as one. Raises ``InputError`` when no table names people."""
        tables = [table for table in probe.read_tables(source.encoding) if _LIST.fits(table, probe.name)]
        if not tables:
            raise InputError("this is no Zoom report", where=source.name, do="Leave --as out.")
        main = max(tables, key=lambda table: len(table.rows))
        whole = _joined(tables, main)
        guesses = with_told(_LIST.guesses(main) | {"role": Guess("role", 1.0)}, main, source)
        built = build(whole, chosen(guesses, settings.number("ingest.min_confidence")), source)
        del guesses["role"]
        notices = [Finding("notice", "format.recognised", f"recognised as zoom: {self.title}")]
        if len(tables) > 1:
            said = f"{len(tables)} tables of the report were read as one: hosts and panelists keep their role"
            notices.append(Finding("notice", "zoom.tables", said))
        return ingested(
            main, guesses, built, source=source, settings=settings, notices=notices, platform=self.name
        )


def _joined(tables: list[Table], main: Table) -> Table:
    """Return all tables under the columns of the main one, with a column for the role."""
    rows, lines = [], []
    for table in tables:
        title = (table.label or "").casefold()
        role = next((word for key, word in _ROLES if key in title), "attendee")
        for row, line in zip(table.rows, table.lines, strict=True):
            cells = {name: _shown(cell) for name, cell in zip(table.columns, row, strict=True)}
            rows.append([cells.get(name, "") for name in main.columns] + [role])
            lines.append(line)
    return Table(columns=[*main.columns, "role"], rows=rows, lines=lines, header_row=main.header_row)


def _shown(cell: str) -> str:
    """Return the original name of "Shown (Original)", which is the one people signed up with."""
    found = re.fullmatch(r"[^()]+\(([^()]{3,60})\)", cell.strip())
    return found[1] if found and not any(map(str.isdigit, found[1])) and " " in found[1] else cell
