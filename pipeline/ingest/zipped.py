"""Archives that are cut, altered or locked: what is raised for them, and what can be read all the same."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from typing import TYPE_CHECKING

from pipeline.ingest.notlists import kind_of_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: RuntimeError: a password is needed; ValueError: offsets that lead outside the file.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
)


#: Archives within archives are opened down to this one, the outermost counted.
DEEPEST = 3


def opened_kind(source: Path | io.BytesIO) -> str:
    """Return what the parts of an archive make it: workbook, document, apple or zip. Raises ``DAMAGED``."""
    with zipfile.ZipFile(source) as archive:
        names = set(archive.namelist())
        said = archive.read("mimetype")[:100] if "mimetype" in names else b""
    return kind_of_archive(names, said)


def is_plain_zip(content: bytes) -> bool:
    """Return whether these bytes are an archive of files, and no workbook or document."""
    try:
        return content[:4] == b"PK\x03\x04" and opened_kind(io.BytesIO(content)) == "zip"
    except DAMAGED:
        return False


def whole_members(content: bytes, *, depth: int = 1) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each member that can be read, those of archives within it in their place.

    The damaged and the locked are left out.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            try:
                inner = archive.read(entry)
            except DAMAGED:
                continue
            if depth < DEEPEST and is_plain_zip(inner):
                for name, part in whole_members(inner, depth=depth + 1):
                    yield f"{entry.filename}/{name}", part
            else:
                yield entry.filename, inner
