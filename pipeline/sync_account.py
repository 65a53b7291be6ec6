"""Whom a calendar server is asked as: address, name, and the password from the keyring or the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pipeline.errors import SettingsError, UsageError

PASSWORD_VARIABLE = "MEETWELL_CALDAV_PASSWORD"  # noqa: S105 - the name of a variable, no password
KEYRING_SERVICE = "meetwell"


@dataclass(frozen=True, slots=True)
class Account:
    """Where to push, and as whom."""

    url: str
    user: str | None
    password: str | None = field(repr=False, default=None)


def account(url: str, user: str | None) -> Account:
    """Return the account for this address with its password from the environment or the keyring.

    Raises ``UsageError`` for an address that would show a password or send it in the clear, ``SettingsError``
    when there is no password.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{url!r} is no CalDAV address", do="It begins with https://")
    if parts.password is not None:
        raise UsageError(
            "a password stands in the address", do=f"Put it into the keyring or {PASSWORD_VARIABLE} instead."
        )
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise UsageError("http would send your password in the clear", where=url, do="Use https.")
    name = user or parts.username
    if name is None:
        return Account(url, None)
    password = os.environ.get(PASSWORD_VARIABLE) or _from_keyring(name, parts.hostname)
    if password is None:
        raise SettingsError(
            f"there is no password for {name} at {parts.hostname}",
            do=f"Run 'keyring set {KEYRING_SERVICE} {name}@{parts.hostname}', or set {PASSWORD_VARIABLE}.",
        )
    return Account(url, name, password)


def _from_keyring(user: str, host: str) -> str | None:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        return keyring.get_password(KEYRING_SERVICE, f"{user}@{host}")
    except KeyringError:
        return None
