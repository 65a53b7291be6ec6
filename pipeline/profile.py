"""Who the user is: one frozen value, read from ``profile.toml`` or, in bulk, made from a row of Records."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import MISSING, dataclass, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal

from pipeline.errors import SettingsError
from pipeline.settings import read_toml

if TYPE_CHECKING:
    from pathlib import Path

HistoryKind = Literal["job", "internship", "volunteering", "member"]
Authorization = Literal["authorized", "needs_now", "needs_later", "not_said"]

#: What a command says, and advises, where neither a field nor an interest is known.
NO_AIM = "nobody says what you are looking for"
SAY_AIM = 'Say it: --field "finance", or --interests "robotics, choir".'


@dataclass(frozen=True, slots=True)
class Station:
    """One line of the user's history; an open end is still going on."""

    organization: str
    kind: HistoryKind = "job"
    start: dt.date | None = None
    end: dt.date | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """The user: a name, and a field or an interest; the rest is optional and prints nothing when empty."""

    name: str
    headline: str | None = None
    field: str | None = None
    adjacent_fields: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    goal: str | None = None
    intro: str | None = None
    proof_stories: tuple[str, ...] = ()
    majors: tuple[str, ...] = ()
    minors: tuple[str, ...] = ()
    degree_level: str | None = None
    school: str | None = None
    graduation_date: dt.date | None = None
    gpa: float | None = None
    positions: tuple[str, ...] = ()
    work_authorization: Authorization = "not_said"
    locations: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    history: tuple[Station, ...] = ()
    friends: tuple[str, ...] = ()
    country: str | None = None
    tz: str | None = None
    working_hours: str = "09:00-17:00"
    email: str | None = None
    links: tuple[str, ...] = ()
    user_id: str = "me"


_WORDS = {"from": "start", "to": "end"}


def read_profile(path: Path) -> Profile:
    """Return the profile in this file.

    Raises ``SettingsError`` when the file is missing, a key is unknown or a required one is empty.
    """
    if not path.is_file():
        raise SettingsError(
            "there is no profile yet",
            where=str(path),
            do="Run 'meetwell init' in this folder, or write the file by hand: name and field are enough.",
        )
    return as_profile(read_toml(path), str(path))


def as_profile(table: dict[str, Any], where: str) -> Profile:
    """Return the profile a table of plain values describes; ``where`` names its source in messages."""
    table = dict(table)
    history = tuple(_station(item, where) for item in table.pop("history", []) or [])
    values = {key: _value(key, value, where) for key, value in table.items()}
    if not str(values.get("name") or "").strip():
        raise SettingsError("the profile has no name", where=where, do='Add a line: name = "Your Name"')
    if not (values.get("field") or values.get("interests")):
        raise SettingsError(
            "the profile names neither a field nor an interest",
            where=where,
            do='Add at least one, for example: field = "finance"',
        )
    return Profile(history=history, **values)


def _value(key: str, value: Any, where: str) -> Any:
    known = {item.name: item for item in fields(Profile)}
    if key not in known or key == "user_id":
        near = get_close_matches(key, known, n=1, cutoff=0.5)
        hint = f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(known)}."
        raise SettingsError(f"unknown profile key {key}", where=where, do=hint)
    kind = str(known[key].type)
    if kind.startswith("tuple"):
        return tuple(
            str(item) for item in (value if isinstance(value, list) else [value]) if str(item).strip()
        )
    if key == "graduation_date":
        return as_day(value, where, key)
    if key == "gpa":
        return _gpa(value, where)
    if key == "work_authorization":
        return _authorization(value, where)
    if known[key].default is MISSING or isinstance(value, str):
        return str(value).strip() or None
    raise SettingsError(
        f"{key} takes a text, not {value!r}", where=where, do=f'Write one in quotation marks: {key} = "..."'
    )


def _gpa(value: Any, where: str) -> float | None:
    try:
        return float(value) if str(value).strip() else None
    except (TypeError, ValueError) as problem:
        raise SettingsError(
            f"gpa takes a number, not {value!r}",
            where=where,
            do="Write it as gpa = 3.4, or take the line out.",
        ) from problem


def _authorization(value: Any, where: str) -> str:
    known = ("authorized", "needs_now", "needs_later", "not_said")
    word = str(value).strip().lower() or "not_said"
    if word not in known:
        raise SettingsError(
            f"work_authorization is {value!r}", where=where, do=f"It takes one of: {', '.join(known)}."
        )
    return word


def _station(item: Any, where: str) -> Station:
    if not isinstance(item, dict) or not item.get("organization"):
        raise SettingsError(
            "a history entry has no organization", where=where, do='Add one to it: organization = "Acme"'
        )
    values: dict[str, Any] = {_WORDS.get(str(key), str(key)): value for key, value in item.items()}
    unknown = set(values) - {"organization", "kind", "start", "end", "title"}
    if unknown or values.get("kind", "job") not in ("job", "internship", "volunteering", "member"):
        raise SettingsError(
            f"history entry of {item['organization']} cannot be read",
            where=where,
            do="It takes organization, from, to, title and kind (job, internship, volunteering or member).",
        )
    for key in ("start", "end"):
        if key in values:
            values[key] = as_day(values[key], where, f"history.{key}")
    return Station(**values)


def as_day(value: Any, where: str, key: str) -> dt.date | None:
    """Return a date from a TOML date, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    A part that is not given is the first.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date) or value in (None, ""):
        return value or None
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", str(value).strip())
    try:
        if found:
            return dt.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        pass
    said = repr(value) if key == where else f"{key} is {value!r}, which"
    raise SettingsError(f"{said} is not a date", where=where, do="Write it as 2027-03-18.")
