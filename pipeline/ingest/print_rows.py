"""Lines set apart by runs of blanks to rows: in columns that line up, or, unproven, with a word of doubt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.ingest.fixed_width import APART, cut, is_rule, layout, lines_of_print, without_numbers
from pipeline.ingest.importer import Finding
from pipeline.ingest.repairs import Repairs
from pipeline.ingest.sound import Parsed

if TYPE_CHECKING:
    from pipeline.ingest.dialect import Dialect
    from pipeline.ingest.fixed_width import Layout, Line

#: Codes of the notices of texts that are no rows of cells, and the format each has then.
FORMATS = {
    "text.fixed_width": "fixed-width",
    "text.runs": "fixed-width",
    "text.blocks": "blocks",
    "list.turned": "turned",
}
_RUN = re.compile(r" {2,}")
_BAR = re.compile(r" *\| *")
_DRAWN = re.compile(r"^[ \t]*(?:\+-[-+]*-\+|[-=]{3,}\+[-=+]*-|\|[ :]*-[-:| ]*\|)[ \t\r]*$", re.MULTILINE)
_LOOKED_AT = 200  # rows by which a dialect is doubted


def printed(text: str, dialect: Dialect) -> Parsed | None:
    """Return the rows of a text whose columns are set apart by blanks; None when its dialect holds.

    Lines of equally many stretches that do not line up are parted at the runs of blanks, which is said.
    """
    if not _doubtful(text, dialect):
        return None
    lines = lines_of_print(text)
    found = layout(lines)
    if found is not None:
        return _in_columns(lines, found)
    return _at_runs(lines)


def _doubtful(text: str, dialect: Dialect) -> bool:
    """Return whether half of the lines have runs of blanks that the dialect leaves inside a cell."""
    if "  " not in text or dialect.delimiter == "\t":
        return False
    sign = None if dialect.delimiter in (None, " ") else dialect.delimiter
    sample = [line for line in text[: 1 << 16].splitlines() if line.strip()][:_LOOKED_AT]
    apart = sum(
        bool(APART.search(line)) if sign is None else any(map(APART.search, line.split(sign)))
        for line in sample
    )
    return apart >= max(2, 0.5 * len(sample))


def _in_columns(lines: list[Line], found: Layout) -> Parsed:
    parsed, repairs = Parsed(), Repairs()
    before = 0
    seen: set[str] = set()
    for number, text in lines:
        plain = without_numbers(text)
        if is_rule(text) or plain in seen:
            if plain in seen:
                said = "the head of the page stands here once more; it was left out"
                repairs.add(Finding("repaired", "row.page_head", said, row=number, raw=text[:200]))
            before = number
            continue
        title = plain in found.titles
        seen |= {plain} if title or plain in found.names else set()
        cells, over = ([_RUN.sub("  ", text.strip())], False) if title else cut(text, found.begins)
        if over:
            said = "a text runs into the next column; it was cut at the border"
            repairs.add(Finding("repaired", "row.border", said, row=number, raw=text[:200]))
        if number > before + 1:
            parsed.gaps.add(len(parsed.rows))
        parsed.add(cells, number)
        before = number
    said = f"the list is printed in {len(found.begins)} columns of fixed width; it was cut where they begin"
    parsed.findings += [Finding("notice", "text.fixed_width", said), *repairs.findings()]
    return parsed


def _at_runs(lines: list[Line]) -> Parsed | None:
    """Return the lines parted at runs of blanks if all have equally many parts, else None."""
    rows = [
        (number, _RUN.split(text.replace("\0", "").strip())) for number, text in lines if not is_rule(text)
    ]
    widths = {len(cells) for _, cells in rows}
    if len(widths) != 1 or len(rows) < 3:
        return None
    parsed = Parsed()
    for number, cells in rows:
        parsed.add(cells, number)
    said = "columns are set apart by runs of blanks and do not line up; the lines were parted at the runs"
    parsed.findings.append(Finding("notice", "text.runs", said))
    return parsed


def without_strokes(text: str) -> str:
    """Return a text whose table is drawn with strokes ("| a | b |", "+---+---+") as cells between bars.

    Strokes become empty lines, so that all others keep their numbers; any other text stays as it is.
    """
    if not _DRAWN.search(text[: 1 << 16]):
        return text
    return "\n".join(
        "" if is_rule(line) else _BAR.sub("|", line.strip().strip("|").strip())
        for line in re.split(r"\r\n|\n|\r", text)
    )


def unproven(text: str, dialect: Dialect) -> Finding | None:
    """Return what to say of a text whose columns seem set apart by blanks, but not in one way only."""
    if not _doubtful(text, dialect):
        return None
    said = "columns seem to be set apart by blanks, but do not line up; export the list as CSV or spreadsheet"
    return Finding("notice", "text.blanks", said)
