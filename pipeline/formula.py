"""Cells that no spreadsheet runs as a formula."""

from __future__ import annotations

_BEGINS = ("=", "+", "-", "@", "\t", "\r")


def no_formula(text: str) -> str:
    """Return the text; one that begins like a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_BEGINS) else text
