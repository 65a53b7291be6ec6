"""Messages and the cells that carry them; ``report`` puts a message into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.match.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Row = dict[str, Any]
Message = dict[str, Any]
Cell = dict[str, Any]


def message(key: str, side: str | None = None, cells: Iterable[Cell] = (), **params: object) -> Message:
    """Return a message. Side "you": what is in it for the user; "them": what is in it for the other."""
    pairs = [{"name": name, "value": None if value is None else str(value)} for name, value in params.items()]
    return {"side": side, "key": key, "params": pairs, "evidence": list(cells)}


def cells(row: Row, field: str, values: Sequence[str] | None = None) -> list[Cell]:
    """Return the cells of the lists that state this field, or only those that state one of these values."""
    found = _by_field(row).get(field, [])
    if values is None:
        return [cell for cell, _ in found]
    wanted = {folded(value).strip() for value in values}
    exact = [cell for cell, text in found if text.strip() in wanted]
    return exact or [cell for cell, text in found if any(value in text for value in wanted)]


def cell_with(row: Row, field: str, value: str) -> Cell:
    """Return the first cell of this field that holds the value, as holding it alone; else one of no file."""
    wanted = folded(value)
    for cell, text in _by_field(row).get(field, ()):
        if wanted in text:
            return {**cell, "value": value}
    return {"field": field, "value": value, "file": None, "row": None, "column": None}


def _by_field(row: Row) -> dict[str, list[tuple[Cell, str]]]:
    """Return the cells of a row with their folded values, by field; kept with the row, asked often."""
    if "cells" not in row:
        found: dict[str, list[tuple[Cell, str]]] = {}
        for cell in row["origins"]:
            found.setdefault(cell["field"], []).append((cell, folded(cell["value"] or "")))
        row["cells"] = found
    kept: dict[str, list[tuple[Cell, str]]] = row["cells"]
    return kept
