"""CSV that no spreadsheet runs as formulas."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from pipeline.formula import no_formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV; numbers stay numbers, lists become JSON, texts are made harmless."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def harmless(cell: object) -> object:
    """Return a cell as a spreadsheet may read it: a text that begins like a formula gets an apostrophe."""
    if cell is None or isinstance(cell, (bool, int, float)):
        return "" if cell is None else cell
    text = json.dumps(cell, ensure_ascii=False, default=str) if isinstance(cell, (list, dict)) else str(cell)
    return no_formula(text)
