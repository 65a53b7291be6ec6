"""Numbers in messages: "1 row was", "2 rows were"."""

from __future__ import annotations


def counted(count: int, thing: str, several: str | None = None) -> str:
    """Return a count and its thing: "1 row", "2,000 rows"; ``several`` where the plural takes no s."""
    return f"{count:,} {thing if count == 1 else several or f'{thing}s'}"


def was(count: int) -> str:
    """Return the verb of the past that fits a count."""
    return "was" if count == 1 else "were"


def are(count: int) -> str:
    """Return the verb that fits a count."""
    return "is" if count == 1 else "are"
