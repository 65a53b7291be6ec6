"""The seam of every importer: what it is given, what it says to a file, and what it returns.

An importer is an object with ``name``, ``title``, ``claim(probe)`` and ``read(source, probe, settings)``. The
registry asks all of them; exactly one may answer ``Claim.YES``. Third parties add theirs through the
entry-point group ``meetwell.importers``.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from pipeline.errors import InputError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

    from pipeline.ingest.probe import Probe
    from pipeline.settings import Settings

Severity = Literal["rejected", "repaired", "notice"]


@dataclass(frozen=True, slots=True)
class Source:
    """One input, as the user gave it; ``path`` may have no telling suffix: ``name`` is printed."""

    path: Path
    name: str
    sha256: str
    event: str | None = None
    owner: Literal["event", "mine"] = "event"
    as_format: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    tz: str | None = None
    modified: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing not read, repaired, or worth knowing; ``row`` is a 1-based physical line or sheet row.

    One finding may stand for ``count`` rows mended in the same way; its message names their lines.
    """

    severity: Severity
    code: str
    message: str
    row: int | None = None
    column: str | None = None
    raw: str | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Inspection:
    """How a file is read: what ``meetwell inspect`` shows before anything is written."""

    format: str
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    rows: int = 0
    columns: Mapping[str, tuple[str | None, float]] = field(default_factory=dict)
    samples: Mapping[str, list[str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    platform: str | None = None
    kept: int = 0
    merged: int = 0

    @property
    def repairs(self) -> list[Finding]:
        """Return what was repaired, in file order."""
        return [item for item in self.findings if item.severity == "repaired"]

    @property
    def rejects(self) -> list[Finding]:
        """Return what was not read, in file order."""
        return [item for item in self.findings if item.severity == "rejected"]

    @property
    def notices(self) -> list[Finding]:
        """Return what the user should know."""
        return [item for item in self.findings if item.severity == "notice"]

    def json(self) -> dict[str, object]:
        """Return the object that ``inspect --format json`` prints: plain values only."""
        return {
            "format": self.format,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "header_row": self.header_row,
            "rows": self.rows,
            "columns": {
                name: {"field": field_name, "confidence": round(confidence, 2)}
                for name, (field_name, confidence) in self.columns.items()
            },
            "repairs": [_plain(item) for item in self.repairs],
            "rejects": [_plain(item) for item in self.rejects],
            "notices": [_plain(item) for item in self.notices],
        }


def _plain(item: Finding) -> dict[str, object]:
    return {
        "row": item.row,
        "column": item.column,
        "code": item.code,
        "message": item.message,
        "raw": item.raw,
    }


class NobodyError(InputError):
    """A list that can be read and names nobody; ``seen`` is how it reads, so that the user can say more."""

    def __init__(self, what: str, *, where: str, do: str, seen: Inspection) -> None:
        """Keep how the list reads beside the three parts of the message."""
        super().__init__(what, where=where, do=do)
        self.seen = seen


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one source gave; each frame passes its schema in ``pipeline.tables``."""

    records: pl.DataFrame
    sessions: pl.DataFrame
    touches: pl.DataFrame
    rejects: pl.DataFrame
    inspection: Inspection


class Claim(enum.IntEnum):
    """What an importer says to a file; MAYBE is for the general reader of a kind and yields to a YES."""

    NO = 0
    MAYBE = 1
    YES = 2


class Importer(Protocol):
    """One format. ``claim`` only looks and never raises for odd bytes; ``read`` raises InputError alone."""

    @property
    def name(self) -> str:
        """Return the word ``--as`` takes."""

    @property
    def title(self) -> str:
        """Return one line for ``meetwell formats``."""

    def claim(self, probe: Probe) -> Claim:
        """Return whether this importer recognises the file."""

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return what the file holds. Raises ``InputError`` when it holds nothing usable."""
