"""Calendar bytes to blocks: decode, find the components and their lines, and parse nothing.

One bad event must lose only itself, and an agenda of 10,000 events must not be parsed for one day; so the
bytes are cut into blocks first, by the BEGIN and END lines alone. A continuation of a folded line begins with
a blank and so never looks like one; therefore the folded bytes are cut, and physical line numbers are kept.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.importer import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.importer import Severity

_EDGE = re.compile(rb"^[ \t]*([Bb][Ee][Gg][Ii][Nn]|[Ee][Nn][Dd])[ \t]*:[ \t]*([^\n]*)", re.MULTILINE)
#: The soft line breaks of old calendars; what follows one is text, also when it begins with a blank.
_SOFT = re.compile(rb"^[^:\n]*QUOTED-PRINTABLE[^:\n]*:(?:[^\n]*=\n)+", re.IGNORECASE | re.MULTILINE)
_INDENTED = re.compile(rb"^([ \t]+)BEGIN[ \t]*:[ \t]*VCALENDAR", re.IGNORECASE | re.MULTILINE)
_FLUSH = re.compile(rb"^BEGIN[ \t]*:", re.IGNORECASE | re.MULTILINE)
_CONTROL = bytes(code for code in range(32) if code not in (9, 10)) + b"\x7f"
_CALENDAR, _EVENT, _ZONE, _FREEBUSY = b"VCALENDAR", b"VEVENT", b"VTIMEZONE", b"VFREEBUSY"
#: Components that stand beside events; each becomes a block or a count, whatever else is nested in them.
_TOP = frozenset((_EVENT, _ZONE, _FREEBUSY, b"VTODO", b"VJOURNAL", b"VAVAILABILITY"))
#: The longest line, the most values of one property and the most attendees that are read of one event.
MAX_LINE, MAX_VALUES, MAX_ATTENDEES = 1 << 20, 10_000, 2_000
_SMALL = 1 << 16


_DEEPEST = 100
TOO_DEEP = "too_deep"


@dataclass(frozen=True, slots=True)
class Block:
    """One component as bytes with plain line ends, still folded; ``row`` is the line of its BEGIN.

    ``calendar`` is the number of the calendar it stands in, of those of the file.
    """

    kind: bytes
    row: int
    data: bytes
    whole: bool = True
    people: tuple[bytes, ...] = ()
    calendar: int = 0


@dataclass(slots=True)
class Scan:
    """The blocks of a file, in file order, and what is to be said about the file as a whole."""

    calendars: int = 0
    heads: list[bytes] = field(default_factory=list)
    encoding: str = "utf-8"
    events: list[Block] = field(default_factory=list)
    zones: list[Block] = field(default_factory=list)
    freebusy: list[Block] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    @property
    def head(self) -> bytes:
        """Return the properties of all calendars of the file."""
        return b"".join(self.heads)


@dataclass(slots=True)
class _Open:
    """A component whose END has not come yet."""

    kind: bytes
    start: int
    row: int
    holes: list[tuple[int, int]] = field(default_factory=list)
    people: list[bytes] = field(default_factory=list)


def scan(data: bytes, name: str) -> Scan:
    """Return the blocks of a calendar file.

    Raises ``InputError`` when the bytes are no calendar at all, and says what they are instead.
    """
    text, encoding = plain_bytes(data)
    refuse_other_kinds(text, data, name)
    found = Scan(encoding=encoding)
    _Cutter(text, found).run()
    if not (found.calendars or found.events or found.zones or found.freebusy or found.others):
        raise InputError(
            "there is no VCALENDAR in this file",
            where=name,
            do="Export the calendar again, as iCalendar (.ics).",
        )
    return found


def plain_bytes(data: bytes) -> tuple[bytes, str]:
    """Return 8-bit text with plain line ends and no control characters, and the encoding it had."""
    encoding = "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data, encoding = data.decode("utf-16", "replace").encode(), "utf-16"
    elif data[1:2] == b"\0" and data[3:4] == b"\0":
        data, encoding = data.decode("utf-16-le", "replace").encode(), "utf-16-le"
    elif data.startswith(b"\xef\xbb\xbf"):
        data, encoding = data[3:], "utf-8-sig"
    # Programs that write CRLF through a text file on Windows end a line with CR CR LF.
    plain = data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return _not_indented(plain.translate(None, _CONTROL)), encoding


def _not_indented(text: bytes) -> bytes:
    """Return the text without the blanks that a pasted calendar has before every line."""
    found = _INDENTED.search(text)
    if not found or _FLUSH.search(text):
        return text
    return re.sub(rb"^" + re.escape(found[1]), b"", text, flags=re.MULTILINE)


def refuse_other_kinds(text: bytes, data: bytes, name: str) -> None:
    """Raise ``InputError`` for an empty file, a web page, JSON, or something packed; else return nothing."""
    start = text.lstrip()[:2048].lower()
    known = b"begin:" in text[:65536].lower()
    if not start:
        raise InputError("the file is empty: there is no VCALENDAR in it", where=name, do="Export it again.")
    if data.startswith((b"\x1f\x8b", b"PK\x03\x04")):
        raise InputError("the file is compressed", where=name, do="Unpack it first.")
    if not known and (start.startswith((b"<!doctype html", b"<html")) or b"<html" in start):
        raise InputError(
            "this is a web page, not a calendar",
            where=name,
            do="Often it is a sign-in page: use the address of the .ics export, or download it in a browser.",
        )
    if not known and start.startswith((b"{", b"[")):
        raise InputError(
            "this is JSON, not an iCalendar file", where=name, do="Ask for the .ics export instead."
        )


def joined_lines(data: bytes) -> bytes:
    """Return bytes with folded lines made whole; an expression would hold every piece of a hostile line."""
    return data.replace(b"\n ", b"").replace(b"\n\t", b"")


def unfold(data: bytes) -> tuple[str, bool]:
    """Return a block as text with its lines unfolded, and whether a legacy encoding had to be assumed.

    Unfolding comes before decoding, because some programs fold inside a character.
    """
    if b"QUOTED-PRINTABLE" in data.upper():
        data = _SOFT.sub(lambda found: found[0].replace(b"=\n", b""), data)
    joined = joined_lines(data)
    try:
        return joined.decode("utf-8"), False
    except UnicodeDecodeError:
        return "\n".join(_decoded(line) for line in joined.split(b"\n")), True


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def limited(block: Block) -> tuple[bytes, list[str]]:
    """Return the bytes of a block within the limits on lines, values and attendees, and what was left out."""
    if len(block.data) < _SMALL:
        return block.data, []
    lines, cut, attendees = [], [], 0
    for line in joined_lines(block.data).split(b"\n"):
        if len(line) > MAX_LINE or line.count(b";", 0, _SMALL) > MAX_VALUES:
            cut.append(f"a line of {len(line):,} bytes (the limit is {MAX_LINE:,})")
        elif line[:8].upper() == b"ATTENDEE" and (attendees := attendees + 1) > MAX_ATTENDEES:
            if attendees == MAX_ATTENDEES + 1:
                cut.append(f"attendees after the first {MAX_ATTENDEES}")
        elif line.count(b",") > MAX_VALUES and line[:6].upper() in (b"EXDATE", b"RDATE;", b"RDATE:"):
            lines.append(b",".join(line.split(b",")[:MAX_VALUES]))
            cut.append(f"dates after the first {MAX_VALUES}")
        else:
            lines.append(line)
    return b"\n".join(lines), cut


class _Cutter:
    """One walk over the BEGIN and END lines; never recursive, so depth costs nothing."""

    def __init__(self, text: bytes, found: Scan) -> None:
        self.text = text
        self.found = found
        self.stack: list[_Open] = []
        self.ended = 0
        self.depth = 0

    def run(self) -> None:
        """Fill the scan with every component of the text."""
        row, last = 1, 0
        for edge in _EDGE.finditer(self.text):
            row += self.text.count(b"\n", last, edge.start())
            last = edge.start()
            kind = edge[2].strip().upper()
            if edge[1][:1] in b"Bb":
                self.depth += 1
                if self.depth == _DEEPEST + 1:
                    self._note(
                        "rejected", TOO_DEEP, f"nested more than {_DEEPEST} deep, which is the limit", row
                    )
                self._begin(kind, edge, row)
            else:
                self.depth -= 1
                self._end(kind, edge, row)
        self._close_the_rest()
        self._say_what_is_odd()

    def _begin(self, kind: bytes, edge: re.Match[bytes], row: int) -> None:
        if kind == _CALENDAR:
            while self.stack:
                self._cut_off(edge.start())
            self.found.calendars += 1
            if self.found.calendars == 1 and self.text[: edge.start()].strip():
                self._note("notice", "before_calendar", "text before BEGIN:VCALENDAR was skipped", 1)
            self.found.heads.append(self._head(edge.end()))
            return
        if kind in _TOP:
            while self.stack:
                self._cut_off(edge.start())
        if kind in _TOP or self.stack:
            self.stack.append(_Open(kind, edge.start(), row))

    def _head(self, start: int) -> bytes:
        """Return the calendar's own properties: they end where its first component begins."""
        following = _EDGE.search(self.text, start)
        return self.text[start : following.start() if following else len(self.text)]

    def _end(self, kind: bytes, edge: re.Match[bytes], row: int) -> None:
        if kind == _CALENDAR:
            self.ended += 1
            while self.stack:
                self._cut_off(edge.start())
            return
        if kind not in {item.kind for item in self.stack[:2]} | {item.kind for item in self.stack[-1:]}:
            if self.stack:
                self.stack[0].holes.append((edge.start(), edge.end()))
            self._note("notice", "stray_end", "an END line belongs to no BEGIN and was skipped", row, edge[0])
            return
        while self.stack[-1].kind != kind:
            self._drop_inner(edge.start())
        if len(self.stack) > 1:
            self._drop_inner(edge.end())
        else:
            self._keep(self.stack.pop(), edge.end(), whole=True)

    def _drop_inner(self, end: int) -> None:
        """Take alarms and other parts out of the event they stand in; keep what names a participant."""
        inner = self.stack.pop()
        outer = self.stack[0]
        if inner.kind == b"PARTICIPANT":
            outer.people.append(self.text[inner.start : end])
        if outer.kind == _EVENT:
            outer.holes.append((inner.start, end))

    def _cut_off(self, end: int) -> None:
        while len(self.stack) > 1:
            self._drop_inner(end)
        self._keep(self.stack.pop(), end, whole=False)

    def _keep(self, item: _Open, end: int, *, whole: bool) -> None:
        data = b"".join(self._pieces(item, end))
        block = Block(item.kind, item.row, data, whole, tuple(item.people), max(0, self.found.calendars - 1))
        places = {_EVENT: self.found.events, _ZONE: self.found.zones, _FREEBUSY: self.found.freebusy}
        if item.kind in places:
            places[item.kind].append(block)
        else:
            self.found.others[item.kind.decode("ascii", "replace")] += 1
        if not whole:
            word = item.kind.decode("ascii", "replace")
            self._note("repaired", "no_end", f"this {word} has no END line; what is there was read", item.row)

    def _pieces(self, item: _Open, end: int) -> Iterator[bytes]:
        start = item.start
        for hole_start, hole_end in sorted(item.holes):
            if hole_start >= start:
                yield self.text[start:hole_start]
                start = hole_end
        yield self.text[start:end]

    def _close_the_rest(self) -> None:
        """Read what an ended file left open; its last line may be half a line, so it goes."""
        if not self.stack:
            return
        end = len(self.text) if self.text.endswith(b"\n") else self.text.rfind(b"\n") + 1
        self._cut_off(max(end, self.stack[0].start))

    def _say_what_is_odd(self) -> None:
        if self.found.calendars > self.ended:
            self._note("notice", "cut_off", "the file is cut off: END:VCALENDAR is missing")
        if not self.found.calendars and (self.found.events or self.found.freebusy):
            self._note("notice", "bare", "there is no BEGIN:VCALENDAR; the entries were read all the same")

    def _note(
        self, severity: Severity, code: str, text: str, row: int | None = None, raw: bytes = b""
    ) -> None:
        shown = raw[:200].decode("utf-8", "replace") or None
        self.found.findings.append(Finding(severity, code, text, row, None, shown))
