"""Archives that are cut, altered or locked: what is raised for them, and what can be read all the same."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def whole_members(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each member that can be read; the damaged and the locked are left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            try:
                inner = archive.read(entry)
            except DAMAGED:
                continue
            yield entry.filename, inner
