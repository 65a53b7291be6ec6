"""Before the night: the sheets that tell most about all others, as one PDF, with what the whole will take."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import polars as pl

from pipeline.batch.page import STYLE, table
from pipeline.batch.places import SHEET
from pipeline.batch.score import part_digest, part_users
from pipeline.errors import RenderError
from pipeline.report.backend import html_pdf
from pipeline.workspace import replacing, write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pipeline.batch.job import Office


@dataclass(frozen=True, slots=True)
class Facts:
    """What the list held, and what all sheets will take, judged by those just made."""

    read: int
    rejected: int
    opted_out: int
    repeated: int
    without_major: int
    minutes: float | None
    mebibytes: float


def telling_users(office: Office, count: int) -> dict[str, str]:
    """Return up to ``count`` users with why each: thinnest, longest, most filtered, and some by lot."""
    users = sorted(office.users)
    size = {user: len(office.users[user]["profile"]) for user in users}
    fields = {user: len(json.loads(office.users[user]["profile"])) for user in users}
    aside = filtered(office)
    seed = office.settings.integer("batch.seed")
    lot = {user: hashlib.blake2b(f"{seed}\0{user}".encode(), digest_size=8).hexdigest() for user in users}
    orders: dict[str, Callable[[str], tuple[object, str]]] = {
        "thinnest": lambda user: (fields[user], lot[user]),
        "longest": lambda user: (-size[user], lot[user]),
        "most filtered": lambda user: (-aside.get(user, 0), lot[user]),
        "by lot": lambda user: (lot[user], user),
    }
    queues = {why: iter(sorted(users, key=order)) for why, order in orders.items()}
    found: dict[str, str] = {}
    while len(found) < min(count, len(users)):
        for why, queue in queues.items():
            user = next((one for one in queue if one not in found), None)
            if user is not None and len(found) < count:
                found[user] = why
    return found


def filtered(office: Office) -> dict[str, int]:
    """Return how many targets were set aside for each user."""
    found: dict[str, int] = {}
    for part in range(office.order.parts):
        notes = pl.read_parquet(office.places.matches(part_digest(office, part_users(office, part)), "notes"))
        found |= {
            user: sum(json.loads(aside).values()) for user, aside in notes.select("user_id", "aside").rows()
        }
    return found


def join_preview(office: Office, chosen: dict[str, str], facts: Facts) -> Path | None:
    """Write the sheets of these users as one PDF behind a page of facts; nothing where there is none.

    Every sheet has a bookmark. Where no engine lays the page of facts out, it stands beside as HTML.
    """
    from pypdf import PdfReader, PdfWriter

    sheets = {user: office.places.user(user) / SHEET for user in chosen}
    readers = {user: PdfReader(path) for user, path in sheets.items() if path.is_file()}
    if not readers:
        return None
    writer = PdfWriter()
    starts, page = {}, 2
    for user, reader in readers.items():
        starts[user] = page
        page += len(reader.pages)
    page_of_facts = _cover(office, chosen, facts, starts)
    try:
        cover = html_pdf(page_of_facts, settings=office.settings).data
        writer.append(PdfReader(io.BytesIO(cover)), outline_item="What will be made", import_outline=False)
    except RenderError:
        write_bytes(office.places.root / "preview.html", page_of_facts.encode())
    for user, reader in readers.items():
        name = f"{chosen[user]}: {office.users[user]['name']}"
        writer.append(reader, outline_item=name, import_outline=False)
    target = office.places.root / "preview.pdf"
    with replacing(target) as temporary:
        writer.write(temporary)
    return target


def _cover(office: Office, chosen: dict[str, str], facts: Facts, starts: dict[str, int]) -> str:
    minutes = f"about {facts.minutes:.0f} minutes" if facts.minutes is not None else "nothing left to make"
    told = [
        ("Rows read", facts.read),
        ("Rows rejected (rejects.csv says why)", facts.rejected),
        ("Opted out", facts.opted_out),
        ("Rows that repeat an address or a student", facts.repeated),
        ("Students who get a sheet", len(office.users)),
        ("Students without major, field or interest", facts.without_major),
        ("Time for all the others, on this machine", minutes),
        ("Disk for all sheets and phone pages", f"about {facts.mebibytes:.0f} MiB"),
    ]
    rows = [(office.users[user]["name"], why, starts.get(user, "-")) for user, why in chosen.items()]
    title = f"{escape(office.event.name)}: preview"
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
        f"<style>{STYLE}</style></head><body><h1>{title}</h1>{table((), told)}"
        f"<h2>The sheets behind this page</h2>{table(('Student', 'Chosen as', 'Page'), rows)}</body></html>"
    )


def keep_preview(office: Office) -> None:
    """Keep what the previewed sheets were made with: the whole run tells whether it is the same."""
    write_bytes(_kept(office), json.dumps(_made_with(office)).encode())


def since_preview(office: Office) -> list[str]:
    """Return a notice when the whole run is made with something else than the preview was."""
    try:
        before = json.loads(_kept(office).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    now = _made_with(office)
    other = [name for name in now if now[name] != before.get(name)]
    return [f"since the preview these changed: {', '.join(other)}"] if other else []


def _kept(office: Office) -> Path:
    return office.places.work / "preview.json"


def _made_with(office: Office) -> dict[str, str]:
    return {
        "lists, event or settings of matching": office.match_digest,
        "settings or words of the paper": office.paper_digest,
        "templates": office.template_digest,
    }


def estimate(office: Office, chosen: Sequence[str], made: int, seconds: float) -> tuple[float | None, float]:
    """Return minutes (none when no sheet was made anew) and MiB of all sheets, judged by these."""
    folders = [office.places.user(user) for user in chosen]
    sizes = [sum(path.stat().st_size for path in folder.iterdir()) for folder in folders if folder.is_dir()]
    whole = len(office.users) * (sum(sizes) / len(sizes) if sizes else 0) / 2**20
    left = len(office.users) - len(chosen)
    return (round(left * seconds / made / 60, 1) if made else None), round(whole, 1)
