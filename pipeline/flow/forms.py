"""Which kind of filled form a file is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pipeline.debrief import Form
from pipeline.flow.origin import digest_of
from pipeline.workspace import read_input

if TYPE_CHECKING:
    from pathlib import Path

LIMIT_MIB = 8.0


def form_of(file: Path | None, text: Path | None) -> Form:
    """Return the form in a file: JSON of the phone page or the CSV form; or typed lines, ``-`` for stdin."""
    if text is not None:
        if str(text) == "-":
            return typed_form(tuple(sys.stdin.read().splitlines()))
        content = read_input(text, LIMIT_MIB)
        return Form(name=text.name, sha256=digest_of(content), kind="lines", path=text)
    if file is None:
        raise ValueError("a file or typed lines")
    content = read_input(file, LIMIT_MIB)
    is_json = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    return Form(name=file.name, sha256=digest_of(content), kind="json" if is_json else "csv", path=file)


def typed_form(lines: tuple[str, ...]) -> Form:
    """Return lines typed at the prompt or piped in as a form."""
    return Form(name="typed", sha256=digest_of("\n".join(lines).encode()), kind="lines", lines=lines)
