"""Several rows of the same person or organisation to one: per ticket, role, session or booth."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Any

from pipeline.ingest.vocabulary import plain

_LISTS = (
    "emails",
    "phones",
    "interests",
    "offers",
    "seeks",
    "majors",
    "minors",
    "positions",
    "levels",
    "read_from",
    "extra",
)
_GATHERED = ("role", "booth", "notes")
_ORDER = ("active", "waitlisted", "no_show", "cancelled", "placeholder")


def merge_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one record per natural key, in file order, each with ``natural_key`` set."""
    merged: dict[str, dict[str, Any]] = {}
    holders = _mail_holders(rows)
    for row in rows:
        key = natural_key(row, holders)
        if row["status"] == "placeholder":
            key = f"row:{row['source_row']}:{key}"
        if key in merged:
            _absorb(merged[key], row)
        else:
            row["natural_key"] = key
            merged[key] = row
    return list(merged.values())


def _mail_holders(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return per e-mail of several rows the name it identifies; of several people: the first by name."""
    counts = Counter(mail for row in rows for mail in row.get("emails", ())[:1])
    holders: dict[str, str] = {}
    for row in rows:
        for mail in row.get("emails", ())[:1]:
            if counts[mail] > 1:
                name = _any_order(row.get("name"))
                holders[mail] = min(holders.get(mail, name), name)
    return holders


def _any_order(name: str | None) -> str:
    """Return the words of a name in order of the alphabet: "KITE Tom" is "Tom Kite"."""
    return " ".join(sorted(_folded(name).split()))


def natural_key(row: dict[str, Any], holders: dict[str, str]) -> str:
    """Return what identifies a row: e-mail, LinkedIn slug, name and organisation, else all it says."""
    if row["kind"] == "organization":
        return f"organization:{_folded(row.get('name'))}"
    mails = row.get("emails", ())
    if mails:
        if mails[0] not in holders:
            return f"email:{mails[0]}"
        own = _any_order(row.get("name"))
        return f"email:{mails[0]}" + (f":{own}" if holders[mails[0]] != own else "")
    slug = re.search(r"/(?:in|pub)/([^/?#]+)", row.get("linkedin") or "")
    if slug:
        return f"linkedin:{slug[1].casefold()}"
    return f"person:{_folded(row.get('name'))}:{_folded(row.get('organization'))}"


@lru_cache(maxsize=1 << 14)
def _folded(text: str | None) -> str:
    return plain(text or "") or (text or "").casefold().strip()


def _absorb(kept: dict[str, Any], row: dict[str, Any]) -> None:
    """Take into one record what a further row of it adds; a value already there stays."""
    for name in _LISTS:
        # Rows share their lists where they say the same: a new list, never a longer one.
        further = [item for item in row.get(name, []) if item not in kept.get(name, [])]
        if further:
            kept[name] = [*kept.get(name, []), *further]
    for name in _GATHERED:
        old, new = kept.get(name), row.get(name)
        if (
            old
            and new
            and new.casefold() not in [part.strip().casefold() for part in re.split(r"[,;\n]", old)]
        ):
            kept[name] = f"{old}, {new}" if name != "notes" else f"{old}\n{new}"
    kept["status"] = min(kept["status"], row["status"], key=_ORDER.index)
    for name, value in row.items():
        if kept.get(name) in (None, "", "unknown") and value is not None:
            kept[name] = value
