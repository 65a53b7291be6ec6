"""Which kind of filled form a file is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.debrief import Form
from pipeline.flow.origin import digest_of
from pipeline.flow.piped import piped_text
from pipeline.flow.sheet_form import spreadsheet_text
from pipeline.workspace import read_input

if TYPE_CHECKING:
    from pathlib import Path

LIMIT_MIB = 8.0
#: What a spreadsheet begins with: that of today (XLSX, ODS) and that of before 2007.
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def form_of(file: Path | None, text: Path | None) -> Form:
    """Return the form in a file: JSON of the phone page, the CSV form or a spreadsheet of it; or typed lines.

    ``-`` is stdin. Raises ``InputError`` for a file that cannot be read.
    """
    if text is not None:
        if str(text) == "-":
            return typed_form(tuple(piped_text().splitlines()))
        content = read_input(text, LIMIT_MIB)
        return Form(name=text.name, sha256=digest_of(content), kind="lines", path=text)
    if file is None:
        raise ValueError("a file or typed lines")
    content = read_input(file, LIMIT_MIB)
    if content.startswith(SPREADSHEETS):
        text_of_sheet = spreadsheet_text(content, file.name)
        return Form(name=file.name, sha256=digest_of(content), kind="csv", lines=(text_of_sheet,))
    is_json = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    return Form(name=file.name, sha256=digest_of(content), kind="json" if is_json else "csv", path=file)


def typed_form(lines: tuple[str, ...]) -> Form:
    """Return lines typed at the prompt or piped in as a form."""
    return Form(name="typed", sha256=digest_of("\n".join(lines).encode()), kind="lines", lines=lines)
