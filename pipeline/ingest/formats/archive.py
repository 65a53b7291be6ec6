"""Zip archives of exports, opened in place: every file in it that an importer is sure of is read."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import InputError, MeetwellError
from pipeline.ingest import values
from pipeline.ingest.assemble import rejects_table
from pipeline.ingest.counted import counted
from pipeline.ingest.importer import Claim, Finding, Ingested, Inspection, Source
from pipeline.ingest.members import LEFT_OUT, members
from pipeline.ingest.probe import open_probe
from pipeline.tables import Records, Sessions, Touches, as_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.importer import Importer
    from pipeline.ingest.probe import Probe
    from pipeline.settings import Settings

_SHOWN = 5


@dataclass(frozen=True)
class Archive:
    """LinkedIn, Facebook and X archives, or any zip of lists."""

    name: str = "zip"
    title: str = (
        "zip archives: LinkedIn, Facebook, X exports or any lists; nothing is unpacked to your folders"
    )

    def claim(self, probe: Probe) -> Claim:
        """Return YES for a zip that is no workbook."""
        return Claim.YES if probe.kind == "zip" else Claim.NO

    def read(self, source: Source, probe: Probe, settings: Settings) -> Ingested:
        """Return what all its lists hold together. Raises ``InputError`` when damaged, too large or empty."""
        parts: dict[str, Ingested] = {}
        notices: list[Finding] = []
        every = members(probe.data, source.name, notices)
        found = [(name, data) for name, data in every if not _is_profile(name)]
        with tempfile.TemporaryDirectory() as folder:
            probes = [(name, _probe(name, data, Path(folder), settings)) for name, data in found]
            asked = [(name, part, *_importer(part)) for name, part in probes]
            # A platform's archive is read by those who know it, a zip of plain lists by the general readers.
            least = max((claim for *_, claim in asked), default=Claim.NO)
            notices += _passed_over([name for name, _, _, claim in asked if Claim.NO < claim < least])
            for name, part, importer, claim in asked:
                if importer is None or claim < least:
                    continue
                inner = replace(source, path=part.path, name=f"{source.name}/{name}", as_format=None)
                try:
                    parts[name] = importer.read(inner, part, settings)
                except MeetwellError as problem:
                    notices.append(Finding("notice", "zip.member", f"{name}: {problem.what}"))
        if not parts:
            raise InputError(
                f"no file in the archive is a list that can be read{_without(notices)}",
                where=source.name,
                do="Unpack it and name the file with the list.",
            )
        return _together(parts, notices, source)


def _without(notices: Sequence[Finding]) -> str:
    """Return what to add to a refusal when files of the archive could not be opened at all."""
    return f": {', '.join(item.message.removesuffix(LEFT_OUT) for item in notices[:3])}" if notices else ""


def _passed_over(names: Sequence[str]) -> list[Finding]:
    """Return what to say of plain lists beside those of a platform, which alone are read."""
    if not names:
        return []
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    said = f"only the lists of the platform were read, and not {', '.join(names[:_SHOWN])}{more}"
    return [Finding("notice", "zip.others", f"{said}; unpack the one you need and name it")]


def _probe(name: str, data: bytes, folder: Path, settings: Settings) -> Probe:
    """Return a probe of one member, laid into a folder of our own under a name of our own."""
    path = folder / hashlib.sha256(name.encode("utf-8", "surrogatepass") + data).hexdigest()
    path.write_bytes(data)
    return open_probe(path, PurePosixPath(name).name, max_mib=settings.number("ingest.max_file_mib"))


def _importer(probe: Probe) -> tuple[Importer | None, Claim]:
    """Return who reads a member, and how sure it is; what only looks like an archive is left out."""
    from pipeline.ingest.registry import importer_for

    try:
        importer = importer_for(probe)
    except MeetwellError:
        return None, Claim.NO
    return (None, Claim.NO) if isinstance(importer, Archive) else (importer, importer.claim(probe))


def _is_profile(name: str) -> bool:
    """Return whether a file is about the archive's owner, so that its "Name" column holds no people."""
    return PurePosixPath(name).stem.casefold() in values.words("archive_own_files")


def _also_read(name: str, seen: Inspection) -> Finding:
    """Return what one of several lists of an archive was read as; its columns are not shown elsewhere."""
    columns = ", ".join(f"{column}={field}" for column, (field, _) in seen.columns.items() if field)
    said = f"{name}: {counted(seen.rows, 'row')} read, {seen.kept:,} kept{f' ({columns})' if columns else ''}"
    return Finding("notice", "zip.list", said)


def _together(parts: dict[str, Ingested], notices: list[Finding], source: Source) -> Ingested:
    """Return all parts as one; a record that two files name stays once."""
    main = max(parts.values(), key=lambda part: part.records.height)
    findings = list(notices)
    for name, part in parts.items():
        findings += [replace(item, message=f"{name}: {item.message}") for item in part.inspection.findings]
        if part is not main:
            findings.append(_also_read(name, part.inspection))
    first = main.inspection
    inspection = Inspection(
        format="zip",
        rows=sum(part.inspection.rows for part in parts.values()),
        columns=first.columns,
        samples=first.samples,
        findings=tuple(findings),
        platform=first.platform,
        kept=sum(part.inspection.kept for part in parts.values()),
        merged=sum(part.inspection.merged for part in parts.values()),
    )

    def stacked(frames: list[pl.DataFrame], empty: pl.DataFrame, key: str) -> pl.DataFrame:
        return pl.concat([empty, *frames]).unique(key, keep="first", maintain_order=True)

    return Ingested(
        records=stacked([part.records for part in parts.values()], as_table(Records, []), "record_id"),
        sessions=stacked([part.sessions for part in parts.values()], as_table(Sessions, []), "session_id"),
        touches=stacked([part.touches for part in parts.values()], as_table(Touches, []), "touch_id"),
        rejects=pl.concat(
            [rejects_table(notices, source, source.event), *(part.rejects for part in parts.values())]
        ),
        inspection=inspection,
    )
