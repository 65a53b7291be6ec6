"""The line to a calendar server: a client for an account, and its troubles in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.errors import SettingsError

if TYPE_CHECKING:
    from pipeline.sync_account import Account

    #: The client library ships no types that can be checked.
    Client = Any

CALENDAR_NAME = "meetwell"
#: What a client raises, beside its own errors, when the other end is no CalDAV server or not there.
TROUBLE = (OSError, SyntaxError, ValueError, AttributeError)
_SECONDS = 20
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


def client_of(to: Account) -> Client:
    """Return a client for this account; raises ``SettingsError`` without the extra."""
    try:
        from caldav.davclient import DAVClient
    except ImportError as problem:
        raise SettingsError(
            "this installation cannot talk to calendar servers",
            do="Install it with: pip install 'meetwell[caldav]'",
        ) from problem
    return DAVClient(
        url=to.url,
        username=to.user,
        password=to.password,
        timeout=_SECONDS,
        enable_rfc6764=False,
        rate_limit_handle=False,
    )


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
