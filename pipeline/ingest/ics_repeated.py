"""The occurrences of all series of a file together, kept below a limit that treats every series alike."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.ingest.ics_entry import Entry
    from pipeline.ingest.ics_expand import Occurrence, Window


def by_time(item: Occurrence) -> tuple[object, ...]:
    """Return what occurrences are sorted by: start, end, and place in the file."""
    return item.start, item.end, item.entry.row, item.mark


@dataclass(slots=True)
class Repeated:
    """Occurrences of series; the window ends earlier once they are too many, for all of them alike."""

    window: Window
    most: int
    found: list[Occurrence] = field(default_factory=list)
    cut: Entry | None = None

    def add(self, occurrences: Iterable[Occurrence]) -> None:
        """Take in those of one more series, and drop the latest of all when that makes far too many."""
        self.found += occurrences
        self.limit(self.most * 2)

    def limit(self, most: int) -> None:
        """Drop what comes latest when there are more than this, and end the window before the first of it."""
        if len(self.found) <= most:
            return
        self.found.sort(key=by_time)
        first_out = self.found[self.most]
        self.cut = self.cut or first_out.entry
        self.window = replace(self.window, end=first_out.start)
        self.found = [item for item in self.found[: self.most] if item.start < first_out.start]
