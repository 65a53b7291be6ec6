"""Entering notes one line at a time: read back before it is kept, taken back, and taken up again when left.

Pure: what is kept between runs is the text of ``dump``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from pipeline.debrief.form import Entry, Form, Remark, Said
from pipeline.debrief.typed import read_line
from pipeline.debrief.who import Found, Lost

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from pipeline.debrief.who import Directory

#: Words that are no notes but orders to the session; an empty line ends it.
_ORDERS: dict[str, Literal["undo", "redo", "list", "help", "end"]] = {
    "undo": "undo",
    "redo": "redo",
    "list": "list",
    "help": "help",
    "?": "help",
    "end": "end",
    "": "end",
}


HELP = (
    "A line begins with the printed ID or a name; what was said stands in quotation marks:",
    '  37Q talked "cares about X" promise "send article" by friday theirs "intro to Y"',
    'Also: missed; via "phone"; may contact; may keep no; sort thanks; let go; note "..."',
    'Somebody on no list: new "Nora Lund" at "Harbor Works" talked "boats"',
    "The wrong person: 4BX not 37Q moves what was said of 37Q to 4BX.",
    "Orders: list, undo, redo; an empty line ends it and keeps everything.",
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One line as it was understood: who it is about and every date, for showing before it is kept."""

    line: str
    name: str | None
    new: bool
    detail: str | None
    mine: tuple[Said, ...]
    theirs: tuple[Said, ...]
    remarks: tuple[Remark, ...]
    also: tuple[str, ...] = ()

    @property
    def taken(self) -> bool:
        """Tell whether the line is worth keeping."""
        return self.name is not None


@dataclass(frozen=True, slots=True)
class Session:
    """The lines said so far; every change returns a new session."""

    event: str
    lines: tuple[str, ...] = ()
    undone: tuple[str, ...] = field(default=(), compare=False)

    def say(self, heard: Heard) -> Session:
        """Return the session with this line kept, when it was understood."""
        return replace(self, lines=(*self.lines, heard.line), undone=()) if heard.taken else self

    def undo(self) -> Session:
        """Return the session without its last line; of an empty one nothing is taken."""
        if not self.lines:
            return self
        return replace(self, lines=self.lines[:-1], undone=(*self.undone, self.lines[-1]))

    def redo(self) -> Session:
        """Return the session with the line that was last taken back."""
        if not self.undone:
            return self
        return replace(self, lines=(*self.lines, self.undone[-1]), undone=self.undone[:-1])

    def dump(self) -> str:
        """Return the session as text: a first line with the event, then the lines as typed."""
        return "".join(f"{line}\n" for line in (f"# meetwell debrief {self.event}", *self.lines))

    def form(self, sha256: str) -> Form:
        """Return the form that ``debrief`` takes."""
        return Form("typed", sha256, "lines", lines=self.lines)


def take_lines(
    session: Session,
    directory: Directory,
    base: dt.date,
    *,
    ask: Callable[[], str],
    tell: Callable[[str], None],
    keep: Callable[[str], None],
) -> Session:
    """Return the session after asking for lines until an empty one; words such as ``undo`` are orders.

    ``tell`` shows each line as it was understood; ``keep`` is given the whole session after every change, so
    that one that breaks off can be taken up with ``resume``.
    """
    while (order := _ORDERS.get((line := ask()).strip().casefold())) != "end":
        before = session
        if order == "list":
            said = list(session.lines) or ["Nothing yet."]
        elif order == "help":
            said = list(HELP)
        elif order is not None:
            session = session.undo() if order == "undo" else session.redo()
            said = _changed(before, session)
        else:
            heard = hear(line, len(session.lines) + 1, directory, base)
            session, said = session.say(heard), read_back(heard)
        for text in said:
            tell(text)
        if session.lines != before.lines:
            keep(session.dump())
    return session


def _changed(before: Session, after: Session) -> list[str]:
    if len(before.lines) == len(after.lines):
        return ["There is nothing to take back or bring again."]
    if len(before.lines) > len(after.lines):
        return [f"Taken back: {before.lines[-1]}"]
    return [f"Back again: {after.lines[-1]}"]


def resume(text: str, event: str) -> Session:
    """Return the session kept in a text; that of another event is none."""
    head, *lines = text.splitlines() or [""]
    if head != f"# meetwell debrief {event}":
        return Session(event)
    return Session(event, tuple(line for line in lines if line.strip()))


def hear(line: str, number: int, directory: Directory, base: dt.date) -> Heard:
    """Return how a line is understood; nothing is kept yet."""
    line = " ".join(line.split())
    remarks: list[Remark] = []
    entry = read_line(line, number, base, remarks) if line else None
    if entry is None:
        return _unheard(line, remarks)
    found = directory.find(entry)
    if isinstance(found, Lost):
        remarks.append(
            Remark(number, "id" if entry.short_id else "name", "rejected", found.code, found.message)
        )
        return _unheard(line, remarks)
    if found.remark and found.code:
        remarks.append(Remark(number, "name", found.severity, found.code, found.remark))
    return _heard(line, entry, found, remarks)


def _unheard(line: str, remarks: list[Remark]) -> Heard:
    return Heard(line, None, new=False, detail=None, mine=(), theirs=(), remarks=tuple(remarks))


def _heard(line: str, entry: Entry, found: Found, remarks: list[Remark]) -> Heard:
    return Heard(
        line=line,
        name=found.name,
        new=found.person_id is None,
        detail=entry.detail,
        mine=entry.mine,
        theirs=entry.theirs,
        remarks=tuple(remarks),
        also=tuple(_also(entry)),
    )


def _also(entry: Entry) -> Iterator[str]:
    """Yield what else the line says: whose notes move here, how to reach them, what they allow, the sort."""
    if entry.moved_from:
        yield f"takes over what was said of {entry.moved_from}"
    if entry.talked is False:
        yield "not met"
    for label, said in (
        ("reach them by", entry.channel),
        ("may contact", entry.may_contact),
        ("may keep", entry.may_keep),
        ("sort", entry.sorting),
        ("note", entry.note),
    ):
        if said and said != "unknown":
            yield f"{label}: {said}"


def read_back(heard: Heard) -> list[str]:
    """Return what was understood, in a few short lines with every date written out."""
    if not heard.taken:
        return [remark.message for remark in heard.remarks] or ["Nothing was understood."]
    said = [f"{heard.name}{' (new)' if heard.new else ''}" + (f": {heard.detail}" if heard.detail else "")]
    said += [f"  you: {_dated(item)}" for item in heard.mine]
    said += [f"  they: {_dated(item)}" for item in heard.theirs]
    said += [f"  {text}" for text in heard.also]
    return said + [f"  {remark.message}" for remark in heard.remarks]


def _dated(item: Said) -> str:
    return f"{item.text} (by {item.due:%a} {item.due})" if item.due else f"{item.text} (no date)"
