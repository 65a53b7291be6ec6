"""Several rows of the same person or organisation to one: per ticket, role, session or booth."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

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


class _Bearers(NamedTuple):
    """Who bears one mark: the names beside it, each with the first of what differs, and the least of them."""

    names: dict[str, str]
    least: str


@dataclass(slots=True)
class _Merged:
    """One record with what was gathered for it: the values its lists hold, and the texts to join."""

    row: dict[str, Any]
    seen: dict[str, set[Any]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)


def merge_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one record per natural key, in file order, each with ``natural_key`` set."""
    merged: dict[str, _Merged] = {}
    bearers = _bearers(rows)
    for row in rows:
        key = natural_key(row, bearers)
        if row["status"] == "placeholder":
            key = f"row:{row['source_row']}:{key}"
        if key in merged:
            _absorb(merged[key], row)
        else:
            row["natural_key"] = key
            merged[key] = _Merged(row)
    return [_joined(item) for item in merged.values()]


def _bearers(rows: list[dict[str, Any]]) -> dict[str, _Bearers]:
    """Return who bears each mark that several rows bear."""
    marks = [_mark(row) for row in rows]
    counts = Counter(marks)
    found: dict[str, dict[str, str]] = {}
    for mark, row in zip(marks, rows, strict=True):
        if counts[mark] > 1:
            names = found.setdefault(mark, {})
            own, more = _any_order(row.get("name")), _more(mark, row)
            first = names.setdefault(own, more)
            names[own] = min(first, more) if first and more else first or more
    return {mark: _Bearers(names, min(names)) for mark, names in found.items()}


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


def natural_key(row: dict[str, Any], bearers: dict[str, _Bearers]) -> str:
    """Return what identifies a row: its mark, and what tells it apart from the first who bears that."""
    mark = _mark(row)
    shared = bearers.get(mark)
    if shared is None or row["kind"] == "organization":
        return mark
    own, more = _any_order(row.get("name")), _more(mark, row)
    other = f":{own}" if shared.least != own else ""
    return f"{mark}{other}" + (f":{more}" if more and more != shared.names[own] else "")


@lru_cache(maxsize=1 << 14)
def _folded(text: str | None) -> str:
    return plain(text or "") or (text or "").casefold().strip()


def _absorb(merged: _Merged, row: dict[str, Any]) -> None:
    """Take into one record what a further row of it adds; a value already there stays."""
    kept = merged.row
    for name in _LISTS:
        if row.get(name):
            _extend(merged, name, row[name])
    for name in _GATHERED:
        old, new = kept.get(name), row.get(name)
        if old and new:
            seen = merged.seen.setdefault(name, _parts(old))
            if new.casefold() not in seen:
                merged.texts.setdefault(name, [old]).append(new)
                seen |= _parts(new)
    kept["status"] = min(kept["status"], row["status"], key=_ORDER.index)
    for name, value in row.items():
        if kept.get(name) in (None, "", "unknown") and value is not None:
            kept[name] = value


def _extend(merged: _Merged, name: str, values: list[Any]) -> None:
    """Add to a list what it has not."""
    if name not in merged.seen:
        # Rows share their lists where they say the same: a new list, never a longer one.
        merged.row[name] = list(merged.row.get(name) or ())
        merged.seen[name] = {_known_by(item) for item in merged.row[name]}
    for item in values:
        if _known_by(item) not in merged.seen[name]:
            merged.seen[name].add(_known_by(item))
            merged.row[name].append(item)


def _known_by(item: Any) -> Any:
    """Return what an item of a list is known by: a text by itself, a named value by all it says."""
    return tuple(sorted(item.items(), key=str)) if isinstance(item, dict) else item


def _parts(text: str) -> set[str]:
    return {part.strip().casefold() for part in re.split(r"[,;\n]", text)}


def _joined(merged: _Merged) -> dict[str, Any]:
    """Return the record with its gathered texts in one."""
    for name, texts in merged.texts.items():
        merged.row[name] = ("\n" if name == "notes" else ", ").join(texts)
    return merged.row
