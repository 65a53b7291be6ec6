"""The line to a calendar server: a client for an account, and its troubles in plain words."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from pipeline.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.sync_account import Account

    #: The client library ships no types that can be checked.
    Client = Any

CALENDAR_NAME = "meetwell"
#: What a client raises, beside its own errors, when the other end is no CalDAV server or not there.
TROUBLE = (OSError, SyntaxError, ValueError, AttributeError)
_SECONDS = 20
#: Seconds and MiB of one whole answer, and how often it may send on to another address of the same server.
_LONGEST = 120
_MOST_MIB = 64.0
_MOST_HOPS = 5
_MOVED = (301, 302, 307, 308)
#: What the library says when it has nothing to say.
_NO_REASON = "no reason"
#: Signs in what the transport raises, and what they mean.
_PLAIN = {
    "timed out": f"no answer within {_SECONDS} seconds",
    "NameResolutionError": "no server of this name can be found",
    "NewConnectionError": "nothing answers there",
}


def reason_of(problem: Exception) -> str:
    """Return what a client's exception says, in one short line of plain words."""
    words = str(getattr(problem, "reason", None) or problem).strip() or type(problem).__name__
    status = getattr(problem, "status", None)
    if isinstance(problem, AttributeError):
        return "its answer is of another kind"
    if words == _NO_REASON:
        return f"it says {status}" if status else "it gives no reason"
    told = next((plain for sign, plain in _PLAIN.items() if sign in str(problem)), None)
    return told or words.splitlines()[0][:120]


def client_of(to: Account, *, most_mib: float = _MOST_MIB) -> Client:
    """Return a client for this account that asks its server alone, and reads at most ``most_mib`` a time.

    Raises ``SettingsError`` without the extra; the client raises ``OSError`` for what it will not read.
    """
    try:
        from caldav.davclient import DAVClient
    except ImportError as problem:
        raise SettingsError(
            "this installation cannot talk to calendar servers",
            do="Install it with: pip install 'meetwell[caldav]'",
        ) from problem
    client = DAVClient(
        url=to.url,
        username=to.user,
        password=to.password,
        timeout=_SECONDS,
        enable_rfc6764=False,
        rate_limit_handle=False,
    )
    session: Any = client.session
    session.request = _guarded(session.request, to.url, most_mib)
    return client


def _guarded(send: Callable[..., Any], home: str, most_mib: float) -> Callable[..., Any]:
    """Return a sender of requests that stays at one server and reads no answer without end."""

    def request(method: str, url: str, **words: Any) -> Any:
        for _ in range(_MOST_HOPS):
            if _origin(url) != _origin(home):
                raise OSError(f"it sends on to another server, {urlsplit(url).hostname}; not asked")
            answer = send(method, url, allow_redirects=False, stream=True, **words)
            answer._content = _within(answer, most_mib)  # noqa: SLF001 - where the library keeps what it read
            if answer.status_code not in _MOVED or "Location" not in answer.headers:
                return answer
            url = urljoin(url, answer.headers["Location"])
        raise OSError("it sends on from one address to the next")

    return request


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _within(answer: Any, most_mib: float) -> bytes:
    """Return the body of an answer; raises ``OSError`` when it is too long, or takes too long."""
    until = time.monotonic() + _LONGEST
    content = bytearray()
    for piece in answer.iter_content(1 << 16):
        content += piece
        if len(content) > most_mib * 2**20:
            answer.close()
            raise OSError(f"its answer is longer than {most_mib:.0f} MiB, which is the limit")
        if time.monotonic() > until:
            answer.close()
            raise OSError(f"its answer takes longer than {_LONGEST} seconds")
    return bytes(content)


def is_calendar(client: Client, url: str) -> bool:
    """Return whether the address is that of one calendar, rather than of a server or a user."""
    from caldav.elements import dav
    from caldav.lib.error import NotFoundError, PropfindError

    try:
        kinds = client.calendar(url=url).get_properties([dav.ResourceType()], parse_response_xml=False)
    except (NotFoundError, PropfindError):
        return False
    return "urn:ietf:params:xml:ns:caldav}calendar" in _tags(kinds)


def _tags(properties: Any) -> str:
    tree = getattr(properties, "tree", None)
    return " ".join(str(item.tag) for item in tree.iter()) if tree is not None else str(properties)
