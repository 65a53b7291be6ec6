"""Open a finished sheet again and find exactly one student in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.batch.people_ids import USER_ID
from pipeline.batch.places import PHONE
from pipeline.batch.receipts import read_receipt, stands

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.batch.job import Office


def check_sheet(office: Office, user_id: str) -> list[str]:
    """Return what is wrong with a user's files: absent, altered, no name, or another student's ID."""
    folder = office.places.user(user_id)
    receipt = read_receipt(folder)
    if receipt is None or not stands(receipt, folder):
        return ["files are missing or altered"]
    faults = []
    for name in sorted(set(receipt.files) - {PHONE}):
        text = text_of(folder / name)
        ids = set(USER_ID.findall(text))
        if ids != {user_id}:
            faults.append(f"{name} bears {'no ID' if not ids else 'the ID of somebody else'}")
        if _plain(office.users[user_id]["name"]) not in _plain(text):
            faults.append(f"{name} does not bear the student's name")
    return faults


def text_of(path: Path) -> str:
    """Return all text of a PDF, or the source of a page."""
    if path.suffix != ".pdf":
        return path.read_text(encoding="utf-8")
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def _plain(text: str) -> str:
    """Return letters and digits alone: where a line breaks says nothing about a name."""
    return "".join(character for character in text.casefold() if character.isalnum())
