"""A calendar at an address that the user gave: fetched once, with limits, and never shown with its secrets.

Addresses of private calendars carry their key in the path or the query, so messages name the host alone.
"""

from __future__ import annotations

import hashlib
import ipaddress
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from pipeline.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from pipeline.settings import Settings

_SCHEMES = {"https": "https", "webcal": "https", "webcals": "https", "http": "http"}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SAID = {
    401: "the server asks for a sign-in",
    403: "the server does not let anybody read this",
    404: "there is nothing at this address (any more)",
    410: "there is nothing at this address any more",
    429: "the server asks to come back later",
}
_ASK = "Use the private address of the .ics export, or download the file and add it."


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave, and a name for it that stays the same and tells no secret."""

    data: bytes
    name: str


def is_address(text: str) -> bool:
    """Return whether this is an address rather than the name of a file."""
    return text.split("://", 1)[0].lower() in _SCHEMES and "://" in text


def fetch(address: str, settings: Settings) -> Fetched:
    """Return the bytes at an ``https://`` or ``webcal://`` address.

    Raises ``InputError`` when it is no such address, or the answer is an error, too large, too slow, or
    redirects too often or away from https. Plain http is taken only from this machine.
    """
    import httpx

    url = _checked(address, host_of(address))
    host = host_of(url)
    deadline = time.monotonic() + settings.number("calendar.fetch_seconds")
    limit = int(settings.number("ingest.max_calendar_mib") * 1024 * 1024)
    timeout = httpx.Timeout(settings.number("calendar.fetch_seconds"), connect=10.0)
    try:
        with httpx.Client(timeout=timeout, trust_env=not _is_here(host), follow_redirects=False) as client:
            data = _body(client, url, settings.integer("calendar.fetch_redirects"), deadline, limit)
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        kind = type(problem).__name__
        raise InputError(
            f"the address cannot be reached ({kind})", where=host, do="Check the address and the connection."
        ) from None
    return Fetched(data, f"{host}-{hashlib.sha256(url.encode()).hexdigest()[:8]}.ics")


def host_of(address: str) -> str:
    """Return the host of an address: all of it that a message may show."""
    try:
        return urlsplit(address).hostname or "this address"
    except ValueError:
        return "this address"


def _checked(address: str, shown: str) -> str:
    """Return the address as https (http on this machine), without its fragment."""
    try:
        parts = urlsplit(address.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host:
        raise InputError("this is no address of a calendar", where=shown, do=_ASK)
    scheme = _SCHEMES.get(parts.scheme.lower())
    if scheme is None or (scheme == "http" and not _is_here(host)):
        raise InputError("only https:// and webcal:// addresses are read", where=host, do=_ASK)
    return urlunsplit((scheme, parts.netloc, parts.path or "/", parts.query, ""))


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _body(client: httpx.Client, url: str, redirects: int, deadline: float, limit: int) -> bytes:
    """Return the bytes of the answer, following a few redirects that stay on https."""
    first = host_of(url)
    for _ in range(redirects + 1):
        with client.stream("GET", url, headers={"Accept": "text/calendar, */*;q=0.5"}) as response:
            if response.status_code not in _REDIRECTS:
                _refuse_error(response, first)
                return b"".join(_limited(response, first, deadline, limit))
            target = urljoin(url, response.headers.get("location", ""))
        if url.startswith("https:") and not target.startswith("https:"):
            raise InputError("the address redirects away from https", where=first, do=_ASK)
        url = _checked(target, first)
        if _is_here(host_of(url)) != _is_here(first):
            raise InputError("the address redirects to another network", where=first, do=_ASK)
    raise InputError(f"the address redirects more than {redirects} times", where=first, do=_ASK)


def _refuse_error(response: httpx.Response, host: str) -> None:
    code = response.status_code
    if code != 200:
        raise InputError(_SAID.get(code, f"the server answers {code}"), where=host, do=_ASK)
    announced = response.headers.get("content-type", "")
    if announced.startswith("text/html"):
        raise InputError("this is a web page, not a calendar", where=host, do=_ASK)


def _limited(response: httpx.Response, host: str, deadline: float, limit: int) -> Iterator[bytes]:
    """Yield the body; what is unpacked on the way counts unpacked."""
    size = 0
    for part in response.iter_bytes(1 << 16):
        size += len(part)
        if size > limit:
            raise InputError(
                f"the calendar has more than {limit // 2**20} MiB",
                where=host,
                do="Export a shorter span, or raise ingest.max_calendar_mib.",
            )
        if time.monotonic() > deadline:
            raise InputError(
                "the answer takes too long", where=host, do="Try again, or raise calendar.fetch_seconds."
            )
        yield part
