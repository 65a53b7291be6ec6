"""How wide a text is on paper and how many lines it takes, without asking a layout engine."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: Advance widths of the text face (Source Sans 3) from blank to tilde, in thousandths of its size.
_REGULAR = (
    *(200, 289, 426, 497, 497, 824, 609, 249, 303, 303, 418, 497, 249, 311, 249, 350),
    *(497, 497, 497, 497, 497, 497, 497, 497, 497, 497, 249, 249, 497, 497, 497, 425),
    *(847, 543, 588, 571, 615, 527, 494, 617, 652, 263, 479, 579, 486, 727, 647, 664),
    *(566, 664, 569, 534, 536, 645, 515, 786, 513, 476, 539, 303, 350, 303, 497, 500),
    *(542, 504, 553, 456, 555, 496, 292, 504, 544, 246, 247, 495, 255, 829, 547, 542),
    *(555, 555, 347, 419, 338, 544, 467, 719, 446, 467, 425, 303, 241, 303, 497),
)
#: Any other letter, a wide one, and how much wider the bold faces run.
_OTHER, _WIDE, _BOLD = 600, 1000, 1.045
_MM_PER_POINT = 25.4 / 72


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width in millimetres of a text set in ``size`` points."""
    return _units(text) / 1000 * size * _MM_PER_POINT * (_BOLD if bold else 1)


@lru_cache(maxsize=16384)
def _units(text: str) -> int:
    return sum(map(_advance, text))


def _advance(character: str) -> int:
    place = ord(character) - 32
    if 0 <= place < len(_REGULAR):
        return _REGULAR[place]
    if unicodedata.combining(character):
        return 0
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _OTHER


def lines_of(text: str, width: float, size: float, *, bold: bool = False, lead: float = 0.0) -> int:
    """Return how many lines of ``width`` millimetres the text takes after ``lead`` millimetres of the first.

    Words stay whole, but for those that are wider than a line.
    """
    if not text:
        return 0
    blank = width_of(" ", size, bold=bold)
    used, lines = lead, 1
    for word in text.split():
        wide = width_of(word, size, bold=bold)
        if used > 0 and used + wide > width:
            lines, used = lines + 1, 0.0
        lines += int((used + wide) // width) if wide > width else 0
        used = (used + wide) % width if wide > width else used + wide
        used += blank
    return lines
