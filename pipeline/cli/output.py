"""The only printer: what a command answers, as text or as one JSON object."""

from __future__ import annotations

import datetime as dt
import json
import sys
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from pipeline.errors import MeetwellError


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command says: sentences for people, data for programs, and the one next command.

    ``exact``: the JSON object has the keys of ``data`` alone, without warnings and next.
    """

    lines: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    next: str | None = None
    warnings: tuple[str, ...] = ()
    exit_code: int = 0
    exact: bool = False


def safe(text: str) -> str:
    r"""Return text that a terminal cannot misread: control and bidi characters are shown as ``\xNN``.

    Line feeds and tabs stay.
    """
    return "".join(character if _is_harmless(character) else _shown(character) for character in text)


def _is_harmless(character: str) -> bool:
    return character in "\n\t" or (
        unicodedata.category(character) not in ("Cc", "Cs")
        and character not in "\u061c\u200e\u200f\u2028\u2029"
        and not "\u202a" <= character <= "\u202e"
        and not "\u2066" <= character <= "\u2069"
    )


def _shown(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def write(stream: TextIO, text: str) -> None:
    """Write one line, whatever the encoding of the stream can say."""
    line = safe(text) + "\n"
    encoding = stream.encoding or "utf-8"
    stream.write(line.encode(encoding, "backslashreplace").decode(encoding))


def emit(answer: Answer, *, as_json: bool, quiet: bool) -> None:
    """Print an answer: text to stdout, or one JSON object to stdout and the text to stderr."""
    people = sys.stderr if as_json else sys.stdout
    if not quiet:
        for line in answer.lines:
            write(people, line)
    for warning in answer.warnings:
        write(sys.stderr, f"note: {warning}")
    if answer.next and not quiet:
        write(people, f"Next: {answer.next}")
    if as_json:
        around = {} if answer.exact else {"warnings": list(answer.warnings), "next": answer.next}
        _write_json({**answer.data, **around})


def emit_error(error: MeetwellError, *, as_json: bool) -> None:
    """Print an error to stderr; with JSON also as one object on stdout."""
    write(sys.stderr, f"error: {error}")
    if as_json:
        parts = {"exit_code": error.exit_code, "what": error.what, "where": error.where, "do": error.do}
        _write_json({"error": parts})


def _write_json(value: dict[str, Any]) -> None:
    # ASCII only: any terminal and any pipe can carry it.
    sys.stdout.write(json.dumps(value, ensure_ascii=True, default=_plain) + "\n")


def _plain(value: object) -> str:
    """Return a day or a time in ISO 8601, anything else as its text."""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
