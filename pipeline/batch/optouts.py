"""Who wants no sheet: a list of addresses or names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_MAIL = re.compile(r"[^\s,;<>\"']+@[^\s,;<>\"']+\.[^\s,;<>\"']+")


def opted_out(rows: list[dict[str, Any]], optouts: Path | None) -> tuple[set[str], int]:
    """Return the records of those who opted out, by address or name, and how many lines fit nobody."""
    if optouts is None:
        return set(), 0
    lines = _lines(optouts)
    out: set[str] = set()
    missed = 0
    for line in lines:
        mails = {mail.casefold() for mail in _MAIL.findall(line)}
        name = _plain(line)
        hit = {
            row["record_id"]
            for row in rows
            if (mails & {mail.casefold() for mail in row["emails"]})
            or (not mails and name and name == _plain(row["name"] or ""))
        }
        out |= hit
        missed += not hit
    return out, missed


def _lines(path: Path) -> list[str]:
    """Return the lines of a list of addresses or names; of a table those cells that are an address."""
    from pipeline.ingest.probe import open_probe

    probe = open_probe(path, path.name, max_mib=32)
    if probe.kind in ("workbook", "ole"):
        cells = [str(cell) for table in probe.tables for row in table.rows for cell in row]
        return [cell for cell in cells if _MAIL.search(cell)]
    text = probe.data.decode("utf-8-sig", errors="replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    with_mail = [line for line in lines if _MAIL.search(line)]
    return with_mail or lines


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
