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
#: The same of its bold face; the semibold one runs a little narrower.
_BOLD = (
    *(200, 340, 537, 528, 528, 857, 667, 300, 344, 344, 457, 528, 300, 332, 300, 339),
    *(528, 528, 528, 528, 528, 528, 528, 528, 528, 528, 300, 300, 528, 528, 528, 463),
    *(902, 573, 605, 582, 635, 548, 524, 638, 674, 301, 509, 614, 518, 762, 665, 684),
    *(596, 684, 613, 556, 556, 665, 556, 813, 567, 525, 541, 344, 339, 344, 528, 500),
    *(555, 527, 573, 468, 573, 518, 341, 534, 571, 276, 278, 548, 286, 857, 572, 555),
    *(573, 573, 398, 443, 383, 568, 523, 776, 514, 521, 460, 344, 268, 344, 528),
)
#: Marks of typography, in both faces nearly the same.
_MARKS = {
    "\u2013": 500,
    "\u2014": 820,
    "\u2018": 290,
    "\u2019": 290,
    "\u201c": 480,
    "\u201d": 480,
    "\u2026": 960,
}
#: Any other letter, and a wide one.
_OTHER, _WIDE = 600, 1000
_MM_PER_POINT = 25.4 / 72


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width in millimetres of a text set in ``size`` points."""
    return _units(text, _BOLD if bold else _REGULAR) / 1000 * size * _MM_PER_POINT


@lru_cache(maxsize=16384)
def _units(text: str, face: tuple[int, ...]) -> int:
    return sum(_advance(character, face) for character in text)


def _advance(character: str, face: tuple[int, ...]) -> int:
    """Return the width of a letter; one with an accent is as wide as without."""
    place = ord(character) - 32
    if not 0 <= place < len(face):
        place = ord(unicodedata.normalize("NFD", character)[0]) - 32
    if 0 <= place < len(face):
        return face[place]
    if character in _MARKS:
        return _MARKS[character]
    if unicodedata.combining(character):
        return 0
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _OTHER


@lru_cache(maxsize=16384)
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
