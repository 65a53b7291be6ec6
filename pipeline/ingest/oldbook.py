"""A guard before the parser of old workbooks (.xls): chains that end, cells within the limit."""

from __future__ import annotations

import struct
from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAST_SECTOR = 0xFFFFFFFA
_IN_HEADER = 109
_ENTRY = 128
#: Records that hold a cell; each begins with its row and its column, two bytes each.
_CELLS = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E})
#: What a sheet says its extent is, and the table of all texts; the parser makes room for both as told.
_EXTENT, _TEXTS = 0x0200, 0x00FC
_BOOKS = ("Workbook", "Book")


class DamagedError(Exception):
    """The file points beyond itself or in circles."""


def largest_cell(data: bytes) -> tuple[int, int]:
    """Return the last row and column, 1-based, that any sheet or cell claims; 0, 0 without a workbook.

    Raises ``DamagedError`` when following it would never end, or leave the file.
    """
    if len(data) < 1536:
        raise DamagedError
    book = _Compound(data).stream(_BOOKS)
    rows = columns = at = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        if kind in _CELLS and size >= 4 and at + 8 <= len(book):
            row, column = struct.unpack_from("<HH", book, at + 4)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == _EXTENT and size == 14 and at + 18 <= len(book):
            _, row, _, column = struct.unpack_from("<IIHH", book, at + 4)
            rows, columns = max(rows, row), max(columns, column)
        elif kind == _TEXTS and size >= 8 and struct.unpack_from("<I", book, at + 8)[0] > len(book):
            raise DamagedError
        at += 4 + size
    return rows, columns


class _Compound:
    """The sectors of a compound file and how they hang together."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise DamagedError
        self.size = 1 << shift
        self.count = len(data) // self.size - 1
        self.fat = self._table(list(self._fat_sectors()))

    def _sector(self, number: int) -> bytes:
        if number >= self.count:
            raise DamagedError
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def _fat_sectors(self) -> Iterator[int]:
        yield from (
            item for item in struct.unpack_from(f"<{_IN_HEADER}I", self.data, 76) if item < _LAST_SECTOR
        )
        following, seen = struct.unpack_from("<I", self.data, 68)[0], 0
        while following < _LAST_SECTOR:
            *items, following = struct.unpack(f"<{self.size // 4}I", self._sector(following))
            yield from (item for item in items if item < _LAST_SECTOR)
            seen += 1
            if seen > self.count:
                raise DamagedError

    def _table(self, sectors: list[int]) -> array[int]:
        if len(sectors) > self.count:
            raise DamagedError
        return _numbers(b"".join(map(self._sector, sectors)))

    def _chain(self, start: int, table: array[int]) -> list[int]:
        found: list[int] = []
        while start < _LAST_SECTOR:
            if start >= len(table) or len(found) > len(table):
                raise DamagedError
            found.append(start)
            start = table[start]
        return found

    def _read(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self.fat)))

    def stream(self, names: tuple[str, ...]) -> bytes:
        """Return the stream of the first of these names; every stream is followed to its end."""
        folder_start, _, cutoff, mini_start = struct.unpack_from("<4I", self.data, 48)
        folder, mini = self._read(folder_start), _numbers(self._read(mini_start))
        found, held = b"", b""
        for at in range(0, len(folder) - _ENTRY + 1, _ENTRY):
            entry = folder[at : at + _ENTRY]
            kind, (start, size) = entry[66], struct.unpack_from("<II", entry, 116)
            name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace")
            if kind == 5:
                held = self._read(start)
            elif kind == 2 and size >= cutoff:
                content = self._read(start)
                found = content[:size] if name in names else found
            elif kind == 2 and size:
                blocks = self._chain(start, mini)
                if name in names:
                    found = b"".join(held[item * 64 : item * 64 + 64] for item in blocks)[:size]
        return found


def _numbers(data: bytes) -> array[int]:
    found = array("I")
    found.frombytes(data[: len(data) // 4 * 4])
    return found
