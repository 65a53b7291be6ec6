"""The cells of one row, as a CSV or a phone page gives them, read into one entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.debrief.dates import read_day
from pipeline.debrief.form import Answer, Entry, Remark, Said, Sorting, answer, sorting
from pipeline.debrief.words import plain, tidy_text, words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from pipeline.debrief.form import Severity

#: What stands between two promises of one cell.
_BETWEEN = re.compile(r"[\r\n|]+")
#: A promise longer than this is cut; nobody prints a page of it.
LONGEST = 500


class RowReader:
    """Reads the cells of one row; remarks are collected on the way."""

    def __init__(self, row: int, cells: Mapping[str, str], base: dt.date, remarks: list[Remark]) -> None:
        """``base`` is the day that dates are counted from."""
        self.row = row
        self.cells = cells
        self.base = base
        self.remarks = remarks

    def entry(self) -> Entry:
        """Return what the row says."""
        talked, talked_words = self._tick("talked")
        next_step, next_words = self._tick("next_step")
        return Entry(
            row=self.row,
            short_id=self._text("id"),
            name=self._text("name"),
            organization=self._text("organization"),
            talked=talked,
            next_step=bool(next_step),
            detail=without_heading(self._text("cares_about") or talked_words),
            mine=self._promises("i_promised", "by"),
            theirs=self._promises("they_promised", "their_by"),
            channel=self._text("channel"),
            may_contact=self._answer("may_contact"),
            may_keep=self._answer("may_keep"),
            sorting=self._sorting(),
            note="; ".join(text for text in (self._text("notes"), next_words) if text) or None,
        )

    def remark(self, column: str | None, code: str, message: str, *, severity: Severity = "rejected") -> None:
        """Keep one thing to tell about a cell of this row."""
        raw = self.cells.get(column or "")
        self.remarks.append(Remark(self.row, column, severity, code, message, raw))

    def _text(self, column: str) -> str | None:
        text = tidy_text(self.cells.get(column))
        if text and len(text) > LONGEST:
            self.remark(
                column, "too-long", f"longer than {LONGEST} characters; the rest was cut", severity="repaired"
            )
            return text[:LONGEST].rstrip()
        return text

    def _tick(self, column: str) -> tuple[bool | None, str | None]:
        """Return yes or no, and the words when more than a tick stands there (which is a yes)."""
        text = self._text(column)
        said = answer(text)
        if said is None and " " not in (text or ""):
            self.remark(column, "tick-unread", "neither yes nor no; left open")
            return None, None
        if said is None:
            return True, text
        return {"yes": True, "no": False, "unknown": None}[said], None

    def _answer(self, column: str) -> Answer:
        said = answer(self.cells.get(column))
        if said is None:
            self.remark(column, "answer-unread", "neither yes nor no; taken as not asked")
        return said or "unknown"

    def _sorting(self) -> Sorting | None:
        text = self._text("sort")
        said = sorting(text)
        if text and said is None:
            self.remark("sort", "sorting-unread", "takes pursue, thanks or let go; left open")
        return said

    def _promises(self, column: str, date_column: str) -> tuple[Said, ...]:
        parts = self._apart(column)
        due = self.day(date_column, self.cells.get(date_column))
        if not parts and due is not None:
            self.remark(date_column, "date-alone", "a date, but no promise beside it")
        said = [self._own_date(part) for part in parts]
        return tuple(Said(item.text, item.due or due) for item in said)

    def _apart(self, column: str) -> list[str]:
        """Return the promises of a cell: one a line or between bars; a semicolon is part of what was said.

        Only where every part has a date of its own do semicolons stand between promises.
        """
        self._text(column)
        whole = (self.cells.get(column) or "")[:LONGEST]
        parts = [part for line in _BETWEEN.split(whole) if (part := tidy_text(line))]
        if len(parts) != 1 or ";" not in parts[0]:
            return parts
        dated = [part for piece in parts[0].split(";") if (part := piece.strip())]
        if len(dated) > 1 and all(self._own_date(part).due for part in dated):
            return dated
        if len(dated) > 1:
            note = "kept as one promise; of two, write each on a line of its own or a | between them"
            self.remark(column, "promise-one", note, severity="notice")
        return parts

    def said(self, text: str, by: str, date_column: str) -> Said:
        """Return one promise with its own date, as a typed line gives them."""
        item = self._own_date(tidy_text(text[:LONGEST]) or "?")
        return Said(item.text, self.day(date_column, by) or item.due)

    def _own_date(self, part: str) -> Said:
        """Split ``send article by friday`` where what follows the last "by" is a date."""
        markers = [word for word, meaning in words().line.items() if meaning == "by"]
        part = part.strip()
        found = re.fullmatch(rf"(.+)\s(?:{'|'.join(map(re.escape, markers))})\s+(\S.*)", part, re.IGNORECASE)
        day = read_day(found[2], self.base) if found else None
        return Said(found[1].rstrip(" ,"), day.date) if found and day else Said(part)

    def day(self, column: str, written: str | None) -> dt.date | None:
        """Return the date written there; what cannot be read, is doubtful or lies in the past is remarked."""
        text = tidy_text(written)
        if text is None:
            return None
        for word, meaning in words().line.items():
            if meaning == "by" and text.casefold().startswith(f"{word} "):
                text = text[len(word) :].strip()
        read = read_day(text, self.base)
        if read is None:
            self.remark(column, "date-unread", f"{text!r} is no date that can be read; kept without one")
            return None
        if read.doubt:
            note = f"read as {read.date.isoformat()}; it could also be {read.doubt}"
            self.remark(column, "date-doubtful", note, severity="notice")
        if read.date < self.base:
            note = f"{read.date.isoformat()} lies before the event; kept as you wrote it"
            self.remark(column, "date-past", note, severity="notice")
        return read.date


def without_heading(text: str | None) -> str | None:
    """Return a detail without the words of its own heading: "cares about boats" is about boats."""
    headings = (word for word, column in words().columns.items() if column == "cares_about" and " " in word)
    for heading in sorted(headings, key=len, reverse=True):
        if text and plain(text).startswith((f"{heading} ", f"{heading}:")):
            return text[len(heading) :].strip(" :") or text
    return text
