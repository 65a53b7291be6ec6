"""The message in a file: plain text, or the text part of a mail."""

from __future__ import annotations

import email
import email.policy
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.flow.piped import decoded
from pipeline.workspace import read_input

if TYPE_CHECKING:
    from pathlib import Path

_LIMIT_MIB = 1.0
#: How files begin that people give by mistake, and what they are.
_OTHER_KINDS = (
    (b"%pdf", "a PDF"),
    (b"pk\x03\x04", "a document, a spreadsheet or an archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"begin:vcalendar", "a calendar"),
    (b"begin:vcard", "a card"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"\x89png", "a picture"),
    (b"\xff\xd8", "a picture"),
)


def message_in(source: Path | str) -> str:
    """Return the message: text as it is, or that of a file; of an .eml its plain text.

    Raises ``InputError`` for another kind of file, and for a text that is no message.
    """
    from pipeline.report.drafts_check import why_no_message

    if isinstance(source, str):
        text, name = source, "stdin"
    else:
        name = source.name
        content = read_input(source, _LIMIT_MIB)
        _no_other_kind(content, name)
        text = _mail(content) if source.suffix.casefold() == ".eml" else decoded(content)
    why = why_no_message(text)
    if why:
        raise InputError(
            f"this is no message: {why}",
            where=name,
            do="Give the words you mean to send, in English, as a text file or an .eml.",
        )
    return text


def _no_other_kind(content: bytes, name: str) -> None:
    """Raise ``InputError`` for a file that is something else than a text."""
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:32].lower()
    kind = next((what for begins, what in _OTHER_KINDS if head.startswith(begins)), None)
    if kind is None and b"\0" in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        kind = "no text"
    if kind:
        raise InputError(
            f"this is no message: the file is {kind}",
            where=name,
            do="Copy the message itself into a text file.",
        )


def _mail(content: bytes) -> str:
    body = email.message_from_bytes(content, policy=email.policy.default).get_body(preferencelist=("plain",))
    return str(body.get_content()) if body is not None else ""
