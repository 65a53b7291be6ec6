"""Cells too many or in another dialect, put back under the columns they belong to by what columns hold."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.ingest import values

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEARNED_FROM = 60  # sound rows that are looked at
_MOST_CELLS = 60
_CLEAR = 0.15  # the best reading must be this much cheaper than the next one
_ACCEPTED = 1.6  # dearer readings are no better than the row as it stands
_PLAIN = ("text", "code", "flag")
_ANY_TEXT = ("text", "flag")

Found = tuple[float, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Shapes:
    """What each column holds: its kind (None: free text) and whether it may be empty."""

    kinds: tuple[str | None, ...]
    empty: tuple[bool, ...]

    @property
    def telling(self) -> bool:
        """Return whether any column can be told by its values."""
        return any(self.kinds)


NOTHING_KNOWN = Shapes((), ())


def learn(rows: Sequence[Sequence[str]], width: int) -> Shapes:
    """Return what the columns of sound rows hold; the first row may be the header and is left out."""
    sample = [row for row in rows[1:] if len(row) == width][:_LEARNED_FROM]
    kinds: list[str | None] = []
    empty: list[bool] = []
    for at in range(width):
        found = Counter(values.kind(row[at]) for row in sample)
        empty.append(found.pop("empty", 0) > 0)
        kind, count = found.most_common(1)[0] if found else (None, 0)
        sure = count >= 3 and count >= 0.95 * found.total() and kind not in _ANY_TEXT
        kinds.append(kind if sure else None)
    return Shapes(tuple(kinds), tuple(empty))


def fit(cells: Sequence[str], shapes: Shapes, sign: str) -> list[str] | None:
    """Return overlong cells joined to one per column, if just one way suits the columns; else None."""
    width = len(shapes.kinds)
    spare = len(cells) - width
    if not 0 <= spare <= _MOST_CELLS or not shapes.telling:
        return None
    best: dict[int, list[Found]] = {0: [(0.0, ())]}
    for column in range(width):
        further: dict[int, list[Found]] = {}
        for used, found in best.items():
            for end in range(used + 1, min(used + spare + 1, len(cells) - (width - column - 1)) + 1):
                text, cost = _group(cells[used:end], shapes, column, sign)
                options = [(so_far + cost, (*row, text)) for so_far, row in found]
                further[end] = _two_best([*further.get(end, []), *options])
        best = further
    ends = best.get(len(cells), [])
    if not ends or ends[0][0] > _ACCEPTED or (len(ends) > 1 and ends[1][0] - ends[0][0] < _CLEAR):
        return None
    return list(ends[0][1])


def _two_best(options: list[Found]) -> list[Found]:
    """Return the two cheapest readings that differ."""
    kept: list[Found] = []
    for item in sorted(options, key=lambda option: option[0]):
        if all(item[1] != other[1] for other in kept):
            kept.append(item)
            if len(kept) == 2:
                break
    return kept


def _group(cells: Sequence[str], shapes: Shapes, column: int, sign: str) -> tuple[str, float]:
    """Return neighbouring cells as one, and how badly it suits the column."""
    filled = [cell for cell in cells if cell.strip()]
    if len(cells) == 1 or len(filled) <= 1:
        text = filled[0] if filled else ""
        return text, _misfit(text, shapes, column) + (0.3 if len(cells) > 1 else 0.0)
    text = sign.join(cells)
    blank = all(cell[:1] == " " for cell in cells[1:]) or sign == " "
    joined = 1.5 if shapes.kinds[column] else 0.5 if blank else 0.7
    quoted = any(sign in cell.strip() for cell in cells)  # it kept its delimiter because it was quoted
    return text, _misfit(text, shapes, column) + joined + 0.5 * quoted


def _misfit(text: str, shapes: Shapes, column: int) -> float:
    wanted = shapes.kinds[column]
    if not text.strip():
        return 0.0 if shapes.empty[column] else 1.0
    kind = values.kind(text)
    if wanted is not None:
        return 0.0 if kind == wanted else 2.0
    return 0.0 if kind in _PLAIN else 0.4


def free_column(rows: Sequence[Sequence[str]]) -> Shapes | None:
    """Return the shapes of a table in which one column alone holds the delimiter unquoted, else None.

    The first row names the columns; every other row has at least as many cells, and all columns but one are
    told by their values from the left or from the right.
    """
    names, body = rows[0] if rows else [], rows[1:]
    width = len(names)
    if len(body) < 5 or width < 3 or sum(len(row) < width for row in body) > len(body) / 50:
        return None
    changes = sum(len(row) != len(after) for row, after in itertools.pairwise(body))
    if sum(len(row) > width for row in body) < len(body) / 4 or changes < len(body) / 10:
        return None  # few, or all of one width: another table, or a header too short
    left = _steady(body, width)
    right = _steady([row[::-1] for row in body], width)[::-1]
    free = next((at for at, kind in enumerate(left) if kind is None), width)
    behind = width - free - 1
    kinds = (*left[:free], None, *(right[len(right) - behind :] if behind > 0 else ()))
    if free >= width or behind < 0 or sum(kind is not None for kind in kinds) < max(2, width // 2):
        return None
    empty = tuple(at > free and any(not row[at - width].strip() for row in body) for at in range(width))
    return Shapes(tuple(kinds), empty)


def _steady(body: Sequence[Sequence[str]], width: int) -> tuple[str | None, ...]:
    """Return for each place from the left the kind that nearly all rows have there."""
    kinds: list[str | None] = []
    for at in range(width):
        found = Counter(values.kind(row[at]) for row in body[:_LEARNED_FROM] if at < len(row))
        found.pop("empty", None)
        kind, count = found.most_common(1)[0] if found else (None, 0)
        kinds.append(kind if kind not in _ANY_TEXT and count >= 0.9 * max(1, found.total()) else None)
    return tuple(kinds)


def around_free(row: Sequence[str], shapes: Shapes, sign: str) -> list[str]:
    """Return a row of ``free_column`` with the cells of its free column joined."""
    width = len(shapes.kinds)
    free = shapes.kinds.index(None)
    spare = len(row) - width
    return [*row[:free], sign.join(row[free : free + spare + 1]), *row[free + spare + 1 :]]
