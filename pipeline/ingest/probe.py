"""A first look at a file: what an importer may ask before it claims."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, cast

from pipeline.errors import InputError
from pipeline.ingest.encoding import wide_codec
from pipeline.ingest.notlists import LONGEST_VALUE, kind_of, too_long
from pipeline.ingest.zipped import DAMAGED, opened_kind

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.ingest.table import Table

Kind = Literal[
    "empty",
    "zip",
    "workbook",
    "ole",
    "pdf",
    "vcard",
    "calendar",
    "html",
    "xml",
    "json",
    "text",
    "binary",
    "picture",
    "packed",
    "document",
    "apple",
]
#: No list is wider; the widest sheets seen, padded with empty columns, have half as many.
MOST_COLUMNS = 2_048
HEAD_BYTES = 64 * 1024
_WORKBOOK_PARTS = (b"xl/workbook", b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")


@dataclass(frozen=True)
class Probe:
    """One file, looked at lazily. ``name`` is what the user calls it; the path may have no telling suffix."""

    path: Path
    name: str
    size: int

    @cached_property
    def head(self) -> bytes:
        """Return the first 64 KiB."""
        with self.path.open("rb") as file:
            return file.read(HEAD_BYTES)

    @cached_property
    def data(self) -> bytes:
        """Return the whole file; the size was checked when the probe was made."""
        return self.path.read_bytes()

    @cached_property
    def _detected(self) -> list[Table] | InputError:
        try:
            return self._within_limits(None)
        except InputError as problem:
            return problem

    @property
    def tables(self) -> list[Table]:
        """Return the tables of a text, workbook or web page as detected; none when it cannot be read."""
        return [] if isinstance(self._detected, InputError) else self._detected

    def read_tables(self, encoding: str | None) -> list[Table]:
        """Return its tables in file order. Raises ``InputError`` when it cannot be read or is too wide."""
        if encoding is not None:
            return self._within_limits(encoding)
        if isinstance(self._detected, InputError):
            raise self._detected
        return self._detected

    def _within_limits(self, encoding: str | None) -> list[Table]:
        tables = self._read(encoding)
        refuse_wide(max((len(table.columns) for table in tables), default=0), self.name)
        if self.kind != "text" and any(
            len(cell) > LONGEST_VALUE
            for table in tables
            for row in (table.columns, *table.rows)
            for cell in row
        ):
            raise too_long(self.name)
        return tables

    def _read(self, encoding: str | None) -> list[Table]:
        if self.kind in ("workbook", "ole"):
            from pipeline.ingest.workbook import read_workbook

            return read_workbook(self.data, self.name)
        if self.kind == "html":
            from pipeline.ingest.htmltable import page_tables

            return page_tables(self.data, self.name, encoding)
        from pipeline.ingest.delimited import read_tables

        return read_tables(
            self.data, self.name, encoding=encoding, refuse=lambda width: refuse_wide(width, self.name)
        )

    @property
    def suffix(self) -> str:
        """Return the suffix of the user's name for it, small letters, with the dot."""
        return PurePath(self.name).suffix.lower()

    @cached_property
    def kind(self) -> Kind:
        """Return what the first bytes say the file is, whatever its name claims."""
        found = sniff(self.head)
        return self._kind_of_archive(found) if found in ("zip", "workbook") else found

    def _kind_of_archive(self, found: Kind) -> Kind:
        """Return what the parts of an archive make it; of a damaged one what its beginning and name say."""
        try:
            return cast("Kind", opened_kind(self.path))
        except DAMAGED:
            return "workbook" if self.suffix in (".xlsx", ".xlsm", ".ods") else found

    @cached_property
    def start(self) -> str:
        """Return the first characters, roughly decoded, without mark and leading blanks (for sniffing)."""
        return _rough(self.head)


def refuse_wide(width: int, name: str) -> None:
    """Raise ``InputError`` when a table is wider than any list."""
    if width > MOST_COLUMNS:
        raise InputError(
            f"the table has {width} columns; the limit is {MOST_COLUMNS}",
            where=name,
            do="Is it a list, one line for each person? Export it again, or cut it.",
        )


def open_probe(path: Path, name: str, *, max_mib: float) -> Probe:
    """Return a probe of this file.

    Raises ``InputError`` when it is missing, no file, or larger than the limit.
    """
    try:
        size = path.stat().st_size
    except OSError as problem:
        raise InputError(
            "the file cannot be read", where=name, do="Check the name and the rights."
        ) from problem
    if not path.is_file():
        raise InputError("this is a folder, not a file", where=name, do="Name the files in it.")
    if size > max_mib * 1024 * 1024:
        raise InputError(
            f"the file has {size / 1024 / 1024:.0f} MiB; the limit is {max_mib:.0f} MiB",
            where=name,
            do="Cut it, or raise ingest.max_file_mib.",
        )
    return Probe(path, name, size)


def _rough(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="ignore").lstrip()
    if head[1:2] == b"\0" and head[3:4] == b"\0":
        return head.decode("utf-16-le", errors="ignore").lstrip()
    return head.decode("utf-8", errors="ignore").lstrip("\ufeff\0 \t\r\n")


def sniff(head: bytes) -> Kind:
    """Return the kind of file these first bytes belong to."""
    if not head.strip(b"\0\r\n\t \xef\xbb\xbf"):
        return "empty"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "workbook" if any(part in head for part in _WORKBOOK_PARTS) else "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if head.startswith(b"%PDF-"):
        return "pdf"
    other = kind_of(head)
    if other is not None:
        return cast("Kind", other)
    start = _rough(head)
    return _text_kind(start, head)


def _text_kind(start: str, head: bytes) -> Kind:
    low = start[:4096].lower()
    if low.startswith("begin:vcard"):
        return "vcard"
    if low.startswith("begin:vcalendar"):
        return "calendar"
    if low.startswith(("<!doctype html", "<html")) or ("<table" in low and low.startswith("<")):
        return "html"
    if low.startswith("<"):
        return "xml"
    if low.startswith(("{", "[", "window.ytd")):
        return "json"
    return "binary" if _looks_binary(head) else "text"


def _looks_binary(head: bytes) -> bool:
    wide = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else wide_codec(head[: len(head) // 4 * 4])
    if wide:  # of two bytes a letter, one may look like a control character
        head = head.decode(wide, errors="ignore").encode(errors="ignore")
    control = sum(head.count(bytes([code])) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    return control > max(4, len(head) // 50)
