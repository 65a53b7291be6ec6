"""Text that is piped in, in whatever encoding: read as files are, not as the terminal is set."""

from __future__ import annotations

import sys


def piped_text() -> str:
    """Return what stands on stdin, in whatever encoding."""
    raw = getattr(sys.stdin, "buffer", None)
    return decoded(raw.read()) if raw is not None else sys.stdin.read()


def decoded(content: bytes) -> str:
    """Return these bytes as text: UTF-16 by its mark, UTF-8 where it is that, else Windows-1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
