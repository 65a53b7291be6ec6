"""What a sheet says where the employers' own filters leave a student nobody to meet."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipeline.batch.partition import part_of
from pipeline.batch.score import part_digest, part_users
from pipeline.batch.words import words_of

if TYPE_CHECKING:
    from pipeline.batch.job import Office


def told_shut_out(office: Office, user_id: str) -> str:
    """Return a sentence with how many targets each filter took; empty for who has anybody to meet."""
    users = part_users(office, part_of(user_id, office.order.parts))
    path = office.places.matches(part_digest(office, users), "notes")
    ranked, aside = _notes(str(path)).get(user_id, (1, "{}"))
    if ranked:
        return ""
    words = words_of("shut_out")
    taken = sorted(json.loads(aside).items(), key=lambda item: (-item[1], item[0]))
    counts = ", ".join(f"{count} {words['filters'].get(key, key)}" for key, count in taken)
    return str(words["told"]).format(counts=counts) if counts else str(words["nobody"])


def told_office(office: Office) -> list[str]:
    """Return a notice with how many students are left nobody to meet; none where everybody has somebody."""
    marks = (part_digest(office, part_users(office, part)) for part in range(office.order.parts))
    notes = [_notes(str(office.places.matches(mark, "notes"))) for mark in marks]
    count = sum(not ranked for part in notes for ranked, _ in part.values())
    return [str(words_of("shut_out")["one" if count == 1 else "office"]).format(count=count)] if count else []


@lru_cache(maxsize=4)
def _notes(path: str) -> dict[str, tuple[int, str]]:
    if not Path(path).is_file():
        return {}
    rows = pl.read_parquet(path).select("user_id", "ranked", "aside").iter_rows()
    return {user: (ranked, aside) for user, ranked, aside in rows}
