"""Typed lines: ``37Q talked "cares about X" promise "send article" by friday theirs "intro to Y"``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.debrief.cells import RowReader
from pipeline.debrief.dates import read_day
from pipeline.debrief.form import Entry, Form, Reading, Remark, read_text
from pipeline.debrief.words import plain, words
from pipeline.short_id import is_short_id, tidy

if TYPE_CHECKING:
    import datetime as dt

#: A word of a name: letters, and what stands between them in one.
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'\u2019-])*")
_ID_LENGTH = 3
_TOKEN = re.compile(r'"([^"]*)"|(\S+)')
_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"'})
#: What a word of the line fills, where it is a column of the form.
_COLUMN_OF = {
    "detail": "cares_about", "channel": "channel", "contact": "may_contact", "keep": "may_keep",
    "sort": "sort", "note": "notes", "name": "name", "organization": "organization",
    "moved_from": "moved_from",
}  # fmt: skip
_TICKS = {"talked": ("talked", "yes"), "missed": ("talked", "no"), "next_step": ("next_step", "yes"),
          "pursue": ("sort", "pursue"), "thanks": ("sort", "thanks"), "let_go": ("sort", "let go"),
          "card": ("card", "yes"), "new": ("new", "yes")}  # fmt: skip
_WORDLESS = "a promise without words was left out; say what it is, in quotation marks"


def read_lines(form: Form, base: dt.date) -> Reading:
    """Return what the typed lines say; empty lines and those that begin with # are passed over."""
    reading = Reading()
    for number, line in enumerate(read_text(form).splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            entry = read_line(line, number, base, reading.remarks)
            if entry is not None:
                reading.entries.append(entry)
    return reading


def read_line(line: str, number: int, base: dt.date, remarks: list[Remark]) -> Entry | None:
    """Return what one line says, or None with a remark when it cannot be understood."""
    line = line.translate(_QUOTES)
    tokens = _paired(
        [(found[1], True) if found[1] is not None else (found[2], False) for found in _TOKEN.finditer(line)]
    )
    said = _Line()
    problem = "a quotation mark is missing" if line.count('"') % 2 else said.take(_named(tokens), base)
    if problem:
        remarks.append(
            Remark(number, None, "rejected", "line-unread", f"{problem}; the line was not taken", line)
        )
        return None
    for one in said.promises:
        if not one.text.strip():
            column = "i_promised" if one.mine else "they_promised"
            remarks.append(Remark(number, column, "rejected", "promise-empty", _WORDLESS))
    said.promises = [one for one in said.promises if one.text.strip()]
    reader = RowReader(number, said.cells, base, remarks)
    return replace(
        reader.entry(),
        card="card" in said.cells,
        new="new" in said.cells,
        moved_from=said.cells.get("moved_from"),
        mine=tuple(reader.said(one.text, one.by, "by") for one in said.promises if one.mine),
        theirs=tuple(reader.said(one.text, one.by, "their_by") for one in said.promises if not one.mine),
    )


def _paired(tokens: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Return the words of a line with those put together that mean something only in pairs: "may keep"."""
    joined: list[tuple[str, bool]] = []
    for text, quoted in tokens:
        before = joined[-1] if joined else ("", True)
        both = f"{before[0]} {text}"
        if not quoted and not before[1] and plain(both) in words().line:
            joined[-1] = (both, False)
        else:
            joined.append((text, quoted))
    return joined


def _named(tokens: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Return the words of a line with a name at its beginning put together, as in quotation marks."""
    count = 0
    for text, quoted in tokens:
        if quoted or plain(text) in words().line or not _NAME.fullmatch(text):
            break
        count += 1
    first = tokens[0][0] if count else ""
    if count < 2 and (first.isupper() or len(tidy(first)) == _ID_LENGTH):
        return tokens
    if not count or (is_short_id(tidy(first)) and not first.istitle()):
        return tokens
    return [(" ".join(text for text, _ in tokens[:count]), True), *tokens[count:]]


@dataclass(slots=True)
class _Promise:
    mine: bool
    text: str = ""
    by: str = ""


@dataclass(slots=True)
class _Line:
    """One line taken apart, word by word."""

    cells: dict[str, str] = field(default_factory=dict)
    promises: list[_Promise] = field(default_factory=list)
    #: The answer column that was named without an answer yet: alone it is a yes.
    unanswered: str | None = None

    def take(self, tokens: list[tuple[str, bool]], base: dt.date) -> str | None:
        """Fill cells and promises; return what is wrong with the line, or None."""
        if tokens and not tokens[0][1] and words().line.get(plain(tokens[0][0])) == "new":
            self.cells["new"] = "yes"
            tokens = [(text, True) for text, _ in tokens[1:2]] + tokens[2:]
        if not tokens:
            return "it names nobody"
        (first, quoted), *rest = tokens
        self.cells["name" if quoted else "id"] = first
        meaning: str | None = None
        closed = False
        for at, (text, is_quoted) in enumerate(rest):
            word = None if is_quoted or self._sorts(meaning, text) else words().line.get(plain(text))
            if word and meaning == "moved_from" and "moved_from" not in self.cells:
                return f"behind 'not' stands {text!r}, where the printed ID of the wrong person belongs"
            if not word and closed and meaning in ("mine", "theirs") and _is_day(rest[at:], base):
                meaning, closed = "by", False
            if word:
                meaning, closed = self._begin(word), False
            elif meaning is None or (closed and not is_quoted):
                return f"{text!r} stands where a word such as promise, theirs, by or note belongs"
            else:
                self._add(meaning, text, quoted=is_quoted)
                closed = is_quoted
        return None

    def _sorts(self, meaning: str | None, text: str) -> bool:
        """Tell whether this is what "sort" was waiting for, though the word has a meaning of its own."""
        return meaning == "sort" and "sort" not in self.cells and plain(text) in words().sorting

    def _begin(self, word: str) -> str | None:
        if word in _TICKS:
            column, value = _TICKS[word]
            self.cells[column] = value
            return "detail" if word == "talked" else None
        if word in ("mine", "theirs"):
            self.promises.append(_Promise(mine=word == "mine"))
        if word in ("contact", "keep"):
            self.unanswered = _COLUMN_OF[word]
            self.cells[self.unanswered] = "yes"
        return None if word == "by" and not self.promises else word

    def _add(self, meaning: str, text: str, *, quoted: bool) -> None:
        if meaning == "by" and quoted and self.promises[-1].by:
            self.promises.append(_Promise(mine=self.promises[-1].mine, text=text))
        elif meaning == "by":
            self.promises[-1].by = f"{self.promises[-1].by} {text}".strip()
        elif meaning in ("mine", "theirs"):
            self._add_promise(meaning, text, quoted=quoted)
        else:
            column = _COLUMN_OF[meaning]
            before = None if column == self.unanswered else self.cells.get(column)
            self.unanswered = None
            joint = "; " if quoted and meaning in ("detail", "note") else " "
            self.cells[column] = f"{before}{joint}{text}" if before else text

    def _add_promise(self, meaning: str, text: str, *, quoted: bool) -> None:
        last = self.promises[-1]
        if last.text and quoted:
            self.promises.append(_Promise(mine=meaning == "mine", text=text))
        else:
            last.text = f"{last.text} {text}".strip()


def _is_day(rest: list[tuple[str, bool]], base: dt.date) -> bool:
    """Tell whether the words outside quotation marks up to the next word of the line are a date."""
    said = []
    for text, quoted in rest:
        if quoted or plain(text) in words().line:
            break
        said.append(text)
    return bool(said) and read_day(" ".join(said), base) is not None
