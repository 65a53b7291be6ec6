"""What the whole batch holds: one row per user, checked against the files, and one page that sums it up."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.batch.network import people_file
from pipeline.batch.places import PHONE
from pipeline.batch.privacy_report import write_privacy
from pipeline.batch.receipts import read_receipt, stands
from pipeline.batch.summary import write_summary
from pipeline.workspace import write_parquet

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.batch.job import Office

SCHEMA: dict[str, Any] = {
    "user_id": pl.String,
    "name": pl.String,
    "family_name": pl.String,
    "email": pl.String,
    "department": pl.String,
    "row": pl.Int64,
    "state": pl.String,
    "file": pl.String,
    "phone": pl.String,
    "pages": pl.Int64,
    "bytes": pl.Int64,
    "sha256": pl.String,
    "targets": pl.Int64,
    "thin": pl.Boolean,
    "made_at": pl.String,
    "version": pl.String,
    "why": pl.String,
}


@dataclass(frozen=True, slots=True)
class Merged:
    """The manifest, and how many strangers' folders and half files were taken away."""

    manifest: pl.DataFrame
    removed: int

    def count(self, state: str) -> int:
        """Return how many users are in a state: whole, failed or missing."""
        return self.manifest.filter(pl.col("state") == state).height


def merge(office: Office, *, tidy: bool) -> Merged:
    """Check every file against its receipt and write the manifest, the summary and the privacy manifest.

    With ``tidy`` the folders of users who are no longer on the list are removed, and what was left half
    written anywhere: only for a run that has the folder for itself.
    """
    removed = _tidy(office) if tidy else 0
    rows = [_row(office, user) for user in sorted(office.users)]
    manifest = pl.DataFrame(rows, schema=SCHEMA)
    write_parquet(office.places.manifest, manifest)
    write_summary(office, manifest)
    write_privacy(office, manifest)
    return Merged(manifest, removed)


def shas_of(office: Office) -> dict[str, str]:
    """Return the hash of each sheet that the manifest has; nothing without a manifest."""
    if not office.places.manifest.is_file():
        return {}
    frame = pl.read_parquet(office.places.manifest, columns=["user_id", "sha256"]).drop_nulls()
    return dict(frame.iter_rows())


def _row(office: Office, user_id: str) -> dict[str, Any]:
    user = office.users[user_id]
    row: dict[str, Any] = {
        key: user[key] for key in ("user_id", "name", "family_name", "email", "department", "row")
    }
    folder = office.places.user(user_id)
    why = _why(office.places.failure(user_id))
    receipt = read_receipt(folder)
    if receipt is None or not stands(receipt, folder):
        return row | {"state": "failed" if why else "missing", "why": why}
    name = next(item for item in sorted(receipt.files, reverse=True) if item != PHONE)
    sha, size = receipt.files[name]
    home = folder.relative_to(office.places.root)
    return row | {
        # A sheet of an earlier run stays where the new one failed; the office must know that it is old.
        "state": "failed" if why else "whole",
        "why": why,
        "file": (home / name).as_posix(),
        "phone": (home / PHONE).as_posix(),
        "pages": receipt.pages,
        "bytes": size,
        "sha256": sha,
        "targets": len(receipt.targets),
        "thin": receipt.thin,
        "made_at": receipt.made_at,
        "version": receipt.version,
    }


def _why(path: Path) -> str | None:
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["why"])
    except (OSError, ValueError, KeyError):
        return None


def _tidy(office: Office) -> int:
    """Remove folders of users who are not on the list (any more), and temporary files of killed workers."""
    removed = 0
    for folder in office.places.sheets.glob("*/*"):
        if folder.name not in office.users:
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    for path in office.places.root.rglob(".*.tmp"):
        path.unlink(missing_ok=True)
        removed += 1
    failures = office.places.failure("x").parent
    for path in failures.glob("*.json") if failures.is_dir() else ():
        if path.stem not in office.users:
            path.unlink(missing_ok=True)
    _drop_old_matches(office)
    return removed


def _drop_old_matches(office: Office) -> None:
    """Remove matches that no partition of this run is made of."""
    from pipeline.batch.score import part_digest, part_users

    current = {part_digest(office, part_users(office, part)) for part in range(office.order.parts)}
    for path in office.places.matches("xx").parent.parent.rglob("*.parquet"):
        if path.name.partition(".")[0] not in current:
            path.unlink(missing_ok=True)
    known = {people_file(office, user) for user in office.users}
    for path in office.places.known("x").parent.glob("*.parquet"):
        if path not in known:
            path.unlink(missing_ok=True)
