"""Numbers in messages: "1 row was", "2 rows were"."""

from __future__ import annotations


def counted(count: int, thing: str, several: str | None = None) -> str:
    """Return a count and its thing: "1 row", "2,000 rows"; ``several`` where the plural takes no s."""
    return f"{count:,} {thing if count == 1 else several or f'{thing}s'}"


def were(count: int, thing: str, several: str | None = None) -> str:
    """Return a count, its thing and the verb of the past: "1 row was", "2 rows were"."""
    return f"{counted(count, thing, several)} {'was' if count == 1 else 'were'}"


def are(count: int, thing: str, several: str | None = None) -> str:
    """Return a count, its thing and the verb: "1 entry is", "2 entries are"."""
    return f"{counted(count, thing, several)} {'is' if count == 1 else 'are'}"
