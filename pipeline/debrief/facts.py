"""Entries and the people they are about, as rows: interactions, promises, notes, people on no list.

Every id is a hash of what the row is about, so that the same debrief twice changes nothing; what was known
before is filled in rather than wiped out, so that a second form adds to the first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.debrief.amend import is_settled, standing_words
from pipeline.debrief.form import Remark
from pipeline.debrief.words import plain
from pipeline.stable_id import stable_id

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.debrief.form import Entry, Form, Said
    from pipeline.event import Event

Row = dict[str, Any]


def record_id_of(event: str, name: str, organization: str | None) -> str:
    """Return the record id of a person met who was on no list: the same for name and organisation."""
    return stable_id("r", event, "debrief", plain(name), plain(organization))


def person_id_of(record_id: str) -> str:
    """Return the person id such a record is given at once, so that what was said of it has an owner."""
    return stable_id("p", record_id)


@dataclass(slots=True)
class Facts:
    """Collects the rows of one form."""

    form: Form
    event: Event
    now: dt.datetime
    known_interactions: dict[str, Row]
    known_promises: dict[str, Row]
    interactions: dict[str, Row] = field(default_factory=dict)
    promises: dict[str, Row] = field(default_factory=dict)
    notes: list[Row] = field(default_factory=list)
    records: dict[str, Row] = field(default_factory=dict)
    forget: list[str] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)
    settled: dict[tuple[str, str], set[str]] = field(init=False)
    present: dict[tuple[str, ...], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find out what the user has put right since the forms were read."""
        self.settled = standing_words([*self.known_interactions.values(), *self.known_promises.values()])
        for row_id, row in sorted(self.known_promises.items()):
            about = ("o", row["event"], row["person_id"], row["owner"], plain(row["text"]))
            self._present(about, row_id)
        for row_id, row in sorted(self.known_interactions.items()):
            if not row["source"].startswith("done:"):
                self._present(("i", row["event"], row["person_id"], row["kind"]), row_id)

    def _present(self, about: tuple[str, ...], row_id: str) -> None:
        if row_id == stable_id(*about) or about not in self.present:
            self.present[about] = row_id

    def add(self, entry: Entry, person_id: str) -> None:
        """Take one entry about this person."""
        source = f"{self.form.name}:{entry.row}"
        at = entry.at or self._moment()
        self._interaction(entry, person_id, at, source)
        for owner, said in (("mine", entry.mine), ("theirs", entry.theirs)):
            for one in said:
                self._promise(one, owner, person_id, at, source)
        if entry.may_keep == "no":
            self.forget.append(person_id)
        elif entry.note:
            self._note(entry.note, person_id, at)

    def _moment(self) -> dt.datetime:
        """Return when the talk was: the end of the event's day it is now, else of its last day."""
        today = self.event.day_of(self.now)
        here = (one.end for one in self.event.hours if self.event.day_of(one.start) == today)
        return next(here, self.event.hours[-1].end)

    def move(self, from_person: str, to_person: str) -> bool:
        """Give what was said of one person at this event, in this form or an earlier one, to another.

        Returns whether there was anything to give.
        """
        moved = False
        for known, taken in (
            (self.known_interactions, self.interactions),
            (self.known_promises, self.promises),
        ):
            for old_id, row in sorted({**known, **taken}.items()):
                if row["person_id"] == from_person and row["event"] == self.event.slug:
                    self._moved(old_id, row, to_person)
                    moved = True
        return moved

    def _moved(self, old_id: str, row: Row, to_person: str) -> None:
        if "interaction_id" in row:
            new_id = stable_id("i", self.event.slug, to_person, row["kind"])
            self.interactions.pop(old_id, None)
            self.interactions[new_id] = {**row, "interaction_id": new_id, "person_id": to_person}
        else:
            new_id = stable_id("o", self.event.slug, to_person, row["owner"], plain(row["text"]))
            self.promises.pop(old_id, None)
            self.promises[new_id] = {**row, "promise_id": new_id, "person_id": to_person}
        self.withdrawn.add(old_id)

    def stale(self) -> set[str]:
        """Return ids that a line of this form once gave to another person: the line was corrected since."""
        stale: set[str] = set()
        for key, known, taken in (
            ("detail", self.known_interactions, self.interactions),
            ("text", self.known_promises, self.promises),
        ):
            now = {(row["source"], row[key]): row["person_id"] for row in taken.values() if row[key]}
            stale |= {
                old_id
                for old_id, row in known.items()
                if now.get((row["source"], row[key]), row["person_id"]) != row["person_id"]
            }
        return stale

    def _interaction(self, entry: Entry, person_id: str, at: dt.datetime, source: str) -> None:
        kind = _kind(entry)
        interaction_id = self._known_as("i", person_id, kind)
        before = self.interactions.get(interaction_id) or self.known_interactions.get(interaction_id)
        row: Row = {
            "interaction_id": interaction_id,
            "event": self.event.slug,
            "person_id": person_id,
            "at": at if entry.at or before is None else before["at"],
            "kind": kind,
            "direction": {"talked": "both", "card": "in"}.get(kind, "out"),
            "detail": entry.detail,
            "channel": entry.channel,
            "sorting": entry.sorting or ("pursue" if entry.next_step else None),
            "may_contact": entry.may_contact,
            "may_keep": entry.may_keep,
            "source": source,
        }
        if self._stands(row, entry.row):
            return
        row = _filled(row, before, same_form=interaction_id in self.interactions)
        if row["may_keep"] == "no":
            row |= {"detail": None, "channel": None}
        self.interactions[interaction_id] = row

    def _promise(self, said: Said, owner: str, person_id: str, at: dt.datetime, source: str) -> None:
        promise_id = self._known_as("o", person_id, owner, plain(said.text))
        before = self.promises.get(promise_id) or self.known_promises.get(promise_id)
        row: Row = {
            "promise_id": promise_id,
            "event": self.event.slug,
            "person_id": person_id,
            "owner": owner,
            "text": said.text,
            "made_at": at,
            "due": said.due,
            "due_said": said.due_said,
            "state": "open",
            "closed_at": None,
            "source": source,
        }
        if self._stands(row, int(source.rpartition(":")[2])):
            return
        if before:
            row |= {key: before[key] for key in ("made_at", "state", "closed_at", "source")}
            if said.due is None:
                row |= {key: before[key] for key in ("due", "due_said")}
        self.promises[promise_id] = row

    def _known_as(self, prefix: str, person_id: str, *about: str) -> str:
        """Return the id of a row of this event: the one it has, where its person was merged since."""
        row_id = stable_id(prefix, self.event.slug, person_id, *about)
        return self.present.get((prefix, self.event.slug, person_id, *about), row_id)

    def _stands(self, row: Row, line: int) -> bool:
        """Tell whether the user has put this right since the form was read, and say that it stays so."""
        if not is_settled(self.settled, row):
            return False
        note = "you have put this right since; it stays as you said"
        self.remarks.append(Remark(line, None, "notice", "put-right", note, row.get("text") or row["detail"]))
        return True

    def _note(self, text: str, person_id: str, at: dt.datetime) -> None:
        note = {"event": self.event.slug, "person_id": person_id, "kind": "note", "text": text, "said_at": at}
        if note not in self.notes:
            self.notes.append(note)

    def met(self, name: str, organization: str | None, row: int) -> str:
        """Return the person id of somebody on no list, with a record of them made on the way."""
        record_id = record_id_of(self.event.slug, name, organization)
        self.records.setdefault(record_id, self._record(record_id, name, organization, row))
        return person_id_of(record_id)

    def _record(self, record_id: str, name: str, organization: str | None, row: int) -> Row:
        given, _, family = name.rpartition(" ")
        read = [("name", "name"), ("organization", "organization")] if organization else [("name", "name")]
        return {
            "record_id": record_id,
            "kind": "person",
            "event": self.event.slug,
            "name": name,
            "given_name": given or None,
            "family_name": family if given else None,
            "organization": organization,
            "work_authorization": "unknown",
            "source_sha": self.form.sha256,
            "source_file": self.form.name,
            "source_row": row,
            "source_kind": "debrief",
            "status": "active",
            "read_from": [{"field": read_field, "column": column} for read_field, column in read],
        }


def _kind(entry: Entry) -> str:
    if entry.has_content or entry.talked:
        return "talked"
    if entry.talked is False:
        return "not_met"
    return "card" if entry.card else "talked"


def _filled(row: Row, before: Row | None, *, same_form: bool) -> Row:
    """Keep what an earlier line or form said where this one is silent; in one form details add up."""
    if before is None:
        return row
    if same_form and row["detail"] and before["detail"] and row["detail"] not in before["detail"]:
        row["detail"] = f"{before['detail']}; {row['detail']}"
    for key in ("detail", "channel", "sorting"):
        row[key] = row[key] or before[key]
    for key in ("may_contact", "may_keep"):
        row[key] = before[key] if row[key] == "unknown" else row[key]
    if not same_form and {**row, "source": None} == {**before, "source": None}:
        row["source"] = before["source"]
    return row
