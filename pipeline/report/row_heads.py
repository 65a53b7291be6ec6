"""Row headers in a PDF of Typst, which has no stable way to ask for them: found by their rule, and tagged.

The templates rule the cell that names its row in a grey of its own (``row-head`` in ``typst/common.typ``).
Typst writes that grey into the cell's tag; here the tag becomes a row header. Every change keeps its length,
so that no address in the file moves.
"""

from __future__ import annotations

import re

_CELL = re.compile(rb"/S/TD/P \d+ 0 R/A\[<</O/Table[^\n]{0,400}?/BorderThickness")
_GREY = b"0.4627451 0.4627451 0.4627451"
#: The column headers of a cell by their names: with these given, readers ask no header for its scope.
_NAMED = re.compile(rb"/Headers\[[^\]]*\]")
_SCOPE = b"/Scope/Row"


def with_row_heads(pdf: bytes) -> bytes:
    """Return the PDF with a header in each row that names one, and all headers found by their scope."""
    return _CELL.sub(_tagged, pdf)


def _tagged(found: re.Match[bytes]) -> bytes:
    cell = found[0]
    is_head = _GREY in cell
    scope = _SCOPE if is_head else b""
    told = _NAMED.sub(lambda names: scope.ljust(len(names[0])), cell, count=1)
    return told.replace(b"/S/TD", b"/S/TH", 1) if is_head else told
