"""Ids that are the same for the same parts on every machine and in every run."""

from __future__ import annotations

import base64
import hashlib


def stable_id(prefix: str, *parts: str | None) -> str:
    """Return the prefix and 13 letters and digits: a hash of the parts, an absent one counting as empty."""
    digest = hashlib.blake2b("\0".join(part or "" for part in parts).encode(), digest_size=8).digest()
    return prefix + base64.b32encode(digest).decode().rstrip("=").lower()
