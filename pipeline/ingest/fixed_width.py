"""Text in columns of fixed width, as old systems print it: where the columns are, if all lines prove it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import NamedTuple

_SAMPLE = 400  # lines
_LEAST_LINES = 3
_MOST_TITLES = 12  # rows with runs of blanks above the names of the columns
#: Text, a run of blanks, text.
APART = re.compile(r"\S {2,}\S")
_RULE = re.compile(r"[-=_+*|:]{2}[-=_+*|: ]*")
_LONGEST = 2_000  # no line that is printed is longer
_RULED = re.compile(r"[-=_]{2,}")
_NUMBER = re.compile(r"\d+")
_FILLER = "\0"  # the second half of a wide sign


class Line(NamedTuple):
    """One filled line with its physical number; wide signs take two places, as they do in print."""

    number: int
    text: str


def lines_of_print(text: str) -> list[Line]:
    """Return the filled lines of a text as printed: no form feeds, tabs as blanks to each eighth place."""
    found = []
    for number, raw in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        line = raw.replace("\f", "").replace(_FILLER, "").expandtabs(8).rstrip()
        if line:
            found.append(Line(number, line if line.isascii() else _spread(line)))
    return found


def _spread(line: str) -> str:
    if not any(unicodedata.east_asian_width(char) in "WF" for char in line):
        return line
    return "".join(char + _FILLER * (unicodedata.east_asian_width(char) in "WF") for char in line)


def is_rule(line: str) -> bool:
    """Return whether a line is drawn below names or around a table: strokes and nothing else."""
    return len(line) <= _LONGEST and bool(_RULE.fullmatch(line.strip()))


class Layout(NamedTuple):
    """Where the columns begin; the titles and the names of columns, without numbers, that head each page."""

    begins: list[int]
    titles: frozenset[str]
    names: frozenset[str] = frozenset()


def layout(lines: list[Line]) -> Layout | None:
    """Return how a text is printed; None when its lines do not prove two columns or more."""
    sample = lines[:_SAMPLE]
    if max((len(line.text) for line in sample), default=0) > _LONGEST:
        return None
    for at, line in enumerate(sample):
        if is_rule(line.text) and len(_RULED.findall(line.text)) > 1:
            return _ruled(sample, at)
    return _proven([line.text for line in sample])


def _ruled(sample: list[Line], at: int) -> Layout | None:
    begins = [found.start() for found in _RULED.finditer(sample[at].text)]
    top = at
    while top and sample[top - 1].number == sample[top].number - 1 and _free(sample[top - 1].text, begins):
        top -= 1
    titles, names = (
        frozenset(without_numbers(line.text) for line in part if not is_rule(line.text))
        for part in (sample[:top], sample[top:at])
    )
    body = [line.text for line in sample[at + 1 :] if not is_rule(line.text)]
    body = [line for line in body if without_numbers(line) not in titles | names]
    return Layout(begins, titles, names) if _mostly_free(body, begins) else None


def _free(line: str, begins: list[int]) -> bool:
    return not is_rule(line) and not any(_straddles(line, place) for place in begins[1:])


def _proven(sample: list[str]) -> Layout | None:
    body = [line for line in sample if not is_rule(line) and APART.search(line)]
    best: Layout | None = None
    for skipped in range(min(_MOST_TITLES, len(body))):
        head = frozenset(map(without_numbers, body[:skipped]))
        rest = [line for line in body[skipped:] if without_numbers(line) not in head]
        if len(rest) < _LEAST_LINES or 2 * len(rest) < len(body):
            break
        begins = _gaps_end(rest)
        if len(begins) > (len(best.begins) if best else 1) and _aligned(rest, begins):
            best = Layout(begins, head)
    return best


def without_numbers(line: str) -> str:
    """Return a line without its digits and the blanks around it, to know the head of a page again."""
    return _NUMBER.sub("", line).strip()


def _mostly_free(body: list[str], begins: list[int]) -> bool:
    """Return whether nearly no line runs over a border between columns."""
    table = [line for line in body if APART.search(line)]
    free = sum(_free(line, begins) for line in table)
    return bool(table) and free >= 0.9 * len(table)


def _straddles(line: str, at: int) -> bool:
    return line[at - 1 : at + 1].strip(" ") != "" and line[at - 1 : at] != " " and line[at : at + 1] != " "


def _gaps_end(lines: list[str]) -> list[int]:
    """Return where text begins after each stretch of places that is blank in all lines."""
    filled: Counter[int] = Counter()
    for at, line in enumerate(lines):
        # Beyond the first lines one in fifty may stand in a gap: a value too long for its column.
        weight = 50 if at < 30 else 1
        for place, char in enumerate(line):
            if char != " ":
                filled[place] += weight
    most = len(lines) if len(lines) > 30 else 0
    found, gap = [], 2
    for place in range(max(filled, default=0) + 1):
        if filled[place] > most:
            if gap >= 2:
                found.append(place)
            gap = 0
        else:
            gap += 1
    return found


def _aligned(lines: list[str], begins: list[int]) -> bool:
    """Return whether the cells of every column begin at one place, or end at one: not by chance."""
    for column, at in enumerate(begins):
        stop = begins[column + 1] if column + 1 < len(begins) else None
        cells = [line[at:stop].rstrip() for line in lines]
        cells = [cell for cell in cells if cell]
        widest = max(map(len, cells), default=0)
        left = sum(cell[0] != " " for cell in cells)
        right = sum(len(cell) == widest for cell in cells)
        if max(left, right) < 0.9 * len(cells) or not cells:
            return False
    together = sum(sum(bool(line[at : at + 1].strip()) for at in begins) >= 2 for line in lines)
    return together >= 0.6 * len(lines)


def cut(line: str, begins: list[int]) -> tuple[list[str], bool]:
    """Return the cells of a line, and whether text runs over a border between columns.

    A line of one stretch of text that runs over a border is one cell: a title, or a note.
    """
    over = any(_straddles(line, at) for at in begins[1:])
    if over and not APART.search(line.strip()):
        return [line.replace(_FILLER, "").strip()], False
    stops = [*begins[1:], None]
    return [
        line[(0 if column == 0 else at) : stop].replace(_FILLER, "").strip()
        for column, (at, stop) in enumerate(zip(begins, stops, strict=True))
    ], over
