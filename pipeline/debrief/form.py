"""What a filled form says, one entry per person, before anybody is looked up."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - dataclasses show their types
from dataclasses import dataclass, field, replace
from pathlib import Path  # noqa: TC003 - the same
from typing import Literal

from pipeline.debrief.words import plain, words
from pipeline.errors import InputError

FormKind = Literal["csv", "lines", "json"]
Answer = Literal["yes", "no", "unknown"]
Sorting = Literal["pursue", "thanks", "let_go"]
Severity = Literal["rejected", "repaired", "notice"]

_LARGEST = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Form:
    """One filled form: a file (``path``), or its text as ``lines``: typed, or taken out of a spreadsheet."""

    name: str
    sha256: str
    kind: FormKind
    path: Path | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell the user about one cell: what could not be read, was mended, or should be known."""

    row: int
    column: str | None
    severity: Severity
    code: str
    message: str
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One promise as it was said."""

    text: str
    due: dt.date | None = None

    @property
    def due_said(self) -> bool:
        """Tell whether the user named the date."""
        return self.due is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """All that one form says of one person; ``row`` is the line or the position in the file, from 1."""

    row: int
    short_id: str | None = None
    name: str | None = None
    organization: str | None = None
    talked: bool | None = None
    card: bool = False
    next_step: bool = False
    detail: str | None = None
    mine: tuple[Said, ...] = ()
    theirs: tuple[Said, ...] = ()
    channel: str | None = None
    may_contact: Answer = "unknown"
    may_keep: Answer = "unknown"
    sorting: Sorting | None = None
    note: str | None = None
    at: dt.datetime | None = None
    new: bool = False
    moved_from: str | None = None

    @property
    def says_nothing(self) -> bool:
        """Tell whether nothing but the printed name stands there."""
        return (
            replace(self, row=0, short_id=None, name=None, organization=None, at=None, new=False) == _NOTHING
        )

    @property
    def has_content(self) -> bool:
        """Tell whether it says more than a tick: words that only a talk can have given."""
        return bool(self.detail or self.mine or self.theirs or self.next_step)


_NOTHING = Entry(row=0)


@dataclass(frozen=True, slots=True)
class Reading:
    """The entries of a form and what is to be said about it."""

    entries: list[Entry] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def read_text(form: Form) -> str:
    """Return the text of a form.

    Raises ``InputError`` when there is no such file, or it is no text.
    """
    if form.path is None:
        return "\n".join(form.lines)
    try:
        raw = form.path.read_bytes()
    except OSError as problem:
        raise InputError(
            f"the file cannot be read: {problem.strerror}", where=form.name, do="Check its name and rights."
        ) from problem
    if len(raw) > _LARGEST:
        raise InputError("this is far too large for a debrief", where=form.name, do="Is it the right file?")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    if raw[:4] in (b"PK\x03\x04", b"%PDF") or b"\0" in raw[:4096]:
        raise InputError(
            "this is a picture, a PDF or another binary file",
            where=form.name,
            do="Fill in the CSV or a spreadsheet, or type the lines: 'meetwell debrief --text FILE'.",
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def answer(text: str | None) -> Answer | None:
    """Return yes, no or unknown; None when the word is none of them."""
    return words().answers.get(plain(text))  # type: ignore[return-value]


def sorting(text: str | None) -> Sorting | None:
    """Return pursue, thanks or let_go; None when the word is none of them."""
    return words().sorting.get(plain(text))  # type: ignore[return-value]
