"""What is no list, told by its first bytes or the parts of its archive, and what to do about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection

#: Per kind: what it is, and what the user can do.
SAID = {
    "empty": ("the file is empty", "Export or download it again."),
    "pdf": (
        "this is a PDF, not a list",
        "Ask for the list as CSV or spreadsheet; a résumé goes to 'meetwell init --from'.",
    ),
    "picture": (
        "this is a picture, not a list",
        "Ask the organiser for the list as a file, or type it as CSV: one line per person.",
    ),
    "packed": (
        "this is packed (gzip, tar, 7z, rar or the like)",
        "Unpack it and name the file with the list.",
    ),
    "document": (
        "this is a text document or a presentation, not a list",
        "Copy its table into a spreadsheet, and save that as CSV.",
    ),
    "apple": ("this is a file of Numbers, Pages or Keynote", "Export it there as Excel or CSV."),
    "binary": ("this is no list: it is binary data", "Export the list as CSV, spreadsheet or vCard."),
}
#: A text longer than this is nothing that anybody is called or says of himself.
LONGEST_VALUE = 4 << 20
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x28\xb5\x2f\xfd")
_TAR_MARK = slice(257, 262)
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM\x36", b"II*\0", b"MM\0*")


def too_long(name: str) -> InputError:
    """Return the refusal of a file with a value beyond the limit: reading it would take all memory."""
    return InputError(
        f"a value in it is longer than {LONGEST_VALUE >> 20} MiB, which is the limit",
        where=name,
        do="Is it a list? Export it again, or take the long texts out.",
    )


def kind_of(head: bytes) -> str | None:
    """Return packed, picture or document for bytes that begin like one, else None."""
    if head.startswith(_PACKED) or head[_TAR_MARK] == b"ustar":
        return "packed"
    if head.startswith(_PICTURES) or head[4:8] == b"ftyp":
        return "picture"
    return "document" if head.startswith(b"{\\rtf") else None


def kind_of_archive(names: Collection[str], media_type: bytes) -> str:
    """Return workbook, document, apple or zip for the parts of an archive."""
    parts = {name.replace("\\", "/").lstrip("/").lower() for name in names}
    if any(name.startswith("xl/workbook") for name in parts):
        return "workbook"
    if "content.xml" in names and "mimetype" in names:
        return "workbook" if b"spreadsheet" in media_type else "document"
    if any(name.startswith(("word/", "ppt/")) for name in parts):
        return "document"
    if "[content_types].xml" in parts:
        return "workbook"
    return "apple" if any(name.endswith(".iwa") for name in names) else "zip"
