"""Messages and the cells that carry them; ``report`` puts a message into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.match.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Row = dict[str, Any]
Message = dict[str, Any]
Cell = dict[str, Any]


def message(key: str, side: str | None = None, cells: Iterable[Cell] = (), **params: object) -> Message:
    """Return a message. Side "you": what is in it for the user; "them": what is in it for the other."""
    pairs = [{"name": name, "value": None if value is None else str(value)} for name, value in params.items()]
    return {"side": side, "key": key, "params": pairs, "evidence": list(cells)}


def cells(row: Row, field: str, values: Sequence[str] | None = None) -> list[Cell]:
    """Return the cells of the lists that state this field, or only those that state one of these values."""
    found = [cell for cell in row["origins"] if cell["field"] == field]
    if values is None:
        return found
    wanted = {folded(value).strip() for value in values}
    exact = [cell for cell in found if folded(cell["value"] or "").strip() in wanted]
    return exact or [cell for cell in found if any(value in folded(cell["value"] or "") for value in wanted)]


def params_of(item: Message) -> Mapping[str, str | None]:
    """Return the parameters of a message by name."""
    return {pair["name"]: pair["value"] for pair in item["params"]}
