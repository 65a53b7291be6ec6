"""vCards (RFC 6350) of the people who agreed to be kept, with an address only where they gave it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from pipeline.report.clean import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

_SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "meetwell.cards")
_LONGEST_LINE = 75


def vcards(
    people: pl.DataFrame,
    interactions: pl.DataFrame,
    addresses: Mapping[str, str],
    *,
    event: str | None = None,
) -> str:
    """Return one vCard per person whose newest word on being kept is yes; an empty text when nobody agreed.

    The address is only one of ``drafts_to.known_addresses``. The UID is the same in every export.
    """
    agreed: dict[str, bool] = {}
    for row in interactions.sort("at", "interaction_id").iter_rows(named=True):
        if row["may_keep"] != "unknown" and (event is None or row["event"] == event):
            agreed[row["person_id"]] = row["may_keep"] == "yes"
    rows = [
        row for row in people.sort("name", "person_id").iter_rows(named=True) if agreed.get(row["person_id"])
    ]
    return "".join(_card(row, addresses.get(row["person_id"])) for row in rows)


def _card(row: Mapping[str, Any], address: str | None) -> str:
    name = printable(row["name"] or row["organization"], 120)
    family, given = printable(row["family_name"], 80), printable(row["given_name"], 80)
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"UID:urn:uuid:{uuid.uuid5(_SPACE, row['person_id'])}"]
    lines.append(f"KIND:{'individual' if row['kind'] == 'person' else 'org'}")
    lines.append(f"FN:{_escaped(name)}")
    if row["kind"] == "person":
        lines.append(f"N:{_escaped(family or name)};{_escaped(given)};;;")
    if row["organization"]:
        lines.append(f"ORG:{_escaped(printable(row['organization'], 120))}")
    if row["title"]:
        lines.append(f"TITLE:{_escaped(printable(row['title'], 120))}")
    if address:
        lines.append(f"EMAIL:{_escaped(address)}")
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCARD"] for part in _folded(line))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


def _folded(line: str) -> list[str]:
    """Return the line in parts of at most 75 bytes, cut between characters; the rest begin with a blank."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > _LONGEST_LINE:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]
