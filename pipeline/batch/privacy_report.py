"""The privacy manifest: which fields of whom stand on which sheet, and what stands on none."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.batch.job import PRIVATE
from pipeline.batch.receipts import read_receipt
from pipeline.workspace import write_bytes, write_parquet

if TYPE_CHECKING:
    from pipeline.batch.job import Office

_SCHEMA: dict[str, Any] = {"user_id": pl.String, "about": pl.String, "fields": pl.List(pl.String)}


def write_privacy(office: Office, manifest: pl.DataFrame) -> None:
    """Write ``privacy.parquet`` (sheet, about whom, which fields) and ``privacy.json``, its counts."""
    rows: list[dict[str, Any]] = []
    for user_id in manifest.filter(pl.col("file").is_not_null())["user_id"]:
        receipt = read_receipt(office.places.user(user_id))
        if receipt is None:
            continue
        rows.append({"user_id": user_id, "about": user_id, "fields": receipt.about.get("you", [])})
        for fields, people in receipt.printed.items():
            names = fields.split(",")
            rows += [{"user_id": user_id, "about": person, "fields": names} for person in people]
    write_parquet(office.places.root / "privacy.parquet", pl.DataFrame(rows, schema=_SCHEMA))
    own = [row for row in rows if row["about"] == row["user_id"]]
    here = set(office.tables["people"]["person_id"])
    others = [row for row in rows if row["about"] in here]
    contacts = [row for row in rows if row["about"] != row["user_id"] and row["about"] not in here]
    text = {
        "sheets": len(own),
        "fields_of_the_student_on_their_own_sheet": _counts(own),
        "fields_of_people_and_organisations_at_the_event": _counts(others),
        "fields_of_the_students_own_contacts_on_their_own_sheet": _counts(contacts),
        "people_and_organisations_named": len({row["about"] for row in others}),
        "never_read_into_a_sheet": [*PRIVATE, "the office's own contacts, notes and history"],
        "kept_until": "'meetwell batch purge' removes every sheet and everything personal beside them",
    }
    write_bytes(office.places.root / "privacy.json", json.dumps(text, indent=1).encode())


def _counts(rows: list[dict[str, Any]]) -> dict[str, int]:
    return dict(sorted(Counter(name for row in rows for name in row["fields"]).items()))
