"""The general readers: a delimited text or a workbook whose columns speak for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.assemble import from_tables
from pipeline.ingest.importer import Claim, Ingested, Source
from pipeline.ingest.jsondoc import json_tables, load_json

if TYPE_CHECKING:
    from pipeline.ingest.probe import Probe
    from pipeline.settings import Settings


@dataclass(frozen=True)
class DelimitedList:
    """Any CSV, TSV or similar text."""

    name: str = "csv"
    title: str = "any delimited text: CSV, TSV, semicolons, pipes, fixed width; with or without a header"

    def claim(self, probe: Probe) -> Claim:
        """Return MAYBE for text."""
        return Claim.MAYBE if probe.kind == "text" else Claim.NO

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return its people and organisations. Raises ``InputError`` when it names none."""
        return from_tables(probe.read_tables(source.encoding), source, settings)


@dataclass(frozen=True)
class WorkbookList:
    """Any spreadsheet."""

    name: str = "xlsx"
    title: str = "spreadsheets: .xlsx, .xls, .ods; the sheet with the list is found"

    def claim(self, probe: Probe) -> Claim:
        """Return MAYBE for workbooks of any make."""
        return Claim.MAYBE if probe.kind in ("workbook", "ole") else Claim.NO

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return its people and organisations. Raises ``InputError`` when damaged, too large or empty."""
        return from_tables(probe.read_tables(None), source, settings)


@dataclass(frozen=True)
class JsonList:
    """Any JSON that holds records somewhere."""

    name: str = "json"
    title: str = "JSON: arrays, records below a key or keyed by id, JSON Lines"

    def claim(self, probe: Probe) -> Claim:
        """Return MAYBE for text that begins like JSON."""
        return Claim.MAYBE if probe.kind == "json" else Claim.NO

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return its people and organisations. Raises ``InputError`` when damaged, too deep or empty."""
        value = load_json(probe.data, source.name, source.encoding)
        return from_tables(json_tables(value, source.name), source, settings)


@dataclass(frozen=True)
class HtmlList:
    """Any saved web page with a table."""

    name: str = "html"
    title: str = "saved web pages: the table that holds the list"

    def claim(self, probe: Probe) -> Claim:
        """Return MAYBE for web pages."""
        return Claim.MAYBE if probe.kind == "html" else Claim.NO

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return its people and organisations. Raises ``InputError`` when no table holds a list."""
        tables = probe.read_tables(source.encoding)
        if not any(table.rows for table in tables):
            raise InputError(
                "this is a web page (HTML), and no table in it holds a list",
                where=source.name,
                do="Export the list as CSV or spreadsheet.",
            )
        return from_tables(tables, source, settings)
