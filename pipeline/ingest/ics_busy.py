"""Busy times without titles (VFREEBUSY) as entries, so that they take the same way as appointments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.ingest.ics_scan import Block, unfold
from pipeline.ingest.importer import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.ingest.ics_scan import Scan

_LINE = re.compile(r"^FREEBUSY((?:;[^:\n]*)?):([^\n]*)", re.IGNORECASE | re.MULTILINE)
_KIND = re.compile(r";FBTYPE=\"?([\w-]+)", re.IGNORECASE)
_PERIOD = re.compile(r"(\d{8}T\d{6}Z?)/(?:(\d{8}T\d{6}Z?)|(P[0-9DTHMSW]+))", re.IGNORECASE)
_FREE = "FREE"


def busy_blocks(found: Scan) -> tuple[list[Block], list[Finding]]:
    """Return a VEVENT block for each period that is not free, and what could not be read of them."""
    blocks: list[Block] = []
    odd: list[Finding] = []
    for whole in found.freebusy:
        text = unfold(whole.data)[0]
        lines = list(_LINE.finditer(text))
        if not lines:
            odd.append(Finding("notice", "no_times", "this VFREEBUSY names no times", whole.row, None, None))
        for line in lines:
            named = _KIND.search(line[1])
            kind = named[1].upper() if named else "BUSY"
            if kind != _FREE:
                _add(line[2].split(","), kind, whole, blocks, odd)
    return blocks, odd


def _add(periods: Iterable[str], kind: str, whole: Block, blocks: list[Block], odd: list[Finding]) -> None:
    for text in periods:
        found = _PERIOD.fullmatch(text.strip())
        if not found:
            why = "this busy time cannot be read; it is unknown"
            odd.append(Finding("rejected", "bad_time", why, whole.row, None, text[:200]))
            continue
        ends = f"DTEND:{found[2]}" if found[2] else f"DURATION:{found[3]}"
        status = "STATUS:TENTATIVE\n" if kind == "BUSY-TENTATIVE" else ""
        lines = f"UID:busy-{found[1]}-{found[2] or found[3]}\nDTSTART:{found[1]}\n{ends}\n{status}"
        data = f"BEGIN:VEVENT\n{lines}END:VEVENT\n"
        blocks.append(Block(b"VEVENT", whole.row, data.upper().encode()))
