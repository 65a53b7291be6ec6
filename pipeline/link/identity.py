"""Who keeps which id: kept through growth; a merge keeps the oldest, a split part gets a new one."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import polars as pl

from pipeline.frames import validated
from pipeline.tables import Identity, as_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


LENGTH = 12


def mint(record_id: str, taken: Collection[str], *, origin: str = "") -> str:
    """Return a new id made from a group's smallest record: ``p`` and 12 letters and digits, not taken."""
    attempt = 0
    while True:
        seed = "\x00".join((record_id, origin, str(attempt)))
        digest = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()
        minted = "p" + base64.b32encode(digest).decode("ascii")[:LENGTH].lower()
        if minted not in taken:
            return minted
        attempt += 1


def assign(
    groups: Sequence[Sequence[str]], identity: pl.DataFrame, *, retired: Collection[str] = ()
) -> tuple[pl.DataFrame, dict[str, str]]:
    """Return the new identity and the aliases (merged id to the one kept).

    ``identity`` holds its oldest person first, and so does what comes back. Records that no list names any
    more keep their row, so that nothing written about them is orphaned.
    """
    old: dict[str, str] = dict(identity.select("record_id", "person_id").iter_rows())
    owner = {record: index for index, group in enumerate(groups) for record in group}
    claims = _claims(old, owner)
    taken = set(old.values()) | set(retired)
    now: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for index, group in enumerate(groups):
        kept, *merged = claims.get(index) or [_new(group, old, taken)]
        taken.add(kept)
        aliases.update(dict.fromkeys(merged, kept))
        now.update(dict.fromkeys(group, kept))
    return _rows(old, now, aliases), aliases


def _claims(old: Mapping[str, str], owner: Mapping[str, int]) -> dict[int, list[str]]:
    """Return, per group, the old ids it may keep, oldest first: those whose first record it holds."""
    claims: dict[int, list[str]] = {}
    seen = set()
    for record, person in old.items():
        if record in owner and person not in seen:
            seen.add(person)
            claims.setdefault(owner[record], []).append(person)
    ages = {person: age for age, person in enumerate(dict.fromkeys(old.values()))}
    return {index: sorted(people, key=ages.__getitem__) for index, people in claims.items()}


def _new(group: Sequence[str], old: Mapping[str, str], taken: Collection[str]) -> str:
    smallest = min(group)
    split_from = next((old[record] for record in sorted(group) if record in old), "")
    return mint(smallest, taken, origin=split_from)


def _rows(old: Mapping[str, str], now: Mapping[str, str], aliases: Mapping[str, str]) -> pl.DataFrame:
    rows = [(record, now.get(record) or aliases.get(person, person)) for record, person in old.items()]
    rows += [(record, now[record]) for record in sorted(now.keys() - old.keys())]
    frame = pl.DataFrame(rows, schema={"record_id": pl.String, "person_id": pl.String}, orient="row")
    return validated(Identity, frame) if rows else as_table(Identity, [])
