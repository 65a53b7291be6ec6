"""The message in a file: plain text, or the text part of a mail."""

from __future__ import annotations

import email
import email.policy
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.workspace import read_input

if TYPE_CHECKING:
    from pathlib import Path

_LIMIT_MIB = 1.0


def message_in(source: Path | str) -> str:
    """Return the message: text as it is, or that of a file; of an .eml its plain text.

    Raises ``InputError`` when there is no text in it.
    """
    if isinstance(source, str):
        text, name = source, "stdin"
    else:
        name = source.name
        content = read_input(source, _LIMIT_MIB)
        text = _mail(content) if source.suffix.casefold() == ".eml" else _decoded(content)
    if not any(letter.isalpha() for letter in text):
        raise InputError("there is no message in it", where=name, do="Give a text file or an .eml.")
    return text


def _mail(content: bytes) -> str:
    body = email.message_from_bytes(content, policy=email.policy.default).get_body(preferencelist=("plain",))
    return str(body.get_content()) if body is not None else ""


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
