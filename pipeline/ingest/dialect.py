"""Which delimiter, quote and escape a text uses: all candidates read a sample, the most regular wins."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any

_SAMPLE_CHARS = 64 * 1024
_SAMPLE_ROWS = 200
_DASHES = (" - ", " \u2013 ", " \u2014 ")
#: In order of use; a tie goes to the earlier one. Longer ones are tried before the single sign they repeat.
DELIMITERS = (
    *(",", ";", "\t", "|", ", ", "; ", "\t\t", "||", "::", ":", " ", "~", "^", "\\t", "\x1f"),
    *_DASHES,
)
_QUOTES = ('"', "'")
#: Stands for a delimiter of several characters while the C reader works; never kept in a cell.
STAND_IN = "\ue0ff"
_KNOWN = re.compile(
    r"""\s*(?:
      | [+-]?[$€£¥]?\s?[\d.,' ]*\d\s?[%€$]?            # numbers, money
      | \d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].{4,20})? # days
      | \d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?
      | [\w.+-]+@[\w.-]+                                # addresses
      | https?://\S+
      | \w[\w .&'\u2019/()+-]{0,60}                          # a word or a few
    )\s*""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are set apart; a delimiter of None: one column only, a quote of None: nothing is quoted."""

    delimiter: str | None
    quote: str | None = '"'
    escape: str | None = None

    def options(self) -> dict[str, Any]:
        """Return the options of the standard library's reader."""
        sign = STAND_IN if self.delimiter is None or len(self.delimiter) > 1 else self.delimiter
        if self.quote is None:
            return {"delimiter": sign, "quoting": csv.QUOTE_NONE, "escapechar": self.escape}
        return {"delimiter": sign, "quotechar": self.quote, "escapechar": self.escape, "doublequote": True}

    def prepared(self, text: str) -> str:
        """Return the text with a delimiter of several characters replaced by its stand-in."""
        several = self.delimiter is not None and len(self.delimiter) > 1
        return text.replace(str(self.delimiter), STAND_IN) if several else text

    def restored(self, row: list[str]) -> list[str]:
        """Return a row in which delimiters that stood inside cells are themselves again."""
        if self.delimiter is None or len(self.delimiter) == 1:
            return row
        return [item.replace(STAND_IN, self.delimiter) if STAND_IN in item else item for item in row]


def find_dialect(text: str) -> Dialect:
    """Return the dialect in which a sample of the text is the most regular table."""
    sample = _sample(text)
    scored = []
    for order, delimiter in enumerate(DELIMITERS):
        if delimiter not in sample or _half_of_another(delimiter, sample):
            continue
        for quote in _quotes_for(sample, delimiter):
            dialect = Dialect(delimiter, quote)
            scored.append((_regularity(sample, dialect), -order, dialect))
    if not scored:
        return Dialect(None, _only_quote(sample))
    best, _, dialect = max(scored, key=lambda item: item[:2])
    if best < 0.3:
        return Dialect(None, _only_quote(sample))
    if lead := _lead(_widths(sample, dialect)):
        # Nine majors in one cell, set apart by ";", are more regular than the five columns of their list, but
        # the header above them is not set apart by it.
        near = [item for item in scored if item[0] > 0.7 * best and _heads_more(sample, item[2], lead)]
        dialect = max(near, key=lambda item: item[:2])[2] if near else dialect
    return _with_escape(sample, dialect)


def _heads_more(sample: str, dialect: Dialect, lead: int) -> bool:
    """Return whether nearly all rows from an earlier one on are equally wide, in three columns or more."""
    widths = _widths(sample, dialect)
    own = _lead(widths)
    below = widths[own:]
    return own < lead and below[0] > 2 and below.count(below[0]) >= 0.95 * len(below)


def _widths(sample: str, dialect: Dialect) -> list[int]:
    return [len(row) for row in rows_of(sample, dialect)]


def _lead(widths: list[int]) -> int:
    """Return how many rows stand above the first that is as wide as most of those with several cells."""
    several = Counter(width for width in widths if width > 1)
    return widths.index(several.most_common(1)[0][0] if several else 1)


def _half_of_another(delimiter: str, sample: str) -> bool:
    """Return whether a sign stands doubled nearly everywhere, so that the pair is the delimiter."""
    pairs = sample.count(delimiter * 2)
    return delimiter * 2 in DELIMITERS and pairs > 0 and sample.count(delimiter) <= 2.2 * pairs


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE_CHARS:
        return text
    return text[:_SAMPLE_CHARS].rsplit("\n", 1)[0]


def _quotes_for(sample: str, delimiter: str) -> list[str | None]:
    """Return the quotes that stand where quotes stand: at the border of a cell."""
    found: list[str | None] = [quote for quote in _QUOTES if _bordering(sample, delimiter, quote) >= 1]
    return found or ['"']


def _bordering(sample: str, delimiter: str, quote: str) -> int:
    sign, mark = re.escape(delimiter), re.escape(quote)
    opening = len(re.findall(rf"(?:^|{sign}){mark}", sample, re.MULTILINE))
    closing = len(re.findall(rf"{mark}(?:{sign}|\r|$)", sample, re.MULTILINE))
    return min(opening, closing)


def _only_quote(sample: str) -> str | None:
    return '"' if re.search(r'^"', sample, re.MULTILINE) else None


def rows_of(sample: str, dialect: Dialect) -> list[list[str]]:
    """Return the rows of a sample, read as leniently as the standard library does."""
    csv.field_size_limit(2**31 - 1)
    source = io.StringIO(dialect.prepared(sample), newline="")
    reader = csv.reader(source, **dialect.options())
    try:
        return [dialect.restored(row) for row in islice(reader, _SAMPLE_ROWS) if row]
    except csv.Error:
        return []


def _regularity(sample: str, dialect: Dialect) -> float:
    """Return how much of the sample is one table of two or more columns with sensible cells (0 to 1)."""
    rows = [row for row in rows_of(sample, dialect) if any(item.strip() for item in row)]
    if not rows:
        return 0.0
    counts = Counter(len(row) for row in rows if len(row) > 1)
    if not counts:
        return 0.0
    width, usual = counts.most_common(1)[0]
    share = sum(count for size, count in counts.items() if abs(size - width) <= width // 8) / len(rows)
    share = max(share, usual / len(rows), 0.85 * _in_runs(rows))
    sensible = _sensible(rows, dialect)
    columns = 1.0 - 1.0 / (1 + width)
    score = share * (0.35 + 0.65 * sensible) * (0.7 + 0.3 * columns)
    return score * _trust(rows, dialect, width, share)


def _in_runs(rows: list[list[str]]) -> float:
    """Return the share of rows as wide as a neighbour: several tables in one file are regular too."""
    widths = [0, *(len(row) for row in rows), 0]
    alike = sum(
        width > 1 and width in (widths[at - 1], widths[at + 1])
        for at, width in enumerate(widths[1:-1], start=1)
    )
    return alike / len(rows)


def _sensible(rows: list[list[str]], dialect: Dialect) -> float:
    cells = [item for row in rows[:60] for item in row]
    good = 0.0
    for item in cells:
        if dialect.quote and item[:1] == dialect.quote:
            continue
        short = item[:80]
        good += 1.0 if _KNOWN.fullmatch(short) else 0.6 if len(item) > 40 else 0.3
    return good / len(cells)


def _trust(rows: list[list[str]], dialect: Dialect, width: int, share: float) -> float:
    """Return less than 1 for signs that also stand inside text: a blank, a colon, a comma and a blank."""
    if dialect.delimiter in (", ", "; "):
        inside = sum(1 for row in rows for item in row if item[:1] == dialect.quote or "," in item[:1])
        return 0.6 if inside or share < 0.9 or dialect.quote is None else 0.97
    if dialect.delimiter in (" ", ":"):
        return 0.8 if share > 0.9 and width > 2 else 0.3
    if dialect.delimiter in _DASHES:
        return 0.9 if share > 0.7 else 0.3
    return 0.95 if dialect.delimiter in ("~", "^") else 1.0


def _with_escape(sample: str, dialect: Dialect) -> Dialect:
    """Return the dialect with a backslash escape when quotes inside cells are written that way."""
    if dialect.quote is None or f"\\{dialect.quote}" not in sample:
        return dialect
    escaped = Dialect(dialect.delimiter, dialect.quote, "\\")
    plain_rows, escaped_rows = rows_of(sample, dialect), rows_of(sample, escaped)
    inside = re.findall(
        rf"\\{re.escape(dialect.quote)}(?!\s*(?:{re.escape(dialect.delimiter or ',')}|\r|\n|$))", sample
    )
    better = _spread(escaped_rows) < _spread(plain_rows)
    doubled = sample.count(dialect.quote * 2)
    return (
        escaped
        if better or (inside and len(inside) > doubled and _spread(escaped_rows) <= _spread(plain_rows))
        else dialect
    )


def _spread(rows: list[list[str]]) -> int:
    counts = Counter(len(row) for row in rows)
    return len(rows) - counts.most_common(1)[0][1] if counts else 0
