"""What the standard library raises for archives that are cut, altered or locked."""

from __future__ import annotations

import lzma
import zipfile
import zlib

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
