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
#: What may tell two of one mark and name apart: another employer, or at one employer another title.
_TOLD = {"email": "organization", "linkedin": "organization", "person": "title"}
_ORDER = ("active", "waitlisted", "no_show", "cancelled", "placeholder")


def merge_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one record per natural key, in file order, each with ``natural_key`` set."""
    merged: dict[str, dict[str, Any]] = {}
    bearers = _bearers(rows)
    for row in rows:
        key = natural_key(row, bearers)
        if row["status"] == "placeholder":
            key = f"row:{row['source_row']}:{key}"
        if key in merged:
            _absorb(merged[key], row)
        else:
            row["natural_key"] = key
            merged[key] = row
    return list(merged.values())


def _bearers(rows: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Return, per mark that several rows bear, the names beside it, each with the first of what differs."""
    marks = [_mark(row) for row in rows]
    counts = Counter(marks)
    found: dict[str, dict[str, str]] = {}
    for mark, row in zip(marks, rows, strict=True):
        if counts[mark] > 1:
            names = found.setdefault(mark, {})
            own, more = _any_order(row.get("name")), _more(mark, row)
            first = names.setdefault(own, more)
            names[own] = min(first, more) if first and more else first or more
    return found


def _any_order(name: str | None) -> str:
    """Return the words of a name in order of the alphabet: "KITE Tom" is "Tom Kite"."""
    return " ".join(sorted(_folded(name).split()))


def _mark(row: dict[str, Any]) -> str:
    """Return what a row is known by: e-mail, LinkedIn slug, name and organisation, else all it says."""
    if row["kind"] == "organization":
        return f"organization:{_folded(row.get('name'))}"
    mails = row.get("emails", ())
    if mails:
        return f"email:{mails[0]}"
    slug = re.search(r"/(?:in|pub)/([^/?#]+)", row.get("linkedin") or "")
    if slug:
        return f"linkedin:{slug[1].casefold()}"
    return f"person:{_folded(row.get('name'))}:{_folded(row.get('organization'))}"


def _more(mark: str, row: dict[str, Any]) -> str:
    """Return what tells two of one name and mark apart: another employer, or at one employer another title.

    Such rows stay two records: whether they are one person is for linking to decide, which sees all the
    evidence. A value that is missing tells nothing.
    """
    return "" if row["kind"] == "organization" else _folded(row.get(_TOLD[mark.partition(":")[0]]))


def natural_key(row: dict[str, Any], bearers: dict[str, dict[str, str]]) -> str:
    """Return what identifies a row: its mark, and what tells it apart from the first who bears that."""
    mark = _mark(row)
    names = bearers.get(mark)
    if names is None or row["kind"] == "organization":
        return mark
    own, more = _any_order(row.get("name")), _more(mark, row)
    other = f":{own}" if min(names) != own else ""
    return f"{mark}{other}" + (f":{more}" if more and more != names[own] else "")


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
