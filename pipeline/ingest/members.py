"""The files of an archive that may hold lists; those of archives within it count to the same limits."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.importer import Finding
from pipeline.ingest.zipped import DAMAGED, DEEPEST, is_plain_zip

if TYPE_CHECKING:
    from collections.abc import Iterator

LEFT_OUT = "; left out"
_MOST_ENTRIES = 20_000
_MOST_LISTS = 300
_MOST_BYTES = 200 * 1024 * 1024
_MOST_RATIO = 200
_READ = frozenset(
    {".csv", ".tsv", ".txt", ".json", ".js", ".vcf", ".ics", ".html", ".htm", ".xlsx", ".xls", ".ods", ".zip"}
)
#: Lists may hide in these; pictures and the like are passed over in silence.
_CLOSED = {
    **dict.fromkeys((".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz"), "packed in another way than zip"),
    **dict.fromkeys((".pdf", ".docx", ".doc", ".rtf", ".numbers"), "a document, not a list"),
}


@dataclass(slots=True)
class _Budget:
    """What is left of the limits of one archive and all within it, and where to say what was left out."""

    name: str
    notices: list[Finding]
    size: int = _MOST_BYTES
    lists: int = field(default=_MOST_LISTS)

    def say(self, code: str, member: str, why: str) -> None:
        self.notices.append(Finding("notice", code, f"{member}: {why}{LEFT_OUT}"))

    def take(self, content: bytes) -> None:
        """Count a member. Raises ``InputError`` when it goes beyond a limit."""
        self.size -= len(content)
        self.lists -= 1
        if self.size < 0:
            raise _too_much(self.name, f"it unpacks to more than {_MOST_BYTES >> 20} MiB")
        if self.lists < 0:
            raise _too_much(self.name, f"more than {_MOST_LISTS} files in it may be lists")


def members(data: bytes, name: str, notices: list[Finding]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that may hold lists, with their content; ``notices`` takes what was left out and why.

    Raises ``InputError`` when the archive itself is damaged or larger than the limits.
    """
    yield from _within(_opened(data, name), len(data), "", _Budget(name, notices), depth=1)


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED as problem:
        raise InputError("the archive is damaged", where=name, do="Download it again.") from problem


def _within(
    archive: zipfile.ZipFile, size: int, above: str, budget: _Budget, *, depth: int
) -> Iterator[tuple[str, bytes]]:
    entries = archive.infolist()
    _check(entries, size, budget.name)
    for entry in entries:
        member = above + entry.filename
        suffix = PurePosixPath(entry.filename).suffix.lower()
        if suffix in _CLOSED and not entry.is_dir():
            budget.say("zip.closed", member, _CLOSED[suffix])
        if entry.filename.endswith("/") or suffix not in _READ:
            continue
        try:
            with archive.open(entry) as part:
                content = part.read(budget.size + 1)
        except DAMAGED:
            budget.say("zip.damaged", member, "damaged, or locked with a password")
            continue
        budget.take(content)
        if suffix == ".zip" or is_plain_zip(content):
            yield from _inner(content, member, budget, depth=depth + 1)
        else:
            yield member, content


def _inner(content: bytes, member: str, budget: _Budget, *, depth: int) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an archive within an archive."""
    if depth > DEEPEST:
        budget.say("zip.deep", member, f"an archive in {DEEPEST} others")
        return
    try:
        archive = _opened(content, member)
    except InputError:
        budget.say("zip.damaged", member, "damaged, or locked with a password")
        return
    yield from _within(archive, len(content), f"{member}/", budget, depth=depth)


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
