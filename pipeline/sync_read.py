"""Out of a calendar server (CalDAV): the user's own calendars as one iCalendar text."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.errors import InputError
from pipeline.sync_client import CALENDAR_NAME, TROUBLE, client_of, is_calendar, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.sync_account import Account


def read_caldav(account: Account, *, most_mib: float) -> bytes:
    """Return all objects of the calendar at an address, or of all the user's calendars there, as one text.

    What this program pushed there itself is left out. Nothing is parsed here, so one broken object loses only
    itself later. Raises ``InputError`` when the server lets nobody in, does not answer, or sends too much.
    """
    client = client_of(account, most_mib=1 + 2 * most_mib)  # around each object stands markup
    from caldav.lib.error import AuthorizationError, DAVError

    host = urlsplit(account.url).hostname or "the server"
    try:
        return b"\n".join(_within(_texts(client, account), most_mib, host))
    except AuthorizationError as problem:
        raise InputError(
            f"{host} does not let {account.user or 'you'} in: {reason_of(problem)}",
            where=host,
            do="Check the name and the password.",
        ) from None
    except (DAVError, *TROUBLE) as problem:
        raise InputError(
            f"{host} does not answer as a CalDAV server: {reason_of(problem)}",
            where=host,
            do="Check the address, and whether the server is up.",
        ) from None
    finally:
        client.close()


def name_of_calendar(account: Account) -> str:
    """Return a name for what is read there: the host and a hash, the same each time."""
    digest = hashlib.sha256(f"{account.user or ''}\0{account.url}".encode()).hexdigest()
    return f"{urlsplit(account.url).hostname}-{digest[:8]}.ics"


def _texts(client: Any, account: Account) -> Iterator[bytes]:
    """Yield the objects of one calendar, or of each calendar of the user but the one pushed to."""
    if is_calendar(client, account.url):
        calendars: Iterable[Any] = [client.calendar(url=account.url)]
    else:
        found = client.principal().calendars()
        calendars = sorted(found, key=lambda one: str(one.url))
        calendars = [one for one in calendars if one.get_display_name() != CALENDAR_NAME]
    for calendar in calendars:
        objects = sorted(calendar.events(), key=lambda one: str(one.url))
        for item in objects:
            text = (
                item.data
                if isinstance(item.data, str)
                else bytes(item.data or b"").decode("utf-8", "replace")
            )
            yield text.encode()


def _within(texts: Iterable[bytes], most_mib: float, host: str) -> Iterator[bytes]:
    left = most_mib * 2**20
    for text in texts:
        left -= len(text)
        if left < 0:
            raise InputError(
                f"more than {most_mib:.0f} MiB came in", where=host, do="Give the address of one calendar."
            )
        yield text
