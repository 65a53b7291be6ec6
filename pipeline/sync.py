"""Into a calendar server (CalDAV): what was pushed is known again, what the user changed there is left alone.

Each object carries the hash of what it said when it was pushed, so that the server itself remembers: a push
that was cut off half-way is taken up where it ended, and nothing is written twice. The password comes from
the keyring or the environment, and is never written anywhere.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from pipeline.errors import InputError
from pipeline.sync_client import CALENDAR_NAME, TROUBLE, client_of, is_calendar, reason_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from icalendar import Component as Event

    from pipeline.sync_account import Account
    from pipeline.sync_client import Client

    Collected = Any

_HASH = "X-MEETWELL-HASH"
_COMPLETED = "COMPLETED"
_CORE = ("UID", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS")
_KINDS = ("VEVENT", "VTODO")
_OK = (200, 201, 204)
_GONE = (404, 410)
_FORBIDDEN = 403
_PRECONDITION = 412


@dataclass(slots=True)
class Synced:
    """What happened to each entry, by UID. ``problem`` is set when the server stopped the push half-way."""

    calendar: str = ""
    pushed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept_theirs: list[str] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)
    stay_deleted: list[str] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    problem: str | None = None

    @property
    def on_server(self) -> set[str]:
        """Return the UIDs that are known to have reached the server."""
        return {*self.pushed, *self.unchanged, *self.kept_theirs, *self.completed, *self.stay_deleted}


def sync(calendars: Iterable[str], to: Account, *, pushed_before: Collection[str] = ()) -> Synced:
    """Push every entry of these calendars and say what became of each; pushing again changes nothing.

    An entry the user changed on the server stays theirs; one they deleted there (``pushed_before`` knows it)
    stays deleted. A cancelled entry is taken away; a task they ticked off there is among the ``completed``.
    Raises ``InputError`` when the server lets nobody in.
    """
    result = Synced()
    events = _events(calendars)
    client = client_of(to)
    from caldav.lib.error import AuthorizationError, DAVError

    try:
        calendar = _calendar(client, to)
        result.calendar = str(calendar.url)
        for uid in sorted(events):
            href = f"{result.calendar.rstrip('/')}/{quote(uid, safe='')}.ics"
            try:
                _one(client, href, events[uid], result, pushed_before)
            except AuthorizationError as problem:
                if not _goes_on(problem, uid, to, result):
                    break
    except AuthorizationError as problem:
        raise InputError(
            f"{urlsplit(to.url).hostname} does not let {to.user or 'you'} in: {reason_of(problem)}",
            where=to.url,
            do="Check the name and the password, and whether you may write to this calendar."
            if to.user
            else "Say who you are there: --user NAME.",
        ) from problem
    except (DAVError, *TROUBLE) as problem:
        _stopped(problem, to, result)
    finally:
        client.close()
    return result


def _goes_on(problem: Exception, uid: str, to: Account, result: Synced) -> bool:
    """Keep that one entry was refused; tell whether the next one is worth trying: not without a login.

    Raises the problem again when nothing has got through: then it is no trouble half-way.
    """
    if getattr(problem, "status", None) == _FORBIDDEN or reason_of(problem) == "Forbidden":
        result.refused[uid] = _FORBIDDEN
        return True
    if not (result.on_server or result.removed or result.refused):
        raise problem
    result.problem = f"{urlsplit(to.url).hostname} lets {to.user or 'you'} in no more: {reason_of(problem)}"
    return False


def _stopped(problem: Exception, to: Account, result: Synced) -> None:
    """Turn what the client raised into words: no calendar is an error, half the entries are a result."""
    host = urlsplit(to.url).hostname
    if not result.calendar:
        raise InputError(
            f"{host} does not answer as a CalDAV server: {reason_of(problem)}",
            where=to.url,
            do="Check the address, and whether the server is up.",
        ) from problem
    result.problem = f"the line to {host} broke: {reason_of(problem)}"


def _calendar(client: Client, to: Account) -> Collected:
    """Return the calendar at the address, or the user's calendar named meetwell, made when there is none."""
    if is_calendar(client, to.url):
        return client.calendar(url=to.url)
    principal = client.principal()
    for item in principal.calendars():
        if item.get_display_name() == CALENDAR_NAME:
            return item
    return principal.make_calendar(name=CALENDAR_NAME)


def _events(calendars: Iterable[str]) -> dict[str, Event]:
    from icalendar import Calendar

    return {
        str(event["UID"]): event
        for text in calendars
        for event in Calendar.from_ical(text).walk()
        if event.name in _KINDS and "UID" in event
    }


def core_hash(event: Event) -> str:
    """Return a hash of what an entry says, whatever server or client wrote it down again."""
    parts = []
    for name in (*_CORE, "DUE") if event.name == "VTODO" else _CORE:
        value = event.get(name)
        said: Any = getattr(value, "dt", value)
        parts.append(f"{name}={said.isoformat() if hasattr(said, 'isoformat') else said}")
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def _one(client: Client, href: str, event: Event, result: Synced, pushed_before: Collection[str]) -> None:
    uid = str(event["UID"])
    there, etag = _read(client, href)
    wanted = core_hash(event)
    status = str(event.get("STATUS", ""))
    if there is None:
        if status in ("CANCELLED", _COMPLETED):
            return
        if uid in pushed_before:
            result.stay_deleted.append(uid)
            return
        _write(client, href, event, wanted, {"If-None-Match": "*"}, result)
        return
    stamped = str(there.get(_HASH, ""))
    if str(there.get("STATUS", "")) == _COMPLETED:
        (result.unchanged if status == _COMPLETED else result.completed).append(uid)
    elif core_hash(there) != stamped:
        result.kept_theirs.append(uid)
    elif status == "CANCELLED":
        _take_away(client, href, uid, etag, result)
    elif stamped == wanted:
        result.unchanged.append(uid)
    else:
        _write(client, href, event, wanted, {"If-Match": etag} if etag else {}, result)


def _read(client: Client, href: str) -> tuple[Event | None, str | None]:
    from caldav.lib.error import DAVError
    from icalendar import Calendar

    answer = client.request(href, "GET")
    if answer.status in _GONE:
        return None, None
    if answer.status not in _OK:
        raise DAVError(reason=f"reading an entry was answered with {answer.status}")
    raw = answer.raw if isinstance(answer.raw, str) else answer.raw.decode("utf-8", errors="replace")
    found = next((item for item in Calendar.from_ical(raw).walk() if item.name in _KINDS), None)
    return found, answer.headers.get("ETag")


def _write(
    client: Client, href: str, event: Event, wanted: str, condition: dict[str, str], result: Synced
) -> None:
    uid = str(event["UID"])
    headers = {"Content-Type": "text/calendar; charset=utf-8", **condition}
    status = client.put(href, _object(event, wanted), headers).status
    if status in _OK:
        result.pushed.append(uid)
    elif status == _PRECONDITION:
        # Somebody wrote between our reading and our writing: theirs stands, the next run looks again.
        result.kept_theirs.append(uid)
    else:
        result.refused[uid] = status


def _object(event: Event, wanted: str) -> str:
    from icalendar import Calendar

    copy = type(event).from_ical(event.to_ical())
    copy[_HASH] = wanted
    calendar = Calendar()
    calendar.add("prodid", "-//meetwell//sync//EN")
    calendar.add("version", "2.0")
    calendar.add_component(copy)
    return str(calendar.to_ical().decode("utf-8"))


def _take_away(client: Client, href: str, uid: str, etag: str | None, result: Synced) -> None:
    headers = {"If-Match": etag} if etag else {}
    status = client.request(href, "DELETE", "", headers).status
    if status in (*_OK, *_GONE):
        result.removed.append(uid)
    elif status == _PRECONDITION:
        result.kept_theirs.append(uid)
    else:
        result.refused[uid] = status
