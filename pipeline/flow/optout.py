"""Keeping people out: what names somebody, and the tombstones that hold them out of later imports.

Tombstones are keyed hashes (HMAC-SHA256, a key of this workspace) of e-mail, profile address and phone, and
of name with organisation only where there is none of these: so a namesake stays.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from pipeline.flow.project import Project
    from pipeline.ingest import Ingested

GONE = "[removed]"


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything that names a person in a file."""

    record_ids: frozenset[str]
    identifiers: tuple[str, ...]
    names: tuple[str, ...]

    def words(self) -> list[str]:
        """Return every text that may not stand in any file afterwards, the longest first."""
        return sorted({*self.identifiers, *self.names}, key=len, reverse=True)


def without_opted_out(project: Project, found: Ingested) -> tuple[Ingested, int]:
    """Return what was read without the people who are to be kept out, and how many records that were."""
    blocked = project.state.journal.kept_out()
    if not blocked or not found.records.height:
        return found, 0
    out = [
        row["record_id"]
        for row in found.records.iter_rows(named=True)
        if blocked.intersection(tombstones(project, [row]))
    ]
    if not out:
        return found, 0
    gone = found.records.filter(pl.col("record_id").is_in(out))
    words = marks_of(gone, out).words()
    return (
        replace(
            found,
            records=found.records.filter(~pl.col("record_id").is_in(out)),
            touches=found.touches.filter(~pl.col("record_id").is_in(out)),
            sessions=redacted_sessions(found.sessions, words),
            rejects=redacted(found.rejects, ("message", "raw"), words),
        ),
        len(out),
    )


def tombstones(project: Project, rows: Iterable[dict[str, Any]]) -> set[str]:
    """Return the keyed hashes of what identifies these records."""
    key = project.state.journal.secret("optout")
    return {
        hmac.new(key, identifier.encode(), hashlib.sha256).hexdigest()
        for row in rows
        for identifier in identifiers(row)
    }


def name_stones(project: Project, names: Iterable[str]) -> set[str]:
    """Return the keyed hashes of names as a debrief gives them; they hold no list's namesake out."""
    key = project.state.journal.secret("optout")
    texts = (f"debrief:{' '.join(name.casefold().split())}" for name in names)
    return {hmac.new(key, text.encode(), hashlib.sha256).hexdigest() for text in texts}


def is_forgotten(project: Project) -> Callable[[str], bool]:
    """Return a test of names: whether somebody so called was erased and is to stay out."""
    blocked = project.state.journal.kept_out()
    return lambda name: bool(blocked and blocked & name_stones(project, [name]))


def identifiers(row: dict[str, Any]) -> set[str]:
    """Return what identifies a record: addresses and numbers, else its name with its organisation."""
    found = {f"email:{text.strip().lower()}" for text in row["emails"]}
    numbers = [re.sub(r"\D", "", text) for text in row["phones"]]
    found |= {f"phone:{number[-9:]}" for number in numbers if len(number) >= 7}
    if row["linkedin"]:
        found.add(f"linkedin:{row['linkedin'].rstrip('/').rsplit('/', 1)[-1].lower()}")
    if found:
        return found
    name = " ".join((row["name"] or "").casefold().split())
    return {f"name:{name}|{(row['organization'] or '').casefold().strip()}"} if name else set()


def marks_of(own: pl.DataFrame, ids: Collection[str], met: Collection[dict[str, Any]] = ()) -> Marks:
    """Return everything that names the people of these records."""
    rows = [*own.iter_rows(named=True), *met]
    texts = {
        text
        for row in rows
        for text in (*row["emails"], *row["phones"], row["linkedin"], row["twitter"])
        if text
    }
    slugs = {text.rstrip("/").rsplit("/", 1)[-1] for text in texts if "/" in text}
    names = {row["name"] for row in rows if row["name"]}
    return Marks(frozenset(ids), tuple(sorted(texts | slugs)), tuple(sorted(names)))


def redacted_sessions(sessions: pl.DataFrame, words: list[str]) -> pl.DataFrame:
    """Return sessions without these names among speakers and texts."""
    others = pl.element().filter(~pl.element().is_in(words))
    kept = sessions.with_columns(pl.col("speakers").list.eval(others))
    return redacted(kept, ("title", "description"), words)


def redacted(frame: pl.DataFrame, columns: tuple[str, ...], words: list[str]) -> pl.DataFrame:
    """Return a frame in whose texts these words are struck out."""
    if not words:
        return frame
    return frame.with_columns(
        pl.col(column).str.replace_many(words, [GONE] * len(words), ascii_case_insensitive=True)
        for column in columns
    )
