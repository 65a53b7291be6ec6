"""Pages of an office for print: one look, and cells that are only ever text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

STYLE = (
    "@page{size:A4;margin:18mm}body{font:10pt/1.4 'Source Sans 3',sans-serif}"
    "h1{font-size:18pt}h2{font-size:12pt}table{border-collapse:collapse;width:100%}"
    "td,th{text-align:left;border-bottom:.4pt solid #999;padding:1pt 4pt;overflow-wrap:anywhere}"
)


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table with these cells as text; numbers without needless digits."""
    names = list(head)
    top = "".join(f"<th>{escape(cell)}</th>" for cell in names)
    body = "".join("<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{f'<thead><tr>{top}</tr></thead>' if any(names) else ''}<tbody>{body}</tbody></table>"


def _cell(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else escape(str(value))
