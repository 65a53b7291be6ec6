"""The floor plan of an event as a list: each booth with its metres, or with its row, and its hall."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

from pipeline.errors import SettingsError, cell

if TYPE_CHECKING:
    from pathlib import Path

#: What a column of the list may be called.
_NAMES = {
    "booth": ("booth", "stand", "table", "stall", "booth number", "stand number"),
    "x": ("x", "east"),
    "y": ("y", "north"),
    "row": ("row", "aisle"),
    "place": ("place", "position", "number in row"),
    "hall": ("hall", "building", "room", "level"),
}
#: Metres: between two rows and two places of a row where the list tells no metres, and between two halls.
_ROW, _PLACE, _HALLS = 6.0, 3.0, 100.0
Spot = tuple[float, float]


def read_floor(path: Path) -> dict[str, Spot]:
    """Return metres east and north by booth; halls lie side by side, in the order of the list.

    Raises ``SettingsError`` with line and column when the list cannot be read.
    """
    halls: dict[str, dict[str, Spot]] = {}
    rows: dict[tuple[str, str], int] = {}
    places: dict[tuple[str, str], int] = {}
    known: set[str] = set()
    for line, row in _lines(path):
        if row["booth"] in known:
            raise _wrong(f"booth {row['booth']} stands there twice", path, line, "booth")
        known.add(row["booth"])
        hall = halls.setdefault(row.get("hall", ""), {})
        if row.get("x") or row.get("y"):
            hall[row["booth"]] = (_metres(row, "x", path, line), _metres(row, "y", path, line))
        elif row.get("row"):
            key = row.get("hall", ""), row["row"]
            north = rows.setdefault(key, sum(1 for one, _ in rows if one == key[0]))
            places[key] = places.get(key, 0) + 1
            place = _metres(row, "place", path, line) if row.get("place") else float(places[key])
            hall[row["booth"]] = (place * _PLACE, (north + 1) * _ROW)
        else:
            raise _wrong(f"booth {row['booth']} has neither x and y nor a row", path, line, "x")
    if not any(halls.values()):
        raise _wrong("the floor plan names no booth", path, 1, None)
    return _side_by_side(halls)


def _side_by_side(halls: dict[str, dict[str, Spot]]) -> dict[str, Spot]:
    floor: dict[str, Spot] = {}
    west = 0.0
    for hall in halls.values():
        first = min((x for x, _ in hall.values()), default=0.0) if floor else 0.0
        floor |= {booth: (x - first + west, y) for booth, (x, y) in hall.items()}
        west = max(x for x, _ in floor.values()) + _HALLS if floor else west
    return floor


def _lines(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the lines that name a booth, by the names of their columns."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError(
            "the floor plan cannot be read", where=str(path), do="Save it as CSV in UTF-8, beside event.toml."
        ) from problem
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count))
    columns = [_field(name) for name in next(reader, [])]
    if "booth" not in columns:
        raise _wrong("the floor plan has no column of booths", path, 1, None)
    found = []
    for cells in reader:
        row = {name: one.strip() for name, one in zip(columns, cells, strict=False) if name and one.strip()}
        if "booth" in row:
            found.append((reader.line_num, row))
    return found


def _field(name: str) -> str | None:
    plain = " ".join(name.casefold().replace("_", " ").split())
    return next((field for field, names in _NAMES.items() if plain in names), None)


def _metres(row: dict[str, str], name: str, path: Path, line: int) -> float:
    try:
        metres = float(row[name].replace(",", "."))
    except (KeyError, ValueError):
        metres = math.nan
    if not math.isfinite(metres):
        raise _wrong(f"booth {row['booth']} has no number there", path, line, name)
    return metres


def _wrong(what: str, path: Path, line: int, column: str | None) -> SettingsError:
    do = "Write each booth on a line: booth, x, y in metres, or booth, row; and hall where there are several."
    return SettingsError(what, where=cell(str(path), line, column), do=do)
