"""Findings as they come: of a few alike each stands alone, of many alike one names all their lines."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.ingest.counted import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.ingest.importer import Finding

_ALONE = 100  # findings of one kind that stand alone; of more, one stands for all
_MOST_RANGES = 200  # stretches of lines that are spelled out

Kind = tuple[str, str]


class Repairs:
    """Collects what was mended, in little memory however damaged a file is."""

    def __init__(self) -> None:
        self._first: dict[Kind, list[Finding]] = {}
        self._rows: dict[Kind, array[int]] = {}

    def add(self, found: Finding) -> None:
        """Keep a finding; beyond the first hundred of a kind only its line."""
        kind = (found.code, found.message)
        kept = self._first.setdefault(kind, [])
        self._rows.setdefault(kind, array("q")).append(found.row or 0)
        if len(kept) < _ALONE:
            kept.append(found)

    def findings(self, stays: Callable[[str, int], bool] = lambda *_: True) -> Iterator[Finding]:
        """Yield the findings in order of their lines; ``stays`` says of code and line which ones hold."""
        found: list[Finding] = []
        for kind, kept in self._first.items():
            rows = [row for row in self._rows[kind] if stays(kind[0], row)]
            if len(rows) > _ALONE:
                said = f"{kind[1]} ({counted(len(rows), 'row')}: {spans(rows)})"
                found.append(replace(kept[0], row=rows[0], message=said, count=len(rows)))
            else:
                found += [item for item in kept if stays(item.code, item.row or 0)]
        yield from sorted(found, key=lambda item: item.row or 0)


def spans(rows: list[int]) -> str:
    """Return rising line numbers as text, neighbours as one stretch: "2-9, 12"."""
    starts = [at for at in range(len(rows)) if at == 0 or rows[at] != rows[at - 1] + 1]
    stops = [*starts[1:], len(rows)]
    parts = [
        f"{rows[start]}-{rows[stop - 1]}" if stop - start > 1 else str(rows[start])
        for start, stop in zip(starts[:_MOST_RANGES], stops, strict=False)
    ]
    more = len(starts) - len(parts)
    return ", ".join(parts) + (
        f" and {counted(more, 'stretch', 'stretches')} more, up to {rows[-1]}" if more > 0 else ""
    )
