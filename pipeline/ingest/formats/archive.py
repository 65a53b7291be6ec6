"""Zip archives of exports, opened in place: every file in it that an importer is sure of is read."""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import InputError, MeetwellError
from pipeline.ingest import values
from pipeline.ingest.assemble import rejects_table
from pipeline.ingest.importer import Claim, Finding, Ingested, Inspection, Source
from pipeline.ingest.probe import open_probe
from pipeline.ingest.zipped import DAMAGED
from pipeline.tables import Records, Sessions, Touches, as_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.importer import Importer
    from pipeline.ingest.probe import Probe
    from pipeline.settings import Settings

_MOST_ENTRIES = 20_000
_MOST_LISTS = 300
_MOST_BYTES = 200 * 1024 * 1024
_MOST_RATIO = 200
_READ = frozenset(
    {".csv", ".tsv", ".txt", ".json", ".js", ".vcf", ".ics", ".html", ".htm", ".xlsx", ".xls", ".ods"}
)


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
        parts: list[Ingested] = []
        notices: list[Finding] = []
        lost: list[str] = []
        every = members(probe.data, source.name, lost)
        found = [(name, data) for name, data in every if not _is_profile(name)]
        notices += [Finding("notice", "zip.damaged", f"{name}: damaged or locked, left out") for name in lost]
        with tempfile.TemporaryDirectory() as folder:
            probes = [(name, _probe(name, data, Path(folder), settings)) for name, data in found]
            asked = [(name, part, *_importer(part)) for name, part in probes]
            # A platform's archive is read by those who know it, a zip of plain lists by the general readers.
            least = max((claim for *_, claim in asked), default=Claim.NO)
            for name, part, importer, claim in asked:
                if importer is None or claim < least:
                    continue
                inner = replace(source, path=part.path, name=f"{source.name}/{name}", as_format=None)
                try:
                    parts.append(importer.read(inner, part, settings))
                except MeetwellError as problem:
                    notices.append(Finding("notice", "zip.member", f"{name}: {problem.what}"))
        if not parts:
            raise InputError(
                f"no file in the archive is a list that can be read{_without(lost)}",
                where=source.name,
                do="Unpack it and name the file with the list.",
            )
        return _together(parts, notices, source)


def _without(lost: list[str]) -> str:
    """Return what to add to a refusal when files of the archive could not be opened at all."""
    return f": {', '.join(lost[:3])}: damaged, or locked with a password" if lost else ""


def members(data: bytes, name: str, lost: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an archive that may hold lists, with their content; ``lost`` takes who is damaged.

    Raises ``InputError`` when the archive itself is damaged or larger than the limits.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except DAMAGED as problem:
        raise InputError("the archive is damaged", where=name, do="Download it again.") from problem
    _check(entries, len(data), name)
    budget = _MOST_BYTES
    for entry in entries:
        if entry.filename.endswith("/") or PurePosixPath(entry.filename).suffix.lower() not in _READ:
            continue
        try:
            with archive.open(entry) as part:
                content = part.read(budget + 1)
        except DAMAGED:
            lost.append(entry.filename)
            continue
        budget -= len(content)
        if budget < 0:
            raise _too_much(name, f"it unpacks to more than {_MOST_BYTES >> 20} MiB")
        yield entry.filename, content


def _check(entries: list[zipfile.ZipInfo], size: int, name: str) -> None:
    if len(entries) > _MOST_ENTRIES:
        raise _too_much(name, f"it has {len(entries)} files; the limit is {_MOST_ENTRIES}")
    wanted = [entry for entry in entries if PurePosixPath(entry.filename).suffix.lower() in _READ]
    if len(wanted) > _MOST_LISTS:
        raise _too_much(name, f"{len(wanted)} files in it may be lists; the limit is {_MOST_LISTS}")
    total = sum(entry.file_size for entry in wanted)
    if total > _MOST_BYTES:
        raise _too_much(name, f"its lists unpack to {total >> 20} MiB; the limit is {_MOST_BYTES >> 20} MiB")
    if total > _MOST_RATIO * max(size, 1):
        raise _too_much(
            name, f"it unpacks to {total // max(size, 1)} times its size; the limit is {_MOST_RATIO}"
        )


def _too_much(name: str, why: str) -> InputError:
    return InputError(
        f"the archive is refused: {why}", where=name, do="Unpack it and name the file with the list."
    )


def _probe(name: str, data: bytes, folder: Path, settings: Settings) -> Probe:
    """Return a probe of one member, laid into a folder of our own under a name of our own."""
    path = folder / hashlib.sha256(name.encode("utf-8", "surrogatepass") + data).hexdigest()
    path.write_bytes(data)
    return open_probe(path, PurePosixPath(name).name, max_mib=settings.number("ingest.max_file_mib"))


def _importer(probe: Probe) -> tuple[Importer | None, Claim]:
    """Return who reads a member, and how sure it is; an archive within the archive is left out."""
    from pipeline.ingest.registry import importer_for

    try:
        importer = importer_for(probe)
    except MeetwellError:
        return None, Claim.NO
    return (None, Claim.NO) if isinstance(importer, Archive) else (importer, importer.claim(probe))


def _is_profile(name: str) -> bool:
    """Return whether a file is about the archive's owner, so that its "Name" column holds no people."""
    return PurePosixPath(name).stem.casefold() in values.words("archive_own_files")


def _together(parts: list[Ingested], notices: list[Finding], source: Source) -> Ingested:
    """Return all parts as one; a record that two files name stays once."""
    findings = (*notices, *(item for part in parts for item in part.inspection.findings))
    first = max(parts, key=lambda part: part.records.height).inspection
    inspection = Inspection(
        format="zip",
        rows=sum(part.inspection.rows for part in parts),
        columns=first.columns,
        samples=first.samples,
        findings=findings,
        platform=first.platform,
        kept=sum(part.inspection.kept for part in parts),
        merged=sum(part.inspection.merged for part in parts),
    )

    def stacked(frames: list[pl.DataFrame], empty: pl.DataFrame, key: str) -> pl.DataFrame:
        return pl.concat([empty, *frames]).unique(key, keep="first", maintain_order=True)

    return Ingested(
        records=stacked([part.records for part in parts], as_table(Records, []), "record_id"),
        sessions=stacked([part.sessions for part in parts], as_table(Sessions, []), "session_id"),
        touches=stacked([part.touches for part in parts], as_table(Touches, []), "touch_id"),
        rejects=pl.concat([rejects_table(notices, source), *(part.rejects for part in parts)]),
        inspection=inspection,
    )
