"""Before the night: the sheets that tell most about all others, as one PDF, with what the whole will take."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline.batch.job import open_office
from pipeline.batch.places import SHEET
from pipeline.batch.score import part_digest, part_users
from pipeline.workspace import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pipeline.batch.job import Office


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the whole run will take, from the sheets just made; nothing when none was made anew."""

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


def join_preview(root: Path, chosen: dict[str, str]) -> Path | None:
    """Write the sheets of these users as one PDF with a bookmark for each; nothing where there is none."""
    from pypdf import PdfWriter

    office = open_office(root)
    writer = PdfWriter()
    for user, why in chosen.items():
        path = office.places.user(user) / SHEET
        if path.is_file():
            writer.append(path, outline_item=f"{why}: {office.users[user]['name']}", import_outline=False)
    if not writer.pages:
        return None
    target = root / "preview.pdf"
    with replacing(target) as temporary:
        writer.write(temporary)
    return target


def estimate(office: Office, chosen: Sequence[str], made: int, seconds: float) -> Estimate:
    """Return what all sheets will take, judged by these."""
    folders = [office.places.user(user) for user in chosen]
    sizes = [sum(path.stat().st_size for path in folder.iterdir()) for folder in folders if folder.is_dir()]
    whole = len(office.users) * (sum(sizes) / len(sizes) if sizes else 0) / 2**20
    left = len(office.users) - len(chosen)
    return Estimate(round(left * seconds / made / 60, 1) if made else None, round(whole, 1))
