"""Open a finished sheet again and find exactly one student in it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from pipeline.batch.people_ids import USER_ID
from pipeline.batch.places import PHONE
from pipeline.batch.receipts import read_receipt, stands
from pipeline.batch.roster import profile_from
from pipeline.batch.ties import people_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import polars as pl

    from pipeline.batch.job import Office

_WORD = re.compile(r"\w+")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: Letters of a name that a sheet prints at least; a longer one is cut there.
_PRINTED = 40
#: A name of one word can be any word.
_LEAST = 2


def check_sheet(office: Office, user_id: str) -> list[str]:
    """Return what is wrong with a user's files: absent, altered, no name, or anything of another student."""
    folder = office.places.user(user_id)
    receipt = read_receipt(folder)
    if receipt is None or not stands(receipt, folder):
        return ["files are missing or altered"]
    faults = []
    for name in sorted(receipt.files):
        text = text_of(folder / name)
        ids = set(USER_ID.findall(text))
        if ids != {user_id} and (ids or name != PHONE):  # the phone page has no foot to bear the ID
            faults.append(f"{name} bears {'no ID' if not ids else 'the ID of somebody else'}")
        if name != PHONE and _plain(office.users[user_id]["name"])[:_PRINTED] not in _plain(text):
            faults.append(f"{name} does not bear the student's name")
        if strangers_in(office, user_id, text):
            faults.append(f"{name} bears the name or address of another student")
    return faults


def text_of(path: Path) -> str:
    """Return all text of a PDF, or the source of a page with its characters written out ("O'Rourke")."""
    if path.suffix != ".pdf":
        return html.unescape(path.read_text(encoding="utf-8"))
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def strangers_in(office: Office, user_id: str, text: str) -> set[str]:
    """Return the other students whose address or full name stands in a text.

    A name that the event's lists or the student's own contacts hold too may be that person's, and is none.
    """
    names, mails = _students(office)
    found = {user for mail in _MAIL.findall(text) for user in mails.get(mail.casefold(), ())}
    found |= {user for words in _runs(text, names) for user in names[words]}
    row = office.users[user_id]
    same = {user for user in found if _words(office.users[user]["name"]) == _words(row["name"])}
    found -= {user_id} | same
    if not found:
        return set()
    people = people_of(office, user_id, profile_from(row["profile"]))
    return {user for user in found if not _stands_in(people, _words(office.users[user]["name"]))}


def _students(office: Office) -> tuple[dict[tuple[str, ...], list[str]], dict[str, list[str]]]:
    """Return the users by the words of their names and by their addresses."""
    if "students" not in office.memo:
        names: dict[tuple[str, ...], list[str]] = {}
        mails: dict[str, list[str]] = {}
        for user, row in office.users.items():
            names.setdefault(_words(row["name"]), []).append(user)
            mails.setdefault((row["email"] or "").casefold(), []).append(user)
        office.memo["students"] = names, mails
    found: tuple[dict[tuple[str, ...], list[str]], dict[str, list[str]]] = office.memo["students"]
    return found


def _runs(text: str, names: dict[tuple[str, ...], list[str]]) -> Iterator[tuple[str, ...]]:
    """Yield the names that stand in a text word by word."""
    lengths = sorted({len(words) for words in names if len(words) >= _LEAST})
    words = _words(text)
    for length in lengths:
        yield from (run for run in zip(*(words[at:] for at in range(length)), strict=False) if run in names)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


def _stands_in(people: pl.DataFrame, name: tuple[str, ...]) -> bool:
    """Tell whether a name stands in anything these people say of themselves."""
    import polars as pl

    texts = people.select(pl.col(pl.String)).rows()
    lists = people.select(pl.col(pl.List(pl.String))).rows()
    every = [text for row in texts for text in row if text]
    every += [text for row in lists for cell in row for text in cell or ()]
    return any(" ".join(name) in " ".join(_words(text)) for text in every)


def _plain(text: str) -> str:
    """Return letters and digits alone: where a line breaks says nothing about a name."""
    return "".join(character for character in text.casefold() if character.isalnum())
