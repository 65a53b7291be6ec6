"""The JSON that the phone page hands over: one object per person, with the fields of the CSV form.

``{"meetwell": 1, "event": "spring-fair", "entries": [{"id": "37Q", "talked": true, "i_promised": ".."}]}``
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

from pipeline.debrief.cells import RowReader
from pipeline.debrief.form import Form, Reading, Remark, read_text
from pipeline.debrief.words import plain, words
from pipeline.errors import InputError

_NEWEST = 1
#: Several things in one of these fields are promises of their own.
_PROMISED = ("i_promised", "they_promised")
#: Nobody but a hand writes false here: a tick that was never made says nothing, a no to a question does.
_ASKED = ("may_contact", "may_keep")
_DO = "Send it from the phone page again, or fill in the CSV that lies beside the sheet."


def read_phone(form: Form, base: dt.date) -> Reading:
    """Return what the phone page's JSON says; dates are counted from ``base``.

    Raises ``InputError`` when it is no such JSON; single entries edited into something else are remarked.
    """
    try:
        content = json.loads(read_text(form))
    except ValueError as problem:
        line = getattr(problem, "lineno", None)
        where = f"{form.name}:{line}" if line else form.name
        raise InputError(f"this is not valid JSON: {problem}", where=where, do=_DO) from problem
    except RecursionError as problem:
        raise InputError("this JSON is nested too deeply", where=form.name, do=_DO) from problem
    entries = _entries(content, form.name)
    reading = Reading()
    for number, item in enumerate(entries, start=1):
        _take(item, number, base, reading)
    return reading


def event_of(form: Form) -> str | None:
    """Return the slug of the event that a phone page names itself, where it does."""
    try:
        content = json.loads(read_text(form))
    except (ValueError, RecursionError):
        return None
    slug = content.get("event") if isinstance(content, dict) else None
    return slug if isinstance(slug, str) else None


def _entries(content: Any, name: str) -> list[Any]:
    if isinstance(content, list):
        return content
    if not isinstance(content, dict) or not isinstance(content.get("entries"), list):
        raise InputError("this JSON holds no entries of a debrief", where=name, do=_DO)
    version = content.get("meetwell", _NEWEST)
    if not isinstance(version, int) or version > _NEWEST:
        raise InputError(
            f"this page was made by a newer version (format {version})",
            where=name,
            do="Install the newest meetwell.",
        )
    return list(content["entries"])


def _take(item: Any, number: int, base: dt.date, reading: Reading) -> None:
    if not isinstance(item, dict):
        reading.remarks.append(
            Remark(
                number,
                None,
                "rejected",
                "entry-unread",
                "this entry is no object; it was not taken",
                str(item)[:80],
            )
        )
        return
    cells: dict[str, str] = {}
    for key, value in item.items():
        column = words().columns.get(plain(key))
        if column is None and key not in ("at", "new"):
            note = f"{str(key)[:40]!r} is no field of a debrief; it was passed over"
            reading.remarks.append(Remark(number, str(key)[:40], "notice", "field-unknown", note))
        elif column and _is_nested(value):
            note = "an object stands where a text belongs; left out"
            reading.remarks.append(Remark(number, column, "rejected", "value-unread", note, str(value)[:80]))
        elif column:
            asked = column in _ASKED and value is False
            cells[column] = "no" if asked else _text(value, "\n" if column in _PROMISED else "; ")
    reader = RowReader(number, cells, base, reading.remarks)
    entry = replace(reader.entry(), at=_moment(item.get("at"), reader))
    if not entry.says_nothing:
        reading.entries.append(entry)


def _is_nested(value: Any) -> bool:
    """Tell whether no text can be made of this: an object, or a list that holds one."""
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_is_nested, value)))


def _text(value: Any, between: str = "; ") -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):
        return between.join(text for item in value if (text := _text(item)))
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)


def _moment(value: Any, reader: RowReader) -> dt.datetime | None:
    if value is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(str(value))
    except ValueError:
        reader.remark("at", "time-unread", f"{str(value)[:40]!r} is no time; the day of the event is used")
        return None
    return moment.astimezone(dt.UTC) if moment.tzinfo else None
