"""Filled forms and issued IDs -> interactions, promises, and people met who were on no list.

One module per form: ``sheet`` (CSV), ``typed`` (lines), ``phone`` (JSON). ``who`` looks people up, ``facts``
makes rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.debrief.facts import Facts, person_id_of
from pipeline.debrief.form import Entry, Form, Reading, Remark
from pipeline.debrief.phone import event_of, read_phone
from pipeline.debrief.sheet import blank_form, read_sheet
from pipeline.debrief.typed import read_lines
from pipeline.debrief.who import Directory, Found, Lost
from pipeline.errors import InputError
from pipeline.tables import Identity, Interactions, Promises, Records, Rejects, Wishes, as_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import polars as pl

    from pipeline.event import Event

__all__ = ["Debriefed", "Form", "blank_form", "debrief"]


@dataclass(frozen=True, slots=True)
class Debriefed:
    """What a form said. Rows with ids known to the state replace the ones there; all else is new.

    ``identity`` names the person each new record belongs to: add it at the end of the identity frame before
    linking. ``withdrawn``: ids of interactions and promises that were said of the wrong person and are to go.
    ``forget``: person_ids who asked not to be kept.
    """

    interactions: pl.DataFrame
    promises: pl.DataFrame
    notes: pl.DataFrame
    records: pl.DataFrame
    identity: pl.DataFrame
    rejects: pl.DataFrame
    withdrawn: tuple[str, ...]
    forget: tuple[str, ...]


def debrief(
    form: Form,
    *,
    issued: pl.DataFrame,
    people: pl.DataFrame,
    event: Event,
    now: dt.datetime,
    interactions: pl.DataFrame | None = None,
    promises: pl.DataFrame | None = None,
    is_forgotten: Callable[[str], bool] = lambda _: False,
) -> Debriefed:
    """Return what a filled form says, as frames that pass their schemas.

    ``issued`` may hold the printed IDs of every event; ``interactions`` and ``promises`` are what is known
    already, so that a second form adds to the first; ``is_forgotten`` tells of a name on no list whether it
    is that of somebody who was erased. Raises ``InputError`` for an unusable or empty form.
    """
    _right_event(form, event)
    reading = _read(form, day_of(event, now))
    if not reading.entries and not reading.remarks:
        raise InputError(
            "nothing is filled in",
            where=form.name,
            do="Fill in at least one row (a tick under 'talked' is enough) and run the command again.",
        )
    facts = Facts(form, event, now, _by_id(interactions, "interaction_id"), _by_id(promises, "promise_id"))
    directory = Directory(issued, people, event.slug, is_forgotten)
    for entry in reading.entries:
        _take(entry, directory, facts, reading)
    return _result(facts, reading)


def _right_event(form: Form, event: Event) -> None:
    named = event_of(form) if form.kind == "json" else None
    if named and named != event.slug:
        raise InputError(
            f"this page was made for {named}, not for {event.slug}",
            where=form.name,
            do=f"Name the event: meetwell debrief {form.name} --event {named}",
        )


def day_of(event: Event, now: dt.datetime) -> dt.date:
    """Return the day that dates on a form are counted from: today during the event, else its last day."""
    today = now.astimezone(event.zone).date()
    return today if event.first_day <= today <= event.last_day else event.last_day


def _read(form: Form, base: dt.date) -> Reading:
    readers = {"csv": read_sheet, "lines": read_lines, "json": read_phone}
    return readers[form.kind](form, base)


def _by_id(frame: pl.DataFrame | None, key: str) -> dict[str, dict[str, object]]:
    return {} if frame is None else {row[key]: row for row in frame.iter_rows(named=True)}


def _take(entry: Entry, directory: Directory, facts: Facts, reading: Reading) -> None:
    """Add one entry to the facts, or say why that cannot be."""
    found = directory.find(entry)
    if isinstance(found, Lost):
        column = "id" if entry.short_id else "name"
        raw = entry.short_id or entry.name
        reading.remarks.append(Remark(entry.row, column, "rejected", found.code, found.message, raw))
        return
    person_id = found.person_id or facts.met(found.name, found.organization, entry.row)
    if found.remark and found.code:
        remark = Remark(entry.row, "name", found.severity, found.code, found.remark, entry.name)
        reading.remarks.append(remark)
    if entry.moved_from:
        _move(entry, person_id, directory, facts, reading)
        entry = replace(entry, moved_from=None)
    if not entry.says_nothing:
        facts.add(entry, person_id)


def _move(entry: Entry, person_id: str, directory: Directory, facts: Facts, reading: Reading) -> None:
    typed = entry.moved_from or ""
    other = directory.find(replace(entry, short_id=typed, name=None))
    if isinstance(other, Found) and other.person_id:
        if not facts.move(other.person_id, person_id):
            message = f"nothing was moved: nothing is noted of {other.name} ({typed}) at this event"
            reading.remarks.append(Remark(entry.row, "moved_from", "notice", "nothing-moved", message, typed))
        return
    message = f"nothing was moved: {typed} is no printed ID of this event"
    reading.remarks.append(Remark(entry.row, "moved_from", "rejected", "id-unknown", message, typed))


def _result(facts: Facts, reading: Reading) -> Debriefed:
    identity: list[dict[str, object]] = [
        {"record_id": record_id, "person_id": person_id_of(record_id)} for record_id in sorted(facts.records)
    ]
    return Debriefed(
        interactions=as_table(Interactions, _sorted(facts.interactions)),
        promises=as_table(Promises, _sorted(facts.promises)),
        notes=as_table(Wishes, facts.notes),
        records=as_table(Records, _sorted(facts.records)),
        identity=as_table(Identity, identity),
        rejects=as_table(Rejects, [_reject(remark, facts) for remark in (*reading.remarks, *facts.remarks)]),
        withdrawn=tuple(sorted(facts.withdrawn | facts.stale())),
        forget=tuple(sorted(set(facts.forget))),
    )


def _sorted(rows: dict[str, dict[str, object]]) -> list[dict[str, object]]:
    return [rows[key] for key in sorted(rows)]


def _reject(remark: Remark, facts: Facts) -> dict[str, object]:
    return {
        "source_sha": facts.form.sha256,
        "source_file": facts.form.name,
        "event": facts.event.slug,
        "row": remark.row,
        "column": remark.column,
        "severity": remark.severity,
        "code": remark.code,
        "message": remark.message,
        "raw": remark.raw,
    }
